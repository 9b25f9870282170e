package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Journal;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of an open thread: its lines go to the end of a rollout, which is a {@link
 * LogTail}'s.
 *
 * <p><b>Thread-safety:</b> as {@link Journal}; what is told of the tail may be asked at any time.
 */
final class RolloutJournal implements Journal {
  private final String threadId;
  private final HistoryMode historyMode;
  private final LogTail tail;
  private final Owner owner;
  private final RecordEncoder encoder;
  private @Nullable Batch batch; // what is to be stored next; one that failed stays
  private int changesSeen;

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

  RolloutJournal(
      String threadId, HistoryMode historyMode, LogTail tail, Owner owner, RecordEncoder encoder) {
    this.threadId = threadId;
    this.historyMode = historyMode;
    this.tail = tail;
    this.owner = owner;
    this.encoder = encoder;
  }

  @Override
  public String path() {
    return tail.path().toString();
  }

  @Override
  public boolean strict() {
    return tail.strict();
  }

  @Override
  public boolean untouched() {
    return tail.untouched();
  }

  @Override
  public long check(boolean recordsWait) throws IOException {
    if (recordsWait) {
      tail.openStored();
    }
    tail.check();
    int changes = tail.changes();
    // A batch that failed keeps the ordinals it has.
    if (changes == changesSeen || batch != null) {
      return RolloutRecord.NO_ORDINAL;
    }
    long last =
        historyMode == HistoryMode.PAGINATED
            ? TailScan.of(tail.path()).lastOrdinal()
            : RolloutRecord.NO_ORDINAL;
    changesSeen = changes;
    return last;
  }

  @Override
  public int store(Supplier<List<RolloutRecord>> oldest) throws IOException {
    Batch next = batch;
    if (next == null) {
      List<RolloutRecord> records = oldest.get();
      if (records.isEmpty()) {
        return 0;
      }
      next = Batch.of(records, owner::complete, encoder);
      batch = next;
    }
    boolean appended = tail.append(next.bytes());
    batch = null; // else to be numbered behind what others wrote
    if (!appended) {
      return 0;
    }
    tellWritten(next);
    return next.records().size();
  }

  /** What is in the file is stored, whatever becomes of those who are told. */
  private void tellWritten(Batch written) {
    try {
      owner.written(written.records(), tail);
    } catch (RuntimeException e) {
      tail.incident("what was stored could not be noted: " + e);
    }
  }

  @Override
  public ThreadStoreException failure(IOException cause) {
    return StorageFailure.of(threadId, "the thread could not be stored", tail.path(), cause);
  }

  @Override
  public void failed(ThreadStoreException cause) {
    Batch failed = batch;
    owner.failed(
        cause, failed == null ? RolloutRecord.NO_ORDINAL : failed.records().getFirst().ordinal());
  }

  @Override
  public void recovered() {
    owner.recovered();
  }

  @Override
  public void close() {
    tail.close();
    owner.closed();
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
}
