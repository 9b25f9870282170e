package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.LogFailureListener;
import dev.heddle.server.store.ThreadStoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The open log of one thread: its queue, its batches and its failure. The file itself is a {@link
 * LogTail}'s.
 *
 * <p>Records get their ordinals when they are queued and are written in that order, everything
 * queued in one write, by a task on the shared writer pool that runs for one log at a time once.
 * Callers only ever wait on a condition, so interrupting one cannot close the channel under the
 * writer.
 *
 * <p><b>Thread-safety:</b> thread-safe; {@code lock} guards everything but the tail and the batch,
 * which belong to the writing task.
 *
 * <p><b>Errors:</b> a batch that failed stays the next to be written, byte for byte. It is tried
 * again with growing pauses, and at the next append or flush.
 */
final class RolloutWriter implements LiveLog {
  private static final String OWN_RECORDS = "heddle_";
  private static final int BATCH_BYTES = 4 << 20;
  private static final long FIRST_RETRY_MS = 100;
  private static final long LAST_RETRY_MS = 5_000;
  private static final long RETRY_AT_APPEND_NS = TimeUnit.MILLISECONDS.toNanos(50);

  /** What the store does around a log. Called on the writer thread, except {@code closed}. */
  interface Owner {
    /** The header as it is to be stored: what is asked only once the thread is stored. */
    RolloutRecord complete(RolloutRecord header);

    /** These records are in the file now, whose end is where {@code tail} says. */
    void written(List<RolloutRecord> records, LogTail tail);

    /** The log is closed; called once. */
    void closed();
  }

  private final String threadId;
  private final HistoryMode historyMode;
  private final LogTail tail;
  private final Owner owner;
  private final Executor pool;
  private final ScheduledExecutorService timer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Deque<RolloutRecord> queue = new ArrayDeque<>();
  private final List<RolloutRecord> beforeFirst = new ArrayList<>();
  private @Nullable RolloutRecord header;
  private long nextOrdinal;
  private long accepted;
  private long stored;
  private long dropped;
  private long passesStarted;
  private long failedPass = -1;
  private long failedNs;
  private long checksWanted;
  private long checksDone;
  private boolean writing;
  private boolean retryScheduled;
  private boolean closed;
  private boolean abandoned;
  private long retryMs = FIRST_RETRY_MS;
  private @Nullable ThreadStoreException failure;
  private LogFailureListener listener = cause -> {};

  private List<RolloutRecord> batch = List.of();
  private byte[] batchBytes = new byte[0];

  /**
   * @param header first record of a thread that is not stored yet; null to go on with a stored one
   * @param nextOrdinal ordinal of the next record; ignored in legacy mode
   */
  RolloutWriter(
      String threadId,
      HistoryMode historyMode,
      LogTail tail,
      @Nullable RolloutRecord header,
      long nextOrdinal,
      Owner owner,
      Executor pool,
      ScheduledExecutorService timer) {
    this.threadId = threadId;
    this.historyMode = historyMode;
    this.tail = tail;
    this.header = header;
    this.nextOrdinal = nextOrdinal;
    this.owner = owner;
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
  public boolean materialized() {
    return locked(() -> header == null);
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
      if (header != null) {
        enqueue(header);
        header = null;
        beforeFirst.forEach(this::enqueue);
        beforeFirst.clear();
      }
      records.forEach(this::enqueue);
      if (failure == null || System.nanoTime() - failedNs > RETRY_AT_APPEND_NS) {
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
   */
  boolean appendMetadata(List<RolloutRecord> records) {
    lock.lock();
    try {
      if (header != null && !closed) {
        beforeFirst.addAll(records);
        return false;
      }
    } finally {
      lock.unlock();
    }
    append(records);
    return true;
  }

  private void enqueue(RolloutRecord record) {
    // Codex does not count records it cannot read: with an ordinal, ours would be used twice.
    boolean numbered =
        historyMode == HistoryMode.PAGINATED && !record.type().startsWith(OWN_RECORDS);
    queue.add(numbered ? record.at(nextOrdinal++) : record.at(RolloutRecord.NO_ORDINAL));
    accepted++;
  }

  @Override
  public void flush() {
    lock.lock();
    try {
      if (accepted == 0 && tail.untouched()) {
        return;
      }
      awaitStored();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what is accepted now is stored and the file is still where it was. */
  private void awaitStored() {
    long target = accepted;
    long check = ++checksWanted;
    long firstPass = passesStarted + 1;
    while (stored < target || checksDone < check) {
      if (failure != null && failedPass >= firstPass) {
        throw again(failure);
      }
      if (abandoned) {
        throw ThreadStoreException.conflict(threadId, "the log is closed");
      }
      startWriting();
      progress.awaitUninterruptibly();
    }
  }

  /** The latched failure, thrown from here so that its trace says who was told. */
  private static ThreadStoreException again(ThreadStoreException cause) {
    return new ThreadStoreException(cause.kind(), cause.threadId(), cause.message(), cause);
  }

  @Override
  public void onFailure(LogFailureListener newListener) {
    lock.lock();
    try {
      listener = newListener;
    } finally {
      lock.unlock();
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
      if (accepted > 0) {
        awaitStored();
      }
    } finally {
      abandoned = true;
      progress.signalAll();
      while (writing) {
        progress.awaitUninterruptibly();
      }
      lock.unlock();
      tail.close();
      owner.closed();
    }
  }

  /** The latched failure, or null. */
  @Nullable ThreadStoreException failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** How many records wait to be written. */
  long backlog() {
    return locked(() -> accepted - stored);
  }

  /** How many records came after {@link #close}. */
  long dropped() {
    return locked(() -> dropped);
  }

  /** Notes something that went wrong beside the file. */
  void incident(String what) {
    tail.incident(what);
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
    if (!writing && !abandoned && (stored < accepted || checksDone < checksWanted)) {
      writing = true;
      passesStarted++;
      pool.execute(this::write);
    }
  }

  /** The writing task: one at a time, until nothing is left or something fails. */
  private void write() {
    ThreadStoreException failed = null;
    try {
      while (takeBatch()) {
        tail.append(batchBytes);
        owner.written(batch, tail);
        batchStored();
      }
    } catch (IOException e) {
      failed = StorageFailure.of(threadId, "the thread could not be stored", tail.path(), e);
    } catch (ThreadStoreException e) {
      failed = e;
    } catch (RuntimeException | Error e) {
      failed =
          new ThreadStoreException(
              ThreadStoreException.Kind.IO, threadId, "the thread could not be stored", e);
    }
    finish(failed);
  }

  /** Makes the next batch, unless one is left from a failure; false when there is nothing to do. */
  private boolean takeBatch() throws IOException {
    List<RolloutRecord> waiting;
    long check;
    lock.lock();
    try {
      waiting = batch.isEmpty() ? new ArrayList<>(queue) : List.of();
      check = checksWanted;
      if (batch.isEmpty() && waiting.isEmpty() && checksDone == check) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    tail.check();
    lock.lock();
    try {
      checksDone = check;
      if (batch.isEmpty() && waiting.isEmpty()) {
        failure = null;
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (!waiting.isEmpty()) {
      encode(waiting);
    }
    return !batch.isEmpty() || takeBatch();
  }

  private void encode(List<RolloutRecord> waiting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
    List<RolloutRecord> taken = new ArrayList<>();
    for (RolloutRecord record : waiting) {
      RolloutRecord whole =
          record.type().equals(RecordTypes.SESSION_META) ? owner.complete(record) : record;
      bytes.writeBytes(RolloutCodec.encode(whole));
      taken.add(whole);
      if (bytes.size() >= BATCH_BYTES) {
        break;
      }
    }
    batchBytes = bytes.toByteArray();
    batch = taken;
    lock.lock();
    try {
      for (int i = 0; i < taken.size(); i++) {
        queue.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  private void batchStored() {
    lock.lock();
    try {
      stored += batch.size();
      failure = null;
      batch = List.of();
      batchBytes = new byte[0];
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finish(@Nullable ThreadStoreException failed) {
    LogFailureListener told = null;
    lock.lock();
    try {
      if (failed != null) {
        told = failure == null ? listener : null;
        failure = failed;
        failedPass = passesStarted;
        failedNs = System.nanoTime();
        scheduleRetry();
      } else {
        failure = null;
        retryMs = FIRST_RETRY_MS;
      }
    } finally {
      lock.unlock();
    }
    try {
      if (told != null && failed != null) {
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
    if (retryScheduled || abandoned) {
      return;
    }
    retryScheduled = true;
    timer.schedule(this::retry, retryMs, TimeUnit.MILLISECONDS);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }

  private void retry() {
    lock.lock();
    try {
      retryScheduled = false;
      startWriting();
    } finally {
      lock.unlock();
    }
  }
}
