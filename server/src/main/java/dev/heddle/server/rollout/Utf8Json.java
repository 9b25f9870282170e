package dev.heddle.server.rollout;

import com.google.gson.JsonElement;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import dev.heddle.protocol.json.JsonTree;
import dev.heddle.protocol.json.Utf8JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON trees as UTF-8 without their text in between. Large ones are first counted, then written
 * into an array of that size, so that beside the tree only the array is in memory.
 *
 * <p>A surrogate without its partner, which UTF-8 cannot hold, is written as an escape; a {@code
 * JsonWriter} cuts strings only where it escapes itself, so it never parts two that are partners.
 */
final class Utf8Json {
  private Utf8Json() {}

  /** The length of {@code tree} in bytes. */
  static long length(JsonElement tree) {
    return writeLarge(tree, null).length;
  }

  /**
   * The text of {@code tree} and a line feed, in one walk of the tree and perhaps several times in
   * memory.
   */
  static byte[] line(JsonElement tree) {
    Utf8JsonWriter json = new Utf8JsonWriter();
    write(tree, json);
    return json.bytes(true);
  }

  /**
   * The same for a large tree.
   *
   * @throws ArithmeticException for more than an array can hold
   */
  static byte[] largeLine(JsonElement tree) {
    byte[] line = new byte[Math.toIntExact(length(tree) + 1)];
    writeLarge(tree, line);
    line[line.length - 1] = '\n';
    return line;
  }

  private static Utf8Writer writeLarge(JsonElement tree, byte @Nullable [] into) {
    Utf8Writer out = new Utf8Writer(into);
    write(tree, new JsonWriter(out));
    return out;
  }

  private static void write(JsonElement tree, JsonWriter json) {
    json.setStrictness(Strictness.LENIENT); // as a tree's own text
    try {
      JsonTree.write(json, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** Writes into an array, or only counts. For one thread. */
  private static final class Utf8Writer extends Writer {
    private final byte @Nullable [] into;
    private long length;

    Utf8Writer(byte @Nullable [] into) {
      this.into = into;
    }

    @Override
    public void write(String text, int offset, int count) {
      int end = offset + count;
      for (int i = offset; i < end; i++) {
        char c = text.charAt(i);
        if (c < 0x80) {
          put(c);
        } else if (c < 0x800) {
          put(0xC0 | c >> 6);
          put(0x80 | c & 0x3F);
        } else if (!Character.isSurrogate(c)) {
          put(0xE0 | c >> 12);
          put(0x80 | c >> 6 & 0x3F);
          put(0x80 | c & 0x3F);
        } else if (Character.isHighSurrogate(c)
            && i + 1 < end
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          int codePoint = Character.toCodePoint(c, text.charAt(++i));
          put(0xF0 | codePoint >> 18);
          put(0x80 | codePoint >> 12 & 0x3F);
          put(0x80 | codePoint >> 6 & 0x3F);
          put(0x80 | codePoint & 0x3F);
        } else {
          for (byte each : "\\u%04x".formatted((int) c).getBytes(StandardCharsets.US_ASCII)) {
            put(each);
          }
        }
      }
    }

    private void put(int value) {
      if (into != null) {
        into[(int) length] = (byte) value;
      }
      length++;
    }

    @Override
    public void write(int c) {
      put(c); // punctuation
    }

    @Override
    public void write(char[] chars, int offset, int count) {
      write(new String(chars, offset, count), 0, count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
