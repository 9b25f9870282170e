package dev.heddle.protocol.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/**
 * The search for a request's id in a line that is not JSON, or of which only the ends are known, so
 * that the client learns which of its requests failed. It finds a member {@code "id"} of the
 * outermost object, and gives up rather than guess: at two different ids, or at an id cut short.
 */
final class IdRecovery {
  private static final int ID_BYTES = 512;

  private IdRecovery() {}

  /** The patterns, apart: a start that meets no bad line has no time to compile them. */
  private static final class Shape {
    // A whole value follows: a string without control characters, or digits and then no more
    // digits.
    static final String ID = "(\"(?:[^\"\\\\\\p{Cntrl}]|\\\\.){0,400}+\"|-?\\d{1,20}+)";
    static final Pattern VALUE = Pattern.compile("\\s*:\\s*" + ID + "\\s*[,}\\s]");
    static final Pattern LAST_MEMBER =
        Pattern.compile(",\\s*\"id\"\\s*:\\s*" + ID + "\\s*\\}\\s*$");

    private Shape() {}
  }

  /** The id in a whole line of bytes. */
  static @Nullable Either<String, Number> inLine(byte[] line, int offset, int length) {
    return new Scan(line, offset, offset + length).id();
  }

  /** The id in what was kept of an oversized line: at the front of it, or as its last member. */
  static @Nullable Either<String, Number> inOversized(InputLine line) {
    Either<String, Number> id = inLine(line.buffer(), line.offset(), line.length());
    if (id != null) {
      return id;
    }
    // The line ends the outermost object, so a member right before that end is one of its members.
    Matcher last = Shape.LAST_MEMBER.matcher(new String(line.tail(), StandardCharsets.UTF_8));
    return last.find() ? of(last.group(1)) : null;
  }

  /** The id that a JSON value is, or null when a value of that form cannot be one. */
  static @Nullable Either<String, Number> of(JsonElement value) {
    if (!(value instanceof JsonPrimitive primitive) || primitive.isBoolean()) {
      return null;
    }
    if (primitive.isString()) {
      return Either.forLeft(primitive.getAsString());
    }
    try {
      return Either.forRight(Long.valueOf(primitive.getAsString()));
    } catch (NumberFormatException e) {
      return null; // a fraction, an exponent, or beyond 64 bits
    }
  }

  private static @Nullable Either<String, Number> of(String json) {
    try {
      return of(WireJson.parse(json));
    } catch (DecodeException e) {
      return null;
    }
  }

  /** One walk over the line that keeps track of strings and nesting, and forgives the rest. */
  private static final class Scan {
    private final byte[] line;
    private final int end;
    private int at;
    private int depth;
    private @Nullable Either<String, Number> found;

    Scan(byte[] line, int start, int end) {
      this.line = line;
      this.at = start;
      this.end = end;
    }

    @Nullable Either<String, Number> id() {
      while (at < end && line[at] != '{') {
        if (line[at] > ' ') {
          return null; // not an object
        }
        at++;
      }
      for (; at < end; at++) {
        switch (line[at]) {
          case '{', '[' -> depth++;
          case '}', ']' -> {
            if (--depth == 0) {
              return found;
            }
          }
          case '"' -> {
            int start = at;
            skipString();
            if (depth == 1 && isIdName(start)) {
              Either<String, Number> id = valueAfter(at + 1);
              if (id == null || found != null && !found.equals(id)) {
                return null;
              }
              found = id;
            }
          }
          default -> {}
        }
      }
      return found;
    }

    private void skipString() {
      for (at++; at < end && line[at] != '"'; at++) {
        if (line[at] == '\\') {
          at++;
        }
      }
    }

    private boolean isIdName(int start) {
      return at - start == 3
          && line[start + 1] == 'i'
          && line[start + 2] == 'd'
          && isFollowedByColon(at + 1);
    }

    // A value "id", as in {"method":"id"}, is not a name.
    private boolean isFollowedByColon(int from) {
      int i = from;
      while (i < end && line[i] >= 0 && line[i] <= ' ') {
        i++;
      }
      return i < end && line[i] == ':';
    }

    private @Nullable Either<String, Number> valueAfter(int from) {
      int length = Math.min(ID_BYTES, end - from);
      // A tolerant decoding: where the id itself is damaged, the client could not match it anyway.
      Matcher value =
          Shape.VALUE.matcher(new String(line, from, Math.max(0, length), StandardCharsets.UTF_8));
      return value.lookingAt() && value.group(1).indexOf('\uFFFD') < 0 ? of(value.group(1)) : null;
    }
  }
}
