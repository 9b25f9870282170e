package dev.heddle.server.model;

import java.time.Duration;

/**
 * A way to wait that a cancellation ends. Tests put one in its place that does not wait.
 *
 * <p><b>Thread-safety:</b> implementations are thread-safe.
 */
@FunctionalInterface
public interface Sleeper {
  /** Waits on the real clock. */
  Sleeper REAL = new ClockSleeper();

  /**
   * Waits.
   *
   * @throws CancelledException as soon as {@code cancellation} is cancelled, also when it was
   *     before
   */
  void sleep(Duration duration, Cancellation cancellation) throws CancelledException;
}
