package dev.heddle.server.turn;

import dev.heddle.protocol.v2.ErrorNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether and when a model's broken answer is asked for again.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class StreamRetries {
  /** First pause before a broken stream is tried again; doubles with each attempt for a while. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);

  private static final int MAX_DOUBLINGS = 6;

  /** A provider that asks for more fails the turn, which may be tried again by its user. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

  private final TurnScope scope;
  private final int most;

  StreamRetries(TurnScope scope, int most) {
    this.scope = scope;
    this.most = most;
  }

  /** Whether the failure of this attempt, counted from one, is followed by another. */
  boolean allowed(ModelException failure, int attempt) {
    Duration asked = failure.retryAfter();
    return failure.retryable()
        && attempt <= most
        && (asked == null || asked.compareTo(LONGEST_ASKED) <= 0);
  }

  /** Tells the clients and waits. */
  void await(ModelException failure, int attempt) throws CancelledException {
    scope.toSubscribers(
        ServerNotifications.ERROR,
        new ErrorNotification(
            TurnErrors.retrying(failure, attempt, most), true, scope.threadId(), scope.turnId()));
    Duration pause = failure.retryAfter();
    pause(
        pause == null
            ? FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS))
            : pause);
  }

  private void pause(Duration duration) throws CancelledException {
    CompletableFuture<Void> over = new CompletableFuture<>();
    over.completeOnTimeout(null, duration.toMillis(), TimeUnit.MILLISECONDS);
    try (var cancelled = scope.turn().cancellation().onCancel(() -> over.complete(null))) {
      over.join();
    }
    scope.turn().cancellation().check();
  }
}
