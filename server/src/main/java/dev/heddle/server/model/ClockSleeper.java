package dev.heddle.server.model;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The {@link Sleeper} that waits on the real clock. */
final class ClockSleeper implements Sleeper {
  @Override
  public void sleep(Duration duration, Cancellation cancellation) throws CancelledException {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
      if (cancelled.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CancelledException();
      }
    } catch (InterruptedException e) {
      // Nobody here interrupts; whoever does wants the thread back.
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }
}
