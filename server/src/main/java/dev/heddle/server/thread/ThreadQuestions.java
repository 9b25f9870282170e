package dev.heddle.server.thread;

import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientRequest;
import dev.heddle.server.connection.ClientRequests;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The questions of threads to those who hear of them. A question waits for somebody to answer it,
 * also while nobody hears of its thread, and is put to those who come later.
 *
 * <p><b>Thread-safety:</b> thread-safe; no method blocks.
 */
public final class ThreadQuestions {
  private final ClientRequests requests;
  private final ThreadEvents events;

  /**
   * By thread, in the order of asking; guarded by itself. It is held over sending, so that who
   * comes to a thread while a question is asked is asked it either then or later, not both.
   */
  private final Map<String, Set<ClientRequest<?>>> asked = new HashMap<>();

  public ThreadQuestions(ClientRequests requests, ThreadEvents events) {
    this.requests = requests;
    this.events = events;
  }

  /** A question that nobody has been asked yet; the first answer ends it. */
  public <P, R> ClientRequest<R> prepare(RequestSpec<P, R> spec, P params) {
    return requests.hold(spec, params, false);
  }

  /** The same; an error, or an answer of another form, leaves it open. */
  public <P, R> ClientRequest<R> prepareDecision(RequestSpec<P, R> spec, P params) {
    return requests.hold(spec, params, true);
  }

  /** Asks those who hear of the thread; those who will are asked as they come. */
  public void ask(String threadId, ClientRequest<?> request) {
    synchronized (asked) {
      asked.computeIfAbsent(threadId, id -> new LinkedHashSet<>()).add(request);
      events.subscribersOf(threadId).forEach(request::sendTo);
    }
    var unused = request.answer().thenRun(() -> forget(threadId, request));
  }

  /**
   * From now on {@code connection} hears of the thread and is asked what is asked of it.
   *
   * @return puts to it what was asked before and is still open, in order; to be run once it knows
   *     the thread
   */
  public Runnable subscribe(String threadId, ClientConnection connection) {
    synchronized (asked) {
      events.subscribe(threadId, connection);
      List<ClientRequest<?>> before = List.copyOf(asked.getOrDefault(threadId, Set.of()));
      return () -> before.forEach(request -> request.sendTo(connection));
    }
  }

  private void forget(String threadId, ClientRequest<?> request) {
    synchronized (asked) {
      asked.computeIfPresent(
          threadId, (id, open) -> open.remove(request) && open.isEmpty() ? null : open);
    }
  }
}
