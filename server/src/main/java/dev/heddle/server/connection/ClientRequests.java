package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.server.log.Log;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;

/**
 * The questions to clients that are not answered yet. Their ids are integers from 0, one counter
 * for the whole server.
 *
 * <p>Answers come in beside the lanes of requests, so a request may wait for one.
 *
 * <p><b>Thread-safety:</b> thread-safe; no method blocks.
 */
public final class ClientRequests {
  private static final Log LOG = Log.of(ClientRequests.class);

  private final Executor workers;
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, ClientRequest<?>> open = new ConcurrentHashMap<>();

  /**
   * No questions yet.
   *
   * @param workers decodes answers and completes futures, so that the reader does not
   */
  public ClientRequests(Executor workers) {
    this.workers = workers;
  }

  /**
   * A question that nobody was asked yet.
   *
   * @param needsDecision whether it waits for an answer of the right form: errors and other answers
   *     are none then
   */
  public <P, R> ClientRequest<R> hold(RequestSpec<P, R> spec, P params, boolean needsDecision) {
    long id = nextId.getAndIncrement();
    ClientRequest<R> request = new ClientRequest<>(this, id, spec, params, needsDecision);
    open.put(id, request);
    return request;
  }

  /** Takes an answer; one that answers no open question of that client is ignored. */
  public void answer(ClientConnection from, ResponseMessage response) {
    Either<String, Number> id = response.getRawId();
    ClientRequest<?> request =
        id != null && id.isRight() ? open.get(id.getRight().longValue()) : null;
    if (request == null || !request.wasAsked(from)) {
      LOG.info("an answer to no open question was ignored");
      return;
    }
    request.received(response);
    workers.execute(request::takeNext);
  }

  boolean isOpen(ClientRequest<?> request) {
    return open.containsKey(request.id());
  }

  /** Whether this call ended the question; {@code complete} runs on a worker then. */
  boolean close(ClientRequest<?> request, Runnable complete) {
    if (!closeNow(request)) {
      return false;
    }
    workers.execute(complete);
    return true;
  }

  boolean closeNow(ClientRequest<?> request) {
    return open.remove(request.id(), request);
  }
}
