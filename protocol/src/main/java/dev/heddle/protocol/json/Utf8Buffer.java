package dev.heddle.protocol.json;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Growing pieces of UTF-8 that a {@code JsonWriter} fills; what is in a piece is not copied again.
 * JSON text only: a lone surrogate, which UTF-8 cannot hold, is written as the escape {@code
 * \\udXXX}, which inside a JSON string means the same. One thread.
 */
final class Utf8Buffer extends Writer {
  private static final String HEX = "0123456789abcdef";
  private static final int LONGEST_PER_CHAR = 6;

  /** Larger pieces would leave much room unused; smaller ones are many. */
  private static final int LARGEST_PIECE = 1 << 20;

  private final List<byte[]> full = new ArrayList<>(0);
  private byte[] bytes;
  private int length;

  Utf8Buffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  /** What was written; the buffer is not to be used any more. */
  List<byte[]> pieces() {
    full.add(Arrays.copyOf(bytes, length));
    return full;
  }

  /**
   * Writes a JSON string, as a {@code JsonWriter} would.
   *
   * @param text of ASCII and lone surrogates
   * @param utf8 its bytes, a question mark for each surrogate
   */
  void quote(String text, byte[] utf8) {
    write('"');
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b < ' ' || b == '"' || b == '\\' || b == '?' && text.charAt(i) != '?') {
        copy(utf8, from, i);
        write(b == '?' ? text.substring(i, i + 1) : escaped(b));
        from = i + 1;
      }
    }
    copy(utf8, from, utf8.length);
    write('"');
  }

  private static String escaped(byte b) {
    return switch (b) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\f' -> "\\f";
      default -> "\\u00" + HEX.charAt(b >> 4) + HEX.charAt(b & 0xF);
    };
  }

  private void copy(byte[] from, int start, int end) {
    int at = start;
    while (at < end) {
      if (length == bytes.length) {
        grow(end - at);
      }
      int count = Math.min(end - at, bytes.length - length);
      System.arraycopy(from, at, bytes, length, count);
      length += count;
      at += count;
    }
  }

  @Override
  public void write(int c) {
    if (c < 0x80 && length < bytes.length) {
      bytes[length++] = (byte) c;
    } else {
      write(String.valueOf((char) c), 0, 1);
    }
  }

  @Override
  public void write(String text) {
    write(text, 0, text.length());
  }

  // The JsonWriter cuts its strings only at characters that it escapes, never inside a pair.
  @Override
  public void write(String text, int offset, int count) {
    int end = offset + count;
    for (int i = offset; i < end; i++) {
      if (bytes.length - length < LONGEST_PER_CHAR) {
        grow(end - i);
      }
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | c >> 6);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      } else if (!Character.isSurrogate(c)) {
        bytes[length++] = (byte) (0xE0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int codePoint = Character.toCodePoint(c, text.charAt(++i));
        bytes[length++] = (byte) (0xF0 | codePoint >> 18);
        bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
      } else {
        escape(c);
      }
    }
  }

  @Override
  public void write(char[] chars, int offset, int count) {
    write(new String(chars, offset, count), 0, count);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private void escape(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = (byte) HEX.charAt(c >> shift & 0xF);
    }
  }

  private void grow(int charsToCome) {
    int wanted = (int) Math.min(LARGEST_PIECE, charsToCome + (long) LONGEST_PER_CHAR);
    if (bytes.length < LARGEST_PIECE / 2) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + wanted));
      return;
    }
    full.add(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    bytes = new byte[LARGEST_PIECE];
    length = 0;
  }
}
