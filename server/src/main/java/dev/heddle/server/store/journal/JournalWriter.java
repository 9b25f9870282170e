package dev.heddle.server.store.journal;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.LogFailureListener;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open log of one thread: who writes when, who waits for it, who is told that it failed. What
 * waits is a {@link WriteQueue}'s, the failure a {@link WriteFailure}'s, the place where records
 * are stored a {@link Journal}'s.
 *
 * <p>Everything queued is written at once, by a task on the shared writer pool that runs for one
 * log at a time once. Callers only ever wait on a condition, so interrupting one cannot close a
 * channel under the writer.
 *
 * <p><b>Thread-safety:</b> thread-safe; {@code lock} guards everything but the journal, which
 * belongs to the writing task.
 */
public final class JournalWriter implements LiveLog {
  /** How much goes to the journal at once, roughly. */
  private static final int BATCH_BYTES = 4 << 20;

  /** How long a new turn waits for storage that works and is behind, as after it has healed. */
  private static final Duration SLOW_STORAGE = Duration.ofSeconds(1);

  private final String threadId;
  private final HistoryMode historyMode;
  private final Journal journal;
  private final Backlog limit;
  private final Executor pool;
  private final ScheduledExecutorService timer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final WriteQueue queue;
  private final WriteFailure failure = new WriteFailure();
  private long dropped;
  private long passesStarted;
  private long checksWanted;
  private long checksDone;
  private boolean writing;
  private boolean closed;
  private boolean abandoned;
  private boolean gone;
  private LogFailureListener listener = cause -> {};

  /**
   * The open log of a thread.
   *
   * @param queue what waits for it already, in the thread's mode
   * @param pool where it writes; a task there may block
   * @param timer when to try again what failed
   */
  public JournalWriter(
      String threadId,
      HistoryMode historyMode,
      Journal journal,
      WriteQueue queue,
      Backlog limit,
      Executor pool,
      ScheduledExecutorService timer) {
    this.threadId = threadId;
    this.historyMode = historyMode;
    this.journal = journal;
    this.queue = queue;
    this.limit = limit;
    this.pool = pool;
    this.timer = timer;
  }

  @Override
  public String threadId() {
    return threadId;
  }

  @Override
  public HistoryMode historyMode() {
    return historyMode;
  }

  @Override
  public @Nullable String rolloutPath() {
    return journal.path();
  }

  @Override
  public boolean strict() {
    return journal.strict();
  }

  @Override
  public boolean materialized() {
    return locked(queue::begun);
  }

  @Override
  public void append(List<RolloutRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (closed) {
        dropped += records.size();
        return;
      }
      queue.add(records);
      if (failure.mayTry()) {
        startWriting();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Queues a metadata record; of a thread that is not stored yet, with its first append.
   *
   * @return whether it was queued, not just remembered
   * @throws ThreadStoreException CONFLICT when the log takes nothing any more
   */
  public boolean appendMetadata(List<RolloutRecord> records) {
    lock.lock();
    try {
      if (closed) {
        throw closed();
      }
      if (!queue.begun()) {
        queue.holdBack(records);
        return false;
      }
      append(records);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private ThreadStoreException closed() {
    return ThreadStoreException.conflict(threadId, "the log is closed");
  }

  @Override
  public void admit() {
    lock.lock();
    try {
      if (failure.cause() != null && (isFull() || strict())) {
        awaitHealed();
      } else if (isFull() && !awaitStored(SLOW_STORAGE.toNanos()) && isFull()) {
        throw full();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return limit.full(queue.size(), queue.bytes());
  }

  /** What failed may have healed by now. */
  private void awaitHealed() {
    try {
      awaitStored(Long.MAX_VALUE);
    } catch (ThreadStoreException e) {
      throw isFull() ? full() : e;
    }
  }

  private ThreadStoreException full() {
    ThreadStoreException cause = failure.cause();
    return new ThreadStoreException(
        cause == null ? Kind.LOCKED : cause.kind(),
        threadId,
        "too much of the thread waits to be stored ("
            + queue.size()
            + " records); it takes no new turn until that is done: "
            + (cause == null ? "the storage is slow" : cause.message()),
        cause);
  }

  @Override
  public void flush() {
    lock.lock();
    try {
      if (queue.accepted() > 0 || !journal.untouched()) {
        awaitStored(Long.MAX_VALUE);
      }
      if (dropped > 0) {
        throw closed();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean flush(Duration patience) {
    lock.lock();
    try {
      return failure.cause() == null && dropped == 0 && awaitStored(patience.toNanos());
    } catch (ThreadStoreException e) {
      return false; // latched, and told to the listener
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until what is accepted now is stored and the journal was looked at.
   *
   * @return false when that took longer than {@code patienceNs}
   */
  private boolean awaitStored(long patienceNs) {
    long target = queue.accepted();
    long check = ++checksWanted;
    long firstPass = passesStarted + 1;
    long deadline = patienceNs == Long.MAX_VALUE ? 0 : System.nanoTime() + patienceNs;
    while (queue.stored() < target || checksDone < check) {
      if (failure.since(firstPass)) {
        throw failure.again();
      }
      if (abandoned) {
        if (queue.stored() >= target) {
          return true; // and where the journal is concerns others now
        }
        throw closed();
      }
      startWriting();
      if (!writing) {
        continue; // it failed at once
      }
      if (patienceNs == Long.MAX_VALUE) {
        progress.awaitUninterruptibly();
        continue;
      }
      try {
        if (progress.awaitNanos(deadline - System.nanoTime()) <= 0) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the caller's to see; here it only ends the wait
        return false;
      }
    }
    return true;
  }

  @Override
  public void onFailure(LogFailureListener newListener) {
    ThreadStoreException latched;
    lock.lock();
    try {
      listener = newListener;
      latched = failure.cause();
    } finally {
      lock.unlock();
    }
    if (latched != null) {
      newListener.onFailure(latched);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    try {
      finishWriting();
    } finally {
      try {
        journal.close();
      } finally {
        setGone();
      }
    }
  }

  private void setGone() {
    lock.lock();
    try {
      gone = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end of a {@link #close} that has begun; false when none has. */
  public boolean awaitClosed() {
    lock.lock();
    try {
      while (closed && !gone) {
        progress.awaitUninterruptibly();
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Stores what can be stored and waits until nothing writes any more. */
  private void finishWriting() {
    lock.lock();
    try {
      if (queue.accepted() > 0) {
        awaitStored(Long.MAX_VALUE);
      }
    } finally {
      abandoned = true;
      progress.signalAll();
      while (writing) {
        progress.awaitUninterruptibly();
      }
      lock.unlock();
    }
  }

  /** The latched failure, or null. */
  public @Nullable ThreadStoreException failure() {
    lock.lock();
    try {
      return failure.cause();
    } finally {
      lock.unlock();
    }
  }

  /** How many records wait to be written. */
  public long backlog() {
    return locked(queue::size);
  }

  /** How many records came after {@link #close}. */
  public long dropped() {
    return locked(() -> dropped);
  }

  private <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  private void startWriting() {
    if (!writing && !abandoned && (queue.size() > 0 || checksDone < checksWanted)) {
      writing = true;
      passesStarted++;
      try {
        pool.execute(this::write);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        notStarted(e);
      }
    }
  }

  /** No thread could be had for the writing task: it failed. */
  private void notStarted(Throwable cause) {
    ThreadStoreException failed =
        new ThreadStoreException(Kind.IO, threadId, "the thread could not be stored", cause);
    try {
      timer.execute(() -> finish(failed)); // without the lock, as it tells others
    } catch (RejectedExecutionException e) {
      finish(failed); // the store is closed
    }
  }

  /** The writing task: one at a time, until nothing is left or something fails. */
  private void write() {
    ThreadStoreException failed = null;
    try {
      while (check()) {
        int count = journal.store(() -> locked(() -> queue.oldest(BATCH_BYTES)));
        if (count > 0) {
          stored(count);
        }
      }
    } catch (IOException e) {
      failed = journal.failure(e);
    } catch (ThreadStoreException e) {
      failed = e;
    } catch (RuntimeException | Error e) {
      failed = new ThreadStoreException(Kind.IO, threadId, "the thread could not be stored", e);
    }
    finish(failed);
  }

  /** Looks at the journal for everybody who waits for that; false when there is nothing to do. */
  private boolean check() throws IOException {
    long check;
    boolean recordsWait;
    lock.lock();
    try {
      check = checksWanted;
      recordsWait = queue.size() > 0;
      if (!recordsWait && checksDone >= check) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    long others = journal.check(recordsWait);
    lock.lock();
    try {
      queue.goOnBehind(others);
      checksDone = check;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    return true;
  }

  private void stored(int count) {
    boolean healed;
    lock.lock();
    try {
      queue.stored(count);
      healed = failure.clear();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (healed) {
      journal.recovered();
    }
  }

  private void finish(@Nullable ThreadStoreException failed) {
    LogFailureListener told = null;
    boolean healed = false;
    lock.lock();
    try {
      if (failed == null) {
        healed = failure.clear();
      } else if (failure.latch(failed, passesStarted)) {
        told = listener;
      }
      if (failed != null && !abandoned) {
        scheduleRetry();
      }
    } finally {
      lock.unlock();
    }
    try {
      if (healed) {
        journal.recovered();
      }
      if (told != null && failed != null) {
        journal.failed(failed);
        told.onFailure(failed);
      }
    } finally {
      lock.lock();
      try {
        writing = false;
        if (failed == null) {
          startWriting();
        }
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void scheduleRetry() {
    long pauseMs = failure.planRetry();
    if (pauseMs >= 0) {
      try {
        timer.schedule(this::retry, pauseMs, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // The store is closed.
      }
    }
  }

  private void retry() {
    lock.lock();
    try {
      failure.retrying();
      startWriting();
    } finally {
      lock.unlock();
    }
  }
}
