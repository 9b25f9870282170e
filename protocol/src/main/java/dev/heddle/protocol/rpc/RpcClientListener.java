package dev.heddle.protocol.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of what a server says by itself. Every method does nothing, or refuses, unless
 * overridden.
 *
 * <p><b>Thread-safety:</b> all methods are called on the connection's one reading thread, in the
 * order of the lines. While one runs, nothing further is read: answers wait too, so none may wait
 * for an answer.
 *
 * <p><b>Errors:</b> an exception of {@link #notified} is reported to {@link #misread}; it costs
 * that one notification and nothing else.
 */
public interface RpcClientListener {
  /**
   * A notification. Its params are JSON or null; {@link WireJson#decodeParams} makes them the
   * record of a {@link NotificationSpec}.
   */
  default void notified(NotificationMessage notification) {}

  /**
   * A request of the server, for example for an approval. What the stage completes with is the
   * answer, a record or JSON; an {@link RpcException} is sent as it is, any other exception as an
   * internal error. May complete later and on any thread.
   */
  default CompletionStage<? extends @Nullable Object> requested(RequestMessage request) {
    return CompletableFuture.failedFuture(
        RpcException.of(
            RpcException.UNSUPPORTED,
            ErrorKind.UNSUPPORTED,
            "This client does not answer " + request.getMethod()));
  }

  /** A line that is not a message, or whose handling failed. The connection goes on. */
  default void misread(RpcException fault) {}

  /** The server's output ended; called once, last, after every open request has failed. */
  default void ended() {}
}
