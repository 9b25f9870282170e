package dev.heddle.server.model.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The body of an event stream that fails when too much arrives without an event being complete, so
 * that a provider cannot make the reader collect without end. Exact to one read, 8 KiB. Used by one
 * thread.
 */
public final class BoundedEvents extends ResponseBody {
  private final ResponseBody body;
  private final BufferedSource source;
  private final long maxBytes;
  private long bytesSinceEvent;

  /**
   * @param handler told around each read, not of events
   */
  public BoundedEvents(ResponseBody body, long maxBytes, EventHandler handler) {
    this.body = body;
    this.maxBytes = maxBytes;
    this.source =
        Okio.buffer(
            new ForwardingSource(body.source()) {
              @Override
              public long read(Buffer sink, long byteCount) throws IOException {
                if (bytesSinceEvent > maxBytes) {
                  throw new EventTooLongException(maxBytes);
                }
                handler.waiting();
                long read = super.read(sink, byteCount);
                handler.arrived();
                bytesSinceEvent += Math.max(read, 0);
                return read;
              }
            });
  }

  /** An event is complete. */
  public void eventSeen() {
    // What is buffered already belongs to the next events.
    bytesSinceEvent = Math.min(source.getBuffer().size(), maxBytes);
  }

  /** The same answer with this body. */
  public Response in(Response response) {
    return response.newBuilder().body(this).build();
  }

  @Override
  public @Nullable MediaType contentType() {
    return body.contentType();
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public BufferedSource source() {
    return source;
  }
}
