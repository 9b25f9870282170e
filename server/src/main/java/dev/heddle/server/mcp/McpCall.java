package dev.heddle.server.mcp;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request to a server that is not answered yet.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class McpCall {
  private final McpSession session;
  private final long id;
  private final String method;
  private final McpWatcher watcher;
  private final CompletableFuture<JsonObject> result = new CompletableFuture<>();

  McpCall(McpSession session, long id, String method, McpWatcher watcher) {
    this.session = session;
    this.id = id;
    this.method = method;
    this.watcher = watcher;
  }

  /** Its result; fails with a {@link McpException}. */
  public CompletableFuture<JsonObject> result() {
    return result;
  }

  /**
   * Waits for the result.
   *
   * @throws McpException when there is none, or not in time, or when this Java thread is
   *     interrupted; the server is told of the latter two
   */
  public JsonObject await(Duration patience) throws McpException {
    try {
      return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      McpException late = new McpException(late(patience));
      cancel(late.message());
      throw late;
    } catch (ExecutionException e) {
      throw McpException.of(e.getCause());
    } catch (InterruptedException e) {
      cancel("interrupted");
      Thread.currentThread().interrupt();
      throw new McpException("interrupted");
    }
  }

  /** What is said of a call that takes longer than this. */
  public String late(Duration patience) {
    return "timed out awaiting " + method + " after " + patience.toMillis() + "ms";
  }

  /** Nobody wants it any more: the server is told, and {@link #result} fails. */
  public void cancel(String reason) {
    session.cancel(this, reason);
  }

  long id() {
    return id;
  }

  McpWatcher watcher() {
    return watcher;
  }
}
