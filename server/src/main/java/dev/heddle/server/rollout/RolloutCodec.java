package dev.heddle.server.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.heddle.protocol.json.JsonTree;
import dev.heddle.server.json.Surrogates;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The line format of a rollout: one record, one line of UTF-8 JSON, {@code \n} at the end.
 *
 * <p>Every UTF-16 string survives the round trip: a surrogate without its partner, which UTF-8
 * cannot hold, is written as an escape. Numbers keep the digits they were written with.
 *
 * <p><b>Errors:</b> none. Whatever bytes a line has, decoding answers what they are; a scan of a
 * damaged file goes on with the next line.
 */
public final class RolloutCodec {
  /**
   * The member of a line whose payload names blobs in the places of strings: the length of the line
   * with those strings in it. Nothing that users or models say is at this level of a line.
   */
  public static final String BLOBS = "heddle_blobs";

  /** As the standard has it, but for surrogates without their partner, which STRICT refuses. */
  private static final Strictness STRICTNESS = Strictness.LEGACY_STRICT;

  /**
   * From this size on a line is not made of its text, which would take several times the memory.
   */
  private static final long LARGE_BYTES = 1 << 20;

  private static final DecodedLine BLANK = new DecodedLine.Blank();

  private RolloutCodec() {}

  /** The line of a record, its line feed included. */
  public static byte[] encode(RolloutRecord record) {
    return encode(record, 0);
  }

  /**
   * The same for a record that names blobs.
   *
   * @param wholeBytes the length of the line with everything in it; 0 for a record without blobs
   */
  public static byte[] encode(RolloutRecord record, long wholeBytes) {
    JsonObject line = new JsonObject();
    line.addProperty("timestamp", Timestamps.millis(record.timestamp()));
    if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
      line.addProperty("ordinal", record.ordinal());
    }
    line.addProperty("type", record.type());
    if (wholeBytes > 0) {
      line.addProperty(BLOBS, wholeBytes);
    }
    line.add("payload", record.payload());
    if (record.metadata() != null) {
      line.add("metadata", record.metadata());
    }
    return JsonSize.of(record.payload()) >= LARGE_BYTES
        ? Utf8Json.largeLine(line)
        : Utf8Json.line(line);
  }

  /** How many bytes the text of {@code tree} has in a line. */
  public static long length(JsonElement tree) {
    return Utf8Json.length(tree);
  }

  /** Reads a whole line, with or without its line feed. */
  public static DecodedLine decode(byte[] line) {
    return decode(line, 0, line.length);
  }

  /**
   * Reads one line.
   *
   * @param bytes holds the line
   * @param offset where it starts
   * @param length its length, with or without its line feed
   */
  public static DecodedLine decode(byte[] bytes, int offset, int length) {
    Span span = Span.withoutPadding(bytes, offset, length);
    if (span.length() == 0) {
      return BLANK;
    }
    // Bytes that are not UTF-8 become U+FFFD: one damaged character must not cost the whole record.
    String text = new String(bytes, span.offset(), span.length(), UTF_8);
    try {
      return parse(text);
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      return new DecodedLine.Skipped("not a JSON object on one line");
    } catch (DateTimeException e) {
      return new DecodedLine.Skipped("timestamp is not RFC 3339");
    }
  }

  private static DecodedLine parse(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(STRICTNESS);
    JsonElement element = JsonTree.read(reader);
    if (reader.peek() != JsonToken.END_DOCUMENT || !(element instanceof JsonObject line)) {
      return new DecodedLine.Skipped("not a JSON object on one line");
    }
    if (!(line.get("type") instanceof JsonPrimitive type) || !type.isString()) {
      return new DecodedLine.Skipped("no record type");
    }
    if (!(line.get("payload") instanceof JsonObject payload)) {
      return new DecodedLine.Skipped("no payload");
    }
    if (!(line.get("timestamp") instanceof JsonPrimitive timestamp)) {
      return new DecodedLine.Skipped("no timestamp");
    }
    long ordinal =
        line.get("ordinal") instanceof JsonPrimitive number
            ? RolloutRecord.ordinal(number.getAsLong())
            : RolloutRecord.NO_ORDINAL;
    JsonObject metadata = line.get("metadata") instanceof JsonObject object ? object : null;
    // Offsets other than Z occur in files of other tools.
    Instant at = Timestamps.parse(timestamp.getAsString());
    long wholeBytes =
        line.get(BLOBS) instanceof JsonPrimitive number ? Math.max(0, number.getAsLong()) : 0;
    return new DecodedLine.Parsed(
        new RolloutRecord(at, ordinal, type.getAsString(), payload, metadata), wholeBytes);
  }

  /** JSON text whose surrogates without a partner are escapes: UTF-8 cannot hold them. */
  public static String escapeLoneSurrogates(String text) {
    int lone = Surrogates.nextHalf(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int from = 0;
    while (lone >= 0) {
      escaped.append(text, from, lone).append("\\u");
      // Surrogates occur inside string literals only, so the escape means the same character.
      escaped.append(Integer.toHexString(text.charAt(lone)));
      from = lone + 1;
      lone = Surrogates.nextHalf(text, from);
    }
    return escaped.append(text, from, text.length()).toString();
  }

  /** A part of a byte array. */
  private record Span(int offset, int length) {
    /** What is left of a line without line ends, blanks, NUL bytes and a byte order mark. */
    static Span withoutPadding(byte[] bytes, int offset, int length) {
      int start = offset;
      int end = offset + length;
      while (start < end) {
        if (isPadding(bytes[start])) {
          start++;
        } else if (isByteOrderMark(bytes, start, end)) {
          start += 3;
        } else {
          break;
        }
      }
      while (end > start && isPadding(bytes[end - 1])) {
        end--;
      }
      return new Span(start, end - start);
    }

    private static boolean isPadding(byte b) {
      return b == 0 || b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static boolean isByteOrderMark(byte[] bytes, int at, int end) {
      return end - at >= 3
          && (bytes[at] & 0xff) == 0xef
          && (bytes[at + 1] & 0xff) == 0xbb
          && (bytes[at + 2] & 0xff) == 0xbf;
    }
  }
}
