package dev.heddle.server;

import dev.heddle.server.connection.Limits;
import dev.heddle.server.connection.Outbox;
import dev.heddle.server.dispatch.OpenRequests;
import dev.heddle.server.dispatch.RequestDispatcher;
import dev.heddle.server.log.Log;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a server, in order and in bounded time: accepted requests are answered, running work
 * is stopped and stored, the client gets what is queued. A request that has not begun when work is
 * stopped, or is still open after that, is told that the server is ending.
 *
 * <p><b>Thread-safety:</b> run by one thread, once.
 */
final class GracefulEnd {
  private static final Log LOG = Log.of(GracefulEnd.class);

  /** After the work was stopped, the answers that waited for it have at least this long. */
  private static final Duration LAST_ANSWERS = Duration.ofMillis(250);

  private final Limits limits;
  private final OpenRequests open;
  private final Outbox outbox;
  private final EndOfService service;

  GracefulEnd(Limits limits, OpenRequests open, Outbox outbox, EndOfService service) {
    this.limits = limits;
    this.open = open;
    this.outbox = outbox;
    this.service = service;
  }

  /** Ends it all; returns what the process is to say. */
  ExitCode run() throws InterruptedException {
    boolean answered = open.awaitNone(limits.answerOnEnd());
    open.beginNoMore();
    boolean stored = stopWork();
    if (!answered && !open.awaitNone(LAST_ANSWERS)) {
      LOG.warn(open.count() + " requests were still open at the end");
      open.failAll(RequestDispatcher.shuttingDown());
    }
    if (!outbox.close(limits.flushOnEnd())) {
      LOG.info("the client did not take all that was queued for it");
    }
    return stored ? ExitCode.OK : ExitCode.NOT_STORED;
  }

  // On a thread of its own, since work that does not stop must not keep the process.
  private boolean stopWork() throws InterruptedException {
    FutureTask<Boolean> stop = new FutureTask<>(() -> service.end(limits.stopWorkOnEnd()));
    Thread.ofPlatform().daemon().name("heddle-end").start(stop);
    try {
      return stop.get(limits.stopWorkOnEnd().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.error("running work did not stop in time");
    } catch (ExecutionException e) {
      LOG.error("running work could not be stopped", e);
    }
    return false;
  }
}
