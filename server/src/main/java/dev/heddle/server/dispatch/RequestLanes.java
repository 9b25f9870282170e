package dev.heddle.server.dispatch;

import dev.heddle.protocol.rpc.SerializationScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs requests so that two with the same exclusive scope never overlap and keep their arrival
 * order. Shared requests of a scope run together, but not beside an exclusive one, and do not
 * overtake it.
 *
 * <p>Each scope with work has one <em>lane</em>: a FIFO queue that borrows a worker for each task
 * it starts, so a busy lane does not keep others from theirs. A lane that drains is forgotten, so
 * the map holds only busy scopes.
 *
 * <p><b>Thread-safety:</b> thread-safe. {@link #submit} never blocks and never runs the task on the
 * calling thread, which is the reader. A task may submit to any lane, including its own, but must
 * not wait for one.
 */
public final class RequestLanes {
  private final Executor workers;
  private final Object lock = new Object();
  private final Map<String, Lane> lanes = new HashMap<>(); // guarded by lock

  /**
   * No lanes yet.
   *
   * @param workers runs each task on another thread than the caller's
   */
  public RequestLanes(Executor workers) {
    this.workers = workers;
  }

  /**
   * Runs {@code task} when nothing it may not overlap with is before it.
   *
   * @throws RejectedExecutionException if there is no worker for it; it will not run
   */
  public void submit(SerializationScope scope, Runnable task) {
    if (scope.kind() == SerializationScope.Kind.NONE) {
      workers.execute(task);
      return;
    }
    String key = keyOf(scope);
    Task entry = new Task(task, scope.shared());
    boolean startable;
    synchronized (lock) {
      Lane lane = lanes.computeIfAbsent(key, ignored -> new Lane());
      startable = lane.add(entry);
    }
    if (startable) {
      try {
        workers.execute(() -> run(key, entry));
      } catch (RuntimeException | Error e) {
        startNext(key, entry);
        throw e;
      }
    }
  }

  /** Scopes with work, for tests and diagnostics. */
  public int busyLanes() {
    synchronized (lock) {
      return lanes.size();
    }
  }

  private void run(String key, Task task) {
    try {
      task.action().run();
    } finally {
      startNext(key, task);
    }
  }

  private void startNext(String key, Task finished) {
    List<Task> next;
    synchronized (lock) {
      Lane lane = lanes.get(key);
      if (lane == null) {
        throw new IllegalStateException("a task ran in a lane that is gone");
      }
      next = lane.finish(finished);
      if (lane.isIdle()) {
        lanes.remove(key);
      }
    }
    for (Task each : next) {
      try {
        workers.execute(() -> run(key, each));
      } catch (RuntimeException | Error e) {
        // It was accepted, so it runs: here, as there is no other worker.
        run(key, each);
      }
    }
  }

  /** What has one lane, whether a request shares it or not. */
  private static String keyOf(SerializationScope scope) {
    return scope.kind() + " " + scope.key();
  }

  /** A request's work. Identity counts. */
  private static final class Task {
    private final Runnable action;
    private final boolean shared;

    Task(Runnable action, boolean shared) {
      this.action = action;
      this.shared = shared;
    }

    Runnable action() {
      return action;
    }
  }

  /** The tasks of one scope; guarded by the lock of the lanes. */
  private static final class Lane {
    private final ArrayDeque<Task> waiting = new ArrayDeque<>();
    private int running;
    private boolean exclusiveRuns;

    /** Takes a task; returns whether it starts now. */
    boolean add(Task task) {
      if (waiting.isEmpty() && admits(task)) {
        start(task);
        return true;
      }
      waiting.addLast(task);
      return false;
    }

    /** Ends a task; returns those that start now. */
    List<Task> finish(Task task) {
      running--;
      exclusiveRuns &= task.shared;
      List<Task> next = new ArrayList<>(1);
      for (Task head = waiting.peekFirst();
          head != null && admits(head);
          head = waiting.peekFirst()) {
        waiting.removeFirst();
        start(head);
        next.add(head);
      }
      return next;
    }

    boolean isIdle() {
      return running == 0 && waiting.isEmpty();
    }

    private boolean admits(Task task) {
      return running == 0 || (task.shared && !exclusiveRuns);
    }

    private void start(Task task) {
      running++;
      exclusiveRuns = !task.shared;
    }
  }
}
