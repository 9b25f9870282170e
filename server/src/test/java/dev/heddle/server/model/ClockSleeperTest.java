package dev.heddle.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockSleeperTest {
  private final Cancellation cancellation = new Cancellation();

  @Test
  void waitsItsTimeAndForgetsTheCancellation() throws Exception {
    long start = System.nanoTime();
    Sleeper.REAL.sleep(Duration.ofMillis(20), cancellation);

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(19));
    cancellation.cancel();
  }

  @Test
  void aCancellationEndsTheWait() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            Sleeper.REAL.sleep(Duration.ofDays(1), cancellation);
            ended.complete(null);
          } catch (CancelledException e) {
            ended.completeExceptionally(e);
          }
        });
    cancellation.cancel();

    assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancelledException.class);
  }

  @Test
  void aCancellationBeforeTheWaitEndsItToo() {
    cancellation.cancel();

    assertThatThrownBy(() -> Sleeper.REAL.sleep(Duration.ofDays(1), cancellation))
        .isInstanceOf(CancelledException.class);
  }
}
