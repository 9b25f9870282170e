package dev.heddle.server.turn;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs short tasks after a while. */
@FunctionalInterface
public interface Later {
  /**
   * Runs {@code task} once {@code delay} has passed.
   *
   * @return prevents that, if it has not begun
   */
  Runnable after(Duration delay, Runnable task);

  /** On this executor's threads. */
  static Later on(ScheduledExecutorService executor) {
    return (delay, task) -> {
      ScheduledFuture<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> scheduled.cancel(false);
    };
  }
}
