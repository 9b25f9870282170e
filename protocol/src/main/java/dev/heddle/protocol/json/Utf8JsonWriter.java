package dev.heddle.protocol.json;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON straight into UTF-8, compactly, with its nulls, and nothing HTML-escaped. Any Java
 * string survives: a lone surrogate, which UTF-8 cannot hold, is written as an escape.
 *
 * <p>Long strings of ASCII, which most long ones are, are looked at byte by byte and copied in
 * runs; {@code JsonWriter} takes several calls for each char.
 *
 * <p><b>Thread-safety:</b> none; one thread.
 */
public final class Utf8JsonWriter extends JsonWriter {
  private static final int INITIAL_BYTES = 512;

  /** Shorter ones are not worth an array. */
  private static final int LONG_CHARS = 64;

  private final Utf8Buffer buffer;

  /** Begins a text. */
  public Utf8JsonWriter() {
    this(new Utf8Buffer(INITIAL_BYTES));
  }

  private Utf8JsonWriter(Utf8Buffer buffer) {
    super(buffer);
    this.buffer = buffer;
    setFormattingStyle(FormattingStyle.COMPACT);
    setSerializeNulls(true);
    setHtmlSafe(false);
  }

  @Override
  public JsonWriter value(@Nullable String text) throws IOException {
    if (text == null || text.length() < LONG_CHARS) {
      return super.value(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length()) {
      return super.value(text);
    }
    // Its chars are ASCII and, a byte each as well, surrogates without a partner.
    jsonValue(""); // all that comes before a value
    buffer.quote(text, bytes);
    return this;
  }

  /**
   * What was written, in pieces: a long text need not be in one piece of memory. The writer is not
   * to be used any more.
   *
   * @param lineFeed whether one is to follow the text
   */
  public List<byte[]> pieces(boolean lineFeed) {
    if (lineFeed) {
      buffer.write('\n');
    }
    return buffer.pieces();
  }

  /**
   * The same in one piece.
   *
   * @throws OutOfMemoryError for more than an array can hold
   */
  public byte[] bytes(boolean lineFeed) {
    List<byte[]> pieces = pieces(lineFeed);
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
