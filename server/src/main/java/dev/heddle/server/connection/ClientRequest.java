package dev.heddle.server.connection;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.log.Log;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;

/**
 * A question to the client that waits for its answer. The first answer counts.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * @param <R> the record that the answer decodes to
 */
public final class ClientRequest<R> {
  private static final Log LOG = Log.of(ClientRequest.class);

  private final ClientRequests owner;
  private final long id;
  private final RequestSpec<?, R> spec;
  private final Object params;
  private final boolean needsDecision;
  private final Set<ClientConnection> asked = ConcurrentHashMap.newKeySet();
  private final Queue<ResponseMessage> received = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<ClientAnswer<R>> answer = new CompletableFuture<>();

  /**
   * A question that is open from now on.
   *
   * @param needsDecision whether it stays open when a client answers with an error, or something
   *     else than was asked for
   */
  ClientRequest(
      ClientRequests owner, long id, RequestSpec<?, R> spec, Object params, boolean needsDecision) {
    this.owner = owner;
    this.id = id;
    this.spec = spec;
    this.params = params;
    this.needsDecision = needsDecision;
  }

  /** Its id on the wire, the same for every client that is asked. */
  public long id() {
    return id;
  }

  /** Its method on the wire. */
  public String method() {
    return spec.name();
  }

  /** Completes with what became of the question, never exceptionally, off the reader's thread. */
  public CompletableFuture<ClientAnswer<R>> answer() {
    return answer;
  }

  /** Asks {@code connection} too, or once more, under the same id; nothing if it was answered. */
  public void sendTo(ClientConnection connection) {
    if (owner.isOpen(this)) {
      // Before the line is queued: the answer may come at once.
      asked.add(connection);
      if (!connection.ask(id, spec, params)) {
        asked.remove(connection);
      }
    }
  }

  /** Takes the question back, unless it was answered; returns whether this call did it. */
  public boolean cancel() {
    return owner.close(this, () -> answer.complete(new ClientAnswer.Cancelled<>()));
  }

  boolean wasAsked(ClientConnection connection) {
    return asked.contains(connection);
  }

  /** What a client answered; a worker is to call {@link #takeNext} for it. */
  void received(ResponseMessage response) {
    received.add(response);
  }

  /** Takes the oldest answer that none has taken; whatever workers do, the first to come counts. */
  void takeNext() {
    ClientAnswer<R> given;
    synchronized (received) {
      given = decode(received.remove());
      if (needsDecision && !(given instanceof ClientAnswer.Answered)) {
        LOG.warn("question " + id + " (" + method() + ") stays open: " + given);
        return;
      }
      if (!owner.closeNow(this)) {
        return;
      }
    }
    answer.complete(given);
  }

  private ClientAnswer<R> decode(ResponseMessage response) {
    ResponseError error = response.getError();
    if (error != null) {
      return new ClientAnswer.Refused<>(
          error.getCode(), error.getMessage() == null ? "" : error.getMessage());
    }
    JsonElement result =
        response.getResult() instanceof JsonElement json ? json : JsonNull.INSTANCE;
    try {
      return new ClientAnswer.Answered<>(WireJson.decode(result, spec.result()));
    } catch (DecodeException e) {
      return new ClientAnswer.Undecodable<>(String.valueOf(e.getMessage()));
    }
  }
}
