package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.log.Log;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;

/**
 * A request that was accepted and has to be answered: exactly once, whatever happens to it. It
 * keeps nothing of the params, as it may be open for long.
 *
 * <p><b>Thread-safety:</b> thread-safe; of several answers the first counts.
 */
final class OpenRequest {
  private static final Log LOG = Log.of(OpenRequest.class);

  private final OpenRequests owner;
  private final ClientConnection connection;
  private final Either<String, Number> id;
  private final String method;
  private final long bytes;
  private final AtomicBoolean answered = new AtomicBoolean();
  private boolean followed; // of who answers

  OpenRequest(OpenRequests owner, ClientConnection connection, RequestMessage message, long bytes) {
    this.owner = owner;
    this.connection = connection;
    this.id = message.getRawId();
    this.method = message.getMethod();
    this.bytes = bytes;
  }

  Either<String, Number> id() {
    return id;
  }

  String method() {
    return method;
  }

  long bytes() {
    return bytes;
  }

  ClientConnection connection() {
    return connection;
  }

  /**
   * Answers with a result, unless it was answered, and then runs what follows the answer; or else
   * what is to be done without it.
   */
  void succeed(Reply<?> reply) {
    if (!answered.compareAndSet(false, true)) {
      runAll(reply.otherwise());
      return;
    }
    try {
      answer(reply);
    } finally {
      owner.remove(this);
    }
  }

  private void answer(Reply<?> reply) {
    try {
      if (reply.isTogether()) {
        connection.respondFollowed(id(), reply.result(), () -> follow(reply), reply::flushed);
      } else {
        connection.respond(id(), reply.result(), reply::flushed);
        follow(reply);
      }
    } catch (RuntimeException | Error e) {
      LOG.error("the result of " + method() + " has no wire form", e);
      if (!followed) { // else it is on its way
        runAll(reply.otherwise());
        connection.fail(id(), RpcException.internal("Internal error", e));
      }
    }
  }

  // The request is still open, so that the end of the server waits for this too.
  private void follow(Reply<?> reply) {
    followed = true;
    runAll(reply.afterwards());
  }

  private void runAll(List<Runnable> actions) {
    for (Runnable each : actions) {
      try {
        each.run();
      } catch (RuntimeException | Error e) {
        LOG.error("an action after the answer to " + method() + " failed", e);
      }
    }
  }

  /** Answers with an error, unless it was answered. */
  void fail(RpcException failure) {
    if (answered.compareAndSet(false, true)) {
      try {
        connection.fail(id(), failure);
      } finally {
        owner.remove(this);
      }
    }
  }
}
