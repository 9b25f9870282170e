package dev.heddle.server.model.http;

import com.google.gson.stream.JsonWriter;
import dev.heddle.server.json.Surrogates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A JSON request body of known length, kept as a chain of small segments: a long conversation needs
 * no array of its size. May be sent several times.
 */
public final class JsonBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final Buffer json;

  private JsonBody(Buffer json) {
    this.json = json;
  }

  /** Something that writes one JSON value. */
  @FunctionalInterface
  public interface Content {
    /** Writes the value. */
    void writeTo(JsonWriter writer) throws IOException;
  }

  /** The body that {@code content} writes. */
  public static JsonBody of(Content content) {
    Buffer buffer = new Buffer();
    try (JsonWriter writer = new JsonWriter(new Utf8Writer(buffer))) {
      writer.setHtmlSafe(false);
      content.writeTo(writer);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new JsonBody(buffer);
  }

  /**
   * Collects text and encodes it in pieces: most of a request are long texts that were made before,
   * and copying those whole is much cheaper than what a writer for streams does, char by char.
   */
  private static final class Utf8Writer extends Writer {
    private static final int PIECE_CHARS = 32 << 10;

    private final Buffer to;
    private final StringBuilder piece = new StringBuilder(1 << 10);

    Utf8Writer(Buffer to) {
      this.to = to;
    }

    @Override
    public void write(int c) {
      piece.append((char) c);
      spill();
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      piece.append(chars, offset, length);
      spill();
    }

    @Override
    public void write(String text, int offset, int length) {
      piece.append(text, offset, offset + length);
      spill();
    }

    @Override
    public void write(String text) {
      piece.append(text);
      spill();
    }

    @Override
    public Writer append(@Nullable CharSequence text) {
      write(String.valueOf(text));
      return this;
    }

    private void spill() {
      // A pair of surrogates is not torn apart.
      if (piece.length() >= PIECE_CHARS
          && !Character.isHighSurrogate(piece.charAt(piece.length() - 1))) {
        encode();
      }
    }

    private void encode() {
      // Not as the escape that JSON has for it: many servers refuse that, and so the whole thread.
      String text = Surrogates.withoutHalves(piece.toString());
      to.write(text.getBytes(StandardCharsets.UTF_8));
      piece.setLength(0);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      encode();
    }
  }

  @Override
  public MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return json.size();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    Buffer copy = json.clone(); // shares the segments
    sink.write(copy, copy.size());
  }
}
