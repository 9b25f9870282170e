package dev.heddle.server.turn;

import dev.heddle.server.model.CancelledException;
import dev.heddle.server.thread.ActiveTurn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a model says from reaching a client that is still busy with the answer to {@code
 * turn/start}.
 *
 * <p>Two widely used clients subscribe to a turn only after they have processed that answer, and
 * wait for ever when the end of the turn arrives in the same read. Real models take longer, so
 * nobody waits here but tests and fast local models.
 */
final class AnswerDelay {
  /** Nothing from the model is written sooner after the answer was flushed. */
  static final Duration MIN_GAP = Duration.ofMillis(25);

  private final ActiveTurn turn;
  private final CompletableFuture<Void> passed = new CompletableFuture<>();

  AnswerDelay(ActiveTurn turn) {
    this.turn = turn;
    turn.answered()
        .whenComplete(
            (ok, error) -> passed.completeOnTimeout(null, MIN_GAP.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Waits until the gap has passed; returns at once afterwards. */
  void await() throws CancelledException {
    if (passed.isDone()) {
      return;
    }
    try (var cancelled = turn.cancellation().onCancel(() -> passed.complete(null))) {
      passed.join();
    }
    turn.cancellation().check();
  }
}
