package dev.heddle.server.store.local;

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
 * waits is a {@link WriteQueue}'s, the failure a {@link WriteFailure}'s, the file a {@link
 * LogTail}'s.
 *
 * <p>Everything queued is written at once, by a task on the shared writer pool that runs for one
 * log at a time once. Callers only ever wait on a condition, so interrupting one cannot close the
 * channel under the writer.
 *
 * <p><b>Thread-safety:</b> thread-safe; {@code lock} guards everything but the tail, the batch and
 * what was seen of the tail, which belong to the writing task.
 *
 * <p><b>Errors:</b> a batch that failed stays the next to be written, byte for byte.
 */
final class RolloutWriter implements LiveLog {
  private static final int BATCH_BYTES = 4 << 20;

  /** How long a new turn waits for storage that works and is behind, as after it has healed. */
  private static final Duration SLOW_STORAGE = Duration.ofSeconds(1);

  /** What the store does around a log. Called on the writer thread, except {@code closed}. */
  interface Owner {
    /** The header as it is to be stored: what is asked only once the thread is stored. */
    RolloutRecord complete(RolloutRecord header);

    /** These records are in the file now, whose end is where {@code tail} says. */
    void written(List<RolloutRecord> records, LogTail tail);

    /**
     * A write failed after others had succeeded.
     *
     * @param firstOrdinal of the oldest record that waits; may be {@link RolloutRecord#NO_ORDINAL}
     */
    void failed(ThreadStoreException cause, long firstOrdinal);

    /** A write succeeded after others had failed. */
    void recovered();

    /** The log is closed; called once. */
    void closed();
  }

  private final String threadId;
  private final HistoryMode historyMode;
  private final LogTail tail;
  private final Backlog limit;
  private final Owner owner;
  private final RecordEncoder encoder;
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

  private @Nullable Batch batch;
  private int changesSeen;

  RolloutWriter(
      String threadId,
      HistoryMode historyMode,
      LogTail tail,
      WriteQueue queue,
      Backlog limit,
      Owner owner,
      RecordEncoder encoder,
      Executor pool,
      ScheduledExecutorService timer) {
    this.threadId = threadId;
    this.historyMode = historyMode;
    this.tail = tail;
    this.queue = queue;
    this.limit = limit;
    this.owner = owner;
    this.encoder = encoder;
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
  public String rolloutPath() {
    return tail.path().toString();
  }

  @Override
  public boolean strict() {
    return tail.strict();
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
  boolean appendMetadata(List<RolloutRecord> records) {
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
      if (queue.accepted() > 0 || !tail.untouched()) {
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
   * Waits until what is accepted now is stored and the file is still where it was.
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
          return true; // and where the file is concerns others now
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
        tail.close();
        owner.closed();
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
  boolean awaitClosed() {
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
  @Nullable ThreadStoreException failure() {
    lock.lock();
    try {
      return failure.cause();
    } finally {
      lock.unlock();
    }
  }

  /** How many records wait to be written. */
  long backlog() {
    return locked(queue::size);
  }

  /** How many records came after {@link #close}. */
  long dropped() {
    return locked(() -> dropped);
  }

  /** Whether anything was ever written to the file, or tried to. */
  boolean used() {
    return !tail.untouched() || failure() != null;
  }

  /** Notes something that went wrong beside the file. */
  void incident(String what) {
    tail.incident(what);
  }

  /** Whether the file has lines that were not appended here, or lacks some that were. */
  boolean othersWrote() {
    return tail.changes() > 0;
  }

  /** What happened to the file that should not have. */
  List<String> incidents() {
    return tail.incidents();
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
      while (checkFile()) {
        Batch next = nextBatch();
        if (next != null && tail.append(next.bytes())) {
          tellWritten(next);
          stored(next);
        } else {
          batch = null; // to be numbered behind what others wrote
        }
      }
    } catch (IOException e) {
      failed = StorageFailure.of(threadId, "the thread could not be stored", tail.path(), e);
    } catch (ThreadStoreException e) {
      failed = e;
    } catch (RuntimeException | Error e) {
      failed = new ThreadStoreException(Kind.IO, threadId, "the thread could not be stored", e);
    }
    finish(failed);
  }

  /** Looks at the file for everybody who waits for that; false when there is nothing to do. */
  private boolean checkFile() throws IOException {
    long check;
    boolean anything;
    boolean toWrite;
    lock.lock();
    try {
      check = checksWanted;
      toWrite = queue.size() > 0;
      anything = toWrite || checksDone < check;
    } finally {
      lock.unlock();
    }
    if (anything) {
      if (toWrite) {
        tail.openStored();
      }
      tail.check();
      numberBehindOthers();
      lock.lock();
      try {
        checksDone = check;
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return anything;
  }

  /** What others wrote has ordinals, too. A batch that failed keeps those it has. */
  private void numberBehindOthers() throws IOException {
    int changes = tail.changes();
    if (changes == changesSeen || batch != null) {
      return;
    }
    if (historyMode == HistoryMode.PAGINATED) {
      long last = TailScan.of(tail.path()).lastOrdinal();
      lock.lock();
      try {
        queue.goOnBehind(last);
      } finally {
        lock.unlock();
      }
    }
    changesSeen = changes;
  }

  /** What is to be written next: what failed last, else the oldest that wait; null for nothing. */
  private @Nullable Batch nextBatch() throws IOException {
    if (batch == null) {
      List<RolloutRecord> oldest = locked(() -> queue.oldest(BATCH_BYTES));
      batch = oldest.isEmpty() ? null : Batch.of(oldest, owner::complete, encoder);
    }
    return batch;
  }

  /** What is in the file is stored, whatever becomes of those who are told. */
  private void tellWritten(Batch written) {
    try {
      owner.written(written.records(), tail);
    } catch (RuntimeException e) {
      tail.incident("what was stored could not be noted: " + e);
    }
  }

  private void stored(Batch written) {
    batch = null;
    boolean healed;
    lock.lock();
    try {
      queue.stored(written.records().size());
      healed = failure.clear();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (healed) {
      owner.recovered();
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
        owner.recovered();
      }
      if (told != null && failed != null) {
        owner.failed(failed, batch == null ? RolloutRecord.NO_ORDINAL : firstOrdinal(batch));
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

  private static long firstOrdinal(Batch failed) {
    return failed.records().getFirst().ordinal();
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
