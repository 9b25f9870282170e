package dev.heddle.server.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An executor that a test drives by hand: nothing runs until the test says so, on its own thread.
 */
public final class ManualWorkers implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean rejecting;

  @Override
  public synchronized void execute(Runnable task) {
    if (rejecting) {
      throw new RejectedExecutionException("no workers");
    }
    tasks.addLast(task);
  }

  /** From now on, whether every task is refused. */
  public synchronized void reject(boolean refuse) {
    rejecting = refuse;
  }

  /** Tasks that wait to be run. */
  public synchronized int waiting() {
    return tasks.size();
  }

  /** Runs the task that came first. */
  public void runOldest() {
    take(true).run();
  }

  /** Runs the task that came last. */
  public void runNewest() {
    take(false).run();
  }

  /** Runs tasks, oldest first, until none waits. */
  public void runAll() {
    while (waiting() > 0) {
      runOldest();
    }
  }

  private synchronized Runnable take(boolean oldest) {
    return oldest ? tasks.removeFirst() : tasks.removeLast();
  }
}
