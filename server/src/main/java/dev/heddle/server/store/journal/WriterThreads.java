package dev.heddle.server.store.journal;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the logs of a store are written on. A log is written by one platform thread at a time. The
 * pool grows when all its threads are stuck in writes, so that one that hangs holds up nobody
 * else's log.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class WriterThreads {
  private static final Log LOG = Log.of(WriterThreads.class);
  private static final Duration IDLE_WRITER = Duration.ofSeconds(10);

  /** After this an end says which threads it still waits for. */
  private static final Duration NAMED_AFTER = Duration.ofSeconds(1);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);
  private static final int WRITER_STACK_BYTES = 256 << 10;

  private final ExecutorService writers =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_WRITER.toMillis(),
          TimeUnit.MILLISECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform()
              .name("heddle-log-writer")
              .stackSize(WRITER_STACK_BYTES)
              .daemon(true)
              .factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heddle-store-timer").daemon(true).factory());

  /** Where logs write; a task may block. */
  public ExecutorService writers() {
    return writers;
  }

  /** When something is to be done later; a task must not block. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Closes every log, whatever the others do, says what failed, and ends. Those that take long are
   * named while they are waited for, as the process may end meanwhile.
   */
  public List<ThreadStoreException> close(Map<String, ? extends LiveLog> logs) {
    Map<String, Future<?>> closing = new LinkedHashMap<>();
    logs.forEach((id, log) -> {
      FutureTask<?> close = new FutureTask<>(log::close, null);
      closing.put(id, close);
      Thread.ofPlatform().daemon().name("heddle-close").start(close);
    });
    List<ThreadStoreException> failures = new ArrayList<>();
    long soon = System.nanoTime() + NAMED_AFTER.toNanos();
    closing.forEach((id, close) -> {
      if (!isDone(close, soon)) {
        LOG.error("thread " + id + " is not stored yet: the storage does not answer");
      }
    });
    long late = System.nanoTime() + CLOSE_PATIENCE.toNanos();
    closing.forEach((id, close) -> {
      ThreadStoreException failure =
          isDone(close, late)
              ? failureOf(id, close)
              : new ThreadStoreException(
                  Kind.IO, id, "the thread could not be stored: the storage hangs", null);
      if (failure != null) {
        failures.add(failure);
        LOG.error("thread " + id + " is not stored: " + failure.message());
      }
    });
    timer.shutdownNow();
    writers.shutdown();
    return failures;
  }

  /** The first of these with the others suppressed; does nothing when there is none. */
  public static void throwAll(List<ThreadStoreException> failures) {
    if (!failures.isEmpty()) {
      ThreadStoreException first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private static boolean isDone(Future<?> close, long deadlineNs) {
    try {
      Uninterruptibles.getUninterruptibly(
          close, deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static @Nullable ThreadStoreException failureOf(String threadId, Future<?> done) {
    if (done.state() != Future.State.FAILED) {
      return null;
    }
    Throwable cause = done.exceptionNow();
    return cause instanceof ThreadStoreException typed
        ? typed
        : new ThreadStoreException(Kind.IO, threadId, "the log could not be closed", cause);
  }
}
