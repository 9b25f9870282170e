package dev.heddle.server.mcp;

import dev.heddle.server.model.http.BoundedEvents;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events whose data are messages. Used once, by one thread. */
final class McpEvents extends EventSourceListener {
  private final Consumer<String> messages;
  private @Nullable BoundedEvents bounded;
  private @Nullable Throwable brokenBy;
  private @Nullable String lastId;
  private boolean any;

  McpEvents(Consumer<String> messages) {
    this.messages = messages;
  }

  /** Reads them all. */
  void read(Response response) throws IOException {
    BoundedEvents body = new BoundedEvents(response.body(), McpLimits.MESSAGE_BYTES, data -> false);
    bounded = body;
    EventSources.processResponse(body.in(response), this);
    if (brokenBy != null) {
      throw new IOException(brokenBy.getMessage());
    }
  }

  /** Whether there was an event. */
  boolean any() {
    return any;
  }

  /** The id of the newest event that has one; null when none had. */
  @Nullable String lastId() {
    return lastId;
  }

  @Override
  public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
    lastId = id;
    any = true;
    if (bounded != null) {
      bounded.eventSeen();
    }
    if (!data.isEmpty()) {
      messages.accept(data);
    }
  }

  @Override
  public void onFailure(
      EventSource source, @Nullable Throwable cause, @Nullable Response response) {
    brokenBy = cause == null ? new IOException("the stream broke") : cause;
  }
}
