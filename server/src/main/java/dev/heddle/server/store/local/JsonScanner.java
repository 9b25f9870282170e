package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import dev.heddle.server.rollout.FoldMembers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The JSON values of a line, straight from its bytes: those somebody asks for become elements, the
 * others are stepped over.
 *
 * <p><b>Thread-safety:</b> for one thread.
 *
 * <p><b>Errors:</b> {@link OddLine} for all that is not plain JSON, {@link TornLine} where the line
 * ends within a value.
 */
final class JsonScanner {
  /** No further element: a byte that does not occur. */
  private static final int NONE = LineWindow.END;

  private static final int MAX_DEPTH = 100;

  /** Not what this scanner understands by itself: a line for the codec. */
  static final class OddLine extends Exception {
    private static final long serialVersionUID = 1L;

    OddLine() {
      super(null, null, false, false);
    }
  }

  /** The line ended within the record: it is none, whoever judges. */
  static final class TornLine extends Exception {
    private static final long serialVersionUID = 1L;

    TornLine() {
      super(null, null, false, false);
    }
  }

  static final OddLine ODD = new OddLine();
  private static final TornLine TORN = new TornLine();

  private final LineWindow window;

  JsonScanner(LineWindow window) {
    this.window = window;
  }

  // --- Objects and arrays ---

  /** Behind an opening brace: whether there is a member. */
  boolean firstMember() throws IOException, OddLine, TornLine {
    return memberOrEnd(token());
  }

  /** Behind a member: whether there is another. */
  boolean nextMember() throws IOException, OddLine, TornLine {
    int b = token();
    if (b != ',') {
      if (b != '}') {
        throw ODD;
      }
      return false;
    }
    if (token() != '"') {
      throw ODD;
    }
    return true;
  }

  private static boolean memberOrEnd(int b) throws OddLine {
    if (b != '"' && b != '}') {
      throw ODD;
    }
    return b == '"';
  }

  /** The member's name; what is next is its value. */
  String name() throws IOException, OddLine, TornLine {
    String name = string();
    colon();
    return name;
  }

  private void colon() throws IOException, OddLine, TornLine {
    if (token() != ':') {
      throw ODD;
    }
  }

  /** Behind an opening bracket: the first byte of an element, or {@link #NONE}. */
  private int firstElement() throws IOException, TornLine {
    int b = token();
    return b == ']' ? NONE : b;
  }

  /** Behind an element: the first byte of the next, or {@link #NONE}. */
  private int nextElement() throws IOException, OddLine, TornLine {
    int b = token();
    if (b == ']') {
      return NONE;
    }
    if (b != ',') {
      throw ODD;
    }
    return token();
  }

  /** The members that are wanted of the object whose brace was read. */
  JsonObject object(FoldMembers wanted, int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    JsonObject object = new JsonObject();
    for (boolean in = firstMember(); in; in = nextMember()) {
      String name = name();
      FoldMembers member = wanted.of(name, object);
      int b = token();
      if (member == null) {
        skip(b, depth);
      } else {
        object.add(name, value(b, member, depth + 1));
      }
    }
    return object;
  }

  private JsonArray array(FoldMembers wanted, int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    JsonArray array = new JsonArray();
    for (int b = firstElement(); b != NONE; b = nextElement()) {
      array.add(value(b, wanted, depth + 1));
    }
    return array;
  }

  private JsonElement value(int first, FoldMembers wanted, int depth)
      throws IOException, OddLine, TornLine {
    return switch (first) {
      case '"' -> {
        if (wanted != FoldMembers.PRESENCE) {
          yield new JsonPrimitive(string());
        }
        skipString();
        yield new JsonPrimitive("");
      }
      case '{' -> object(wanted, depth);
      case '[' -> array(wanted, depth);
      case 't' -> {
        word("rue");
        yield new JsonPrimitive(true);
      }
      case 'f' -> {
        word("alse");
        yield new JsonPrimitive(false);
      }
      case 'n' -> {
        word("ull");
        yield JsonNull.INSTANCE;
      }
      default -> new JsonPrimitive(new LazilyParsedNumber(number(first)));
    };
  }

  /** Steps over the value that begins with this byte, which was read. */
  void skip(int first, int depth) throws IOException, OddLine, TornLine {
    switch (first) {
      case '"' -> skipString();
      case '{' -> skipObject(depth + 1);
      case '[' -> skipArray(depth + 1);
      case 't' -> word("rue");
      case 'f' -> word("alse");
      case 'n' -> word("ull");
      default -> number(first);
    }
  }

  private void skipObject(int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    for (boolean in = firstMember(); in; in = nextMember()) {
      skipString();
      colon();
      skip(token(), depth);
    }
  }

  private void skipArray(int depth) throws IOException, OddLine, TornLine {
    checkDepth(depth);
    for (int b = firstElement(); b != NONE; b = nextElement()) {
      skip(b, depth);
    }
  }

  private static void checkDepth(int depth) throws OddLine {
    if (depth > MAX_DEPTH) {
      throw ODD;
    }
  }

  // --- Words and numbers ---

  private void word(String rest) throws IOException, OddLine, TornLine {
    for (int i = 0; i < rest.length(); i++) {
      if (inLine() != rest.charAt(i)) {
        throw ODD;
      }
    }
  }

  /** A number as it is written; the byte behind it stays unread. */
  String number(int first) throws IOException, OddLine, TornLine {
    StringBuilder text = new StringBuilder();
    int b = first;
    if (b == '-') {
      text.append('-');
      b = inLine();
    }
    if (b == '0') {
      text.append('0');
      b = peekInLine();
    } else if (b >= '1' && b <= '9') {
      text.append((char) b);
      b = digits(text);
    } else {
      throw ODD;
    }
    if (b == '.') {
      text.append((char) inLine());
      b = someDigits(text);
    }
    if (b == 'e' || b == 'E') {
      text.append((char) inLine());
      b = peekInLine();
      if (b == '+' || b == '-') {
        text.append((char) inLine());
      }
      b = someDigits(text);
    }
    return switch (b) {
      case ',', '}', ']', ' ', '\t', '\r' -> text.toString();
      default -> throw ODD;
    };
  }

  private int someDigits(StringBuilder text) throws IOException, OddLine, TornLine {
    int before = text.length();
    int b = digits(text);
    if (text.length() == before) {
      throw ODD;
    }
    return b;
  }

  private int digits(StringBuilder text) throws IOException, TornLine {
    int b = peekInLine();
    while (b >= '0' && b <= '9') {
      text.append((char) b);
      window.step(1);
      b = peekInLine();
    }
    return b;
  }

  // --- Strings ---

  /** The string whose opening quote was read. */
  String string() throws IOException, OddLine, TornLine {
    int plain = window.plain();
    if (plain < window.ready() && window.ahead(plain) == '"') {
      String text = window.text(plain);
      window.step(plain + 1);
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(64, 2 * plain));
    StringBuilder text = null;
    while (true) {
      plain = window.plain();
      window.copy(plain, bytes);
      window.step(plain);
      int b = inLine();
      if (b == '"') {
        String rest = bytes.toString(UTF_8);
        return text == null ? rest : text.append(rest).toString();
      }
      if (b == '\\') {
        // Characters made by escapes may be halves of a pair, which UTF-8 bytes cannot carry.
        text = text == null ? new StringBuilder() : text;
        text.append(bytes.toString(UTF_8)).append(escaped());
        bytes.reset();
      } else if (b < ' ') {
        throw ODD;
      } else {
        bytes.write(b); // the first of a refilled buffer
      }
    }
  }

  private void skipString() throws IOException, OddLine, TornLine {
    while (true) {
      window.step(window.plain());
      int b = inLine();
      if (b == '"') {
        return;
      }
      if (b == '\\') {
        escaped();
      } else if (b < ' ') {
        throw ODD;
      }
    }
  }

  private char escaped() throws IOException, OddLine, TornLine {
    int b = inLine();
    return switch (b) {
      case '"', '\\', '/' -> (char) b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int c = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(inLine(), 16);
          if (digit < 0) {
            throw ODD;
          }
          c = c << 4 | digit;
        }
        yield (char) c;
      }
      default -> throw ODD;
    };
  }

  // --- Bytes ---

  /** The next byte that is no blank; the line goes on. */
  int token() throws IOException, TornLine {
    while (true) {
      int b = inLine();
      if (b != ' ' && b != '\t' && b != '\r') {
        return b;
      }
    }
  }

  /** The next byte of the line; it does not end here. */
  private int inLine() throws IOException, TornLine {
    int b = window.read();
    if (b == '\n' || b == LineWindow.END) {
      window.lineEnded(b == '\n');
      throw TORN;
    }
    return b;
  }

  private int peekInLine() throws IOException, TornLine {
    int b = window.peek();
    return b == '\n' || b == LineWindow.END ? inLine() : b;
  }
}
