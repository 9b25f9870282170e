package dev.heddle.server.model.http;

import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.ModelException;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/**
 * The way of one stream's events to their handler, and how it ended. Used by the thread that reads
 * the stream.
 */
final class EventReader extends EventSourceListener {
  private final EventHandler handler;
  private final Cancellation cancellation;
  private final BoundedEvents events;
  private boolean complete;
  private @Nullable ModelException failure;
  private @Nullable RuntimeException bug;
  private @Nullable Exception brokenBy;

  EventReader(EventHandler handler, Cancellation cancellation, BoundedEvents events) {
    this.handler = handler;
    this.cancellation = cancellation;
    this.events = events;
  }

  @Override
  public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
    events.eventSeen();
    try {
      if (!cancellation.isCancelled()) {
        complete = handler.event(data);
        if (!complete) {
          return;
        }
      }
    } catch (ModelException e) {
      failure = e;
    } catch (RuntimeException e) {
      // OkHttp would report it as a failure of the network.
      bug = e;
    }
    source.cancel();
  }

  @Override
  public void onFailure(
      EventSource source, @Nullable Throwable cause, @Nullable Response response) {
    if (!complete && failure == null && bug == null) {
      brokenBy = cause instanceof Exception e ? e : new IllegalStateException(cause);
    }
  }

  /** Whether the handler said that the answer is complete. */
  boolean complete() {
    return complete;
  }

  /**
   * What the handler threw, or null.
   *
   * @throws RuntimeException when it threw one
   */
  @Nullable ModelException failure() {
    if (bug != null) {
      throw bug;
    }
    return failure;
  }

  /** What broke the stream before it was complete, or null. */
  @Nullable Exception brokenBy() {
    return brokenBy;
  }
}
