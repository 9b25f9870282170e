package dev.heddle.server.model.http;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;

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
    try (Writer utf8 = new OutputStreamWriter(buffer.outputStream(), StandardCharsets.UTF_8);
        JsonWriter writer = new JsonWriter(utf8)) {
      writer.setHtmlSafe(false);
      content.writeTo(writer);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new JsonBody(buffer);
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
