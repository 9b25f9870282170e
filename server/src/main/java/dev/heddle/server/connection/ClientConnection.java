package dev.heddle.server.connection;

import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.rpc.RequestSpec;
import dev.heddle.protocol.rpc.RpcException;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it said in the handshake, and everything that goes out to it.
 *
 * <p>Until the answer to {@code initialize} is queued, notifications and requests to the client are
 * discarded. Later, notifications that it opted out of, and experimental ones that it did not ask
 * for, are.
 *
 * <p><b>Thread-safety:</b> thread-safe. No method blocks but {@link #awaitRoom}. What one thread
 * sends arrives in that order.
 */
public final class ClientConnection {
  private final Outbox outbox;
  private volatile @Nullable Handshake handshake;

  public ClientConnection(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Whether {@code initialize} was answered. */
  public boolean isInitialized() {
    return handshake != null;
  }

  /** What the client said in {@code initialize}; null before that was answered. */
  public @Nullable Handshake handshake() {
    return handshake;
  }

  /** Whether the client declared {@code capabilities.experimentalApi}. */
  public boolean isExperimental() {
    Handshake known = handshake;
    return known != null && known.experimentalApi();
  }

  /** Lets notifications through; to be called once, after the answer to {@code initialize}. */
  public void open(Handshake agreed) {
    if (handshake != null) {
      throw new IllegalStateException("the handshake is over");
    }
    handshake = agreed;
  }

  /**
   * Queues the answer to a request.
   *
   * @param id the request's id, echoed as it came
   * @param result a value with a wire form
   * @param onFlushed see {@link Outbox#send(org.eclipse.lsp4j.jsonrpc.messages.Message, Runnable)}
   */
  public void respond(Either<String, Number> id, Object result, Runnable onFlushed) {
    outbox.send(response(id, result), onFlushed);
  }

  /**
   * Queues the answer to a request, which goes out together with what {@code followUp} queues; see
   * {@link Outbox#sendFollowed}.
   */
  public void respondFollowed(
      Either<String, Number> id, Object result, Runnable followUp, Runnable onFlushed) {
    outbox.sendFollowed(response(id, result), followUp, onFlushed);
  }

  private static ResponseMessage response(Either<String, Number> id, Object result) {
    ResponseMessage response = new ResponseMessage();
    response.setRawId(id);
    response.setResult(result);
    return response;
  }

  /**
   * Queues the answer to a request that failed.
   *
   * @param id the request's id; null when the line had none that can be echoed
   */
  public void fail(@Nullable Either<String, Number> id, RpcException failure) {
    ResponseMessage response = new ResponseMessage();
    if (id != null) {
      response.setRawId(id);
    }
    response.setError(failure.toError());
    outbox.send(response);
  }

  /** Queues a notification that concerns no single thread, if the client wants it. */
  public <P> void notify(NotificationSpec<P> spec, P params) {
    if (wants(spec)) {
      outbox.send(message(spec, params));
    }
  }

  /**
   * Queues a notification that concerns only {@code threadId}, if the client wants it. Under
   * pressure the deltas of other threads may merge across it.
   */
  public <P> void notify(String threadId, NotificationSpec<P> spec, P params) {
    if (wants(spec)) {
      outbox.send(threadId, message(spec, params));
    }
  }

  /**
   * The stream of deltas of one item.
   *
   * @param threadId the thread of the item
   * @param spec the delta's notification
   * @param params its params for a text; called on the writer's thread, so it only builds a value
   */
  public <P> DeltaChannel openDeltas(
      String threadId, NotificationSpec<P> spec, Function<String, P> params) {
    return wants(spec)
        ? outbox.openDeltas(threadId, new DeltaText.Form<>(spec, params))
        : DeltaChannel.MUTED;
  }

  /** Whether a notification of this kind would be sent; for those that are costly to make. */
  public boolean wants(NotificationSpec<?> spec) {
    Handshake known = handshake;
    return known != null && known.wants(spec);
  }

  /** Waits while too much is queued for this client; see {@link Outbox#awaitRoom}. */
  public void awaitRoom() throws InterruptedException {
    outbox.awaitRoom();
  }

  /** Whether {@link #awaitRoom} would not wait. */
  public boolean hasRoom() {
    return outbox.hasRoom();
  }

  /** See {@link Outbox#gather}. */
  public void gather() {
    outbox.gather();
  }

  /** See {@link Outbox#letGo()}. */
  public void letGo() {
    outbox.letGo();
  }

  /** Queues a question to the client; returns whether it may be asked. */
  boolean ask(long id, RequestSpec<?, ?> spec, Object params) {
    Handshake known = handshake;
    if (known == null || (spec.experimental() && !known.experimentalApi())) {
      return false;
    }
    RequestMessage request = new RequestMessage();
    request.setRawId(Either.forRight(id));
    request.setMethod(spec.name());
    request.setParams(known.experimentalApi() ? params : StableView.of(params));
    outbox.send(request);
    return true;
  }

  private static <P> NotificationMessage message(NotificationSpec<P> spec, P params) {
    NotificationMessage message = new NotificationMessage();
    message.setMethod(spec.name());
    message.setParams(params);
    return message;
  }
}
