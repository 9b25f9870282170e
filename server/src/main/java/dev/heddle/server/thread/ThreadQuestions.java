package dev.heddle.server.thread;

import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.connection.ClientRequest;
import dev.heddle.server.connection.ClientRequests;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The questions of threads to those who hear of them. A question waits for somebody to answer it,
 * also while nobody hears of its thread, and is put to those who come later.
 *
 * <p><b>Thread-safety:</b> thread-safe; no method blocks.
 */
public final class ThreadQuestions {
  private final ClientRequests requests;
  private final ThreadEvents events;
  private final ConcurrentHashMap<String, Set<ClientRequest<?>>> open = new ConcurrentHashMap<>();

  public ThreadQuestions(ClientRequests requests, ThreadEvents events) {
    this.requests = requests;
    this.events = events;
  }

  /** A question that nobody has been asked yet; the first answer ends it. */
  public <P, R> ClientRequest<R> prepare(String threadId, RequestSpec<P, R> spec, P params) {
    return keep(threadId, requests.hold(spec, params, false));
  }

  /** The same; an error, or an answer of another form, leaves it open. */
  public <P, R> ClientRequest<R> prepareDecision(
      String threadId, RequestSpec<P, R> spec, P params) {
    return keep(threadId, requests.hold(spec, params, true));
  }

  private <R> ClientRequest<R> keep(String threadId, ClientRequest<R> request) {
    // In one step, or it may be added to a set that the end of another just took away.
    open.compute(
        threadId,
        (id, present) -> {
          Set<ClientRequest<?>> requested =
              present == null ? ConcurrentHashMap.newKeySet() : present;
          requested.add(request);
          return requested;
        });
    var unused = request.answer().thenRun(() -> forget(threadId, request));
    return request;
  }

  /** Asks those who hear of the thread; those who will are asked as they come. */
  public void ask(String threadId, ClientRequest<?> request) {
    events.subscribersOf(threadId).forEach(request::sendTo);
  }

  /** Puts the open questions of the thread to a client that hears of it from now on, in order. */
  public void offer(String threadId, ClientConnection connection) {
    open.getOrDefault(threadId, Set.of()).stream()
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .forEach(request -> request.sendTo(connection));
  }

  private void forget(String threadId, ClientRequest<?> request) {
    open.computeIfPresent(
        threadId,
        (id, requested) -> {
          requested.remove(request);
          return requested.isEmpty() ? null : requested;
        });
  }
}
