package dev.heddle.server.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A flag that ends work early, without interrupting any thread: whoever waits on something
 * registers how to end that wait.
 *
 * <p><b>Thread-safety:</b> thread-safe. An action runs exactly once: on the cancelling thread, or
 * at once when it is registered after the cancellation.
 */
public final class Cancellation {
  private final Object lock = new Object();
  private final List<Runnable> actions = new ArrayList<>(); // guarded by lock
  private volatile boolean cancelled; // written under lock

  /** Cancels; later calls do nothing. Runs the registered actions on the calling thread. */
  public void cancel() {
    List<Runnable> toRun;
    synchronized (lock) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toRun = List.copyOf(actions);
      actions.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /** Whether {@link #cancel} was called. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Throws when cancelled. */
  public void check() throws CancelledException {
    if (isCancelled()) {
      throw new CancelledException();
    }
  }

  /**
   * Runs {@code action} on cancellation until the registration is closed.
   *
   * @return closes the registration; closing twice does nothing
   */
  public Registration onCancel(Runnable action) {
    synchronized (lock) {
      if (!cancelled) {
        actions.add(action);
        return () -> {
          synchronized (lock) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  /** A registered action. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
