package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.JournalWriter;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread whose log is open: its lock, its log, and the row of what the log has stored.
 *
 * <p><b>Thread-safety:</b> thread-safe. The fold moves only after the records are in the file, so
 * nobody sees a record that was not stored.
 */
final class OpenThread implements RolloutJournal.Owner {
  private static final Log LOG = Log.of(OpenThread.class);

  private final RolloutFile file;
  private final WriterLocks.WriterLock lock;
  private final RowFold fold;
  private final Supplier<@Nullable GitInfo> git;
  private final Consumer<OpenThread> onStored;
  private final Consumer<OpenThread> onClosed;
  private @Nullable JournalWriter log;
  private @Nullable RolloutJournal journal;
  private boolean stored;
  private long covered;

  /** Of the bytes up to {@code hashed}; the row's readers bring it up to date. */
  private String contentHash = ContentHash.EMPTY;

  private long hashed;
  private long lastOrdinal;
  private @Nullable ThreadRow row;
  private @Nullable String initialName;

  /**
   * @param stored whether the thread is stored already
   * @param onStored told after every batch
   */
  OpenThread(
      RolloutFile file,
      WriterLocks.WriterLock lock,
      RowFold fold,
      Supplier<@Nullable GitInfo> git,
      boolean stored,
      Consumer<OpenThread> onStored,
      Consumer<OpenThread> onClosed) {
    this.file = file;
    this.lock = lock;
    this.fold = fold;
    this.git = git;
    this.stored = stored;
    this.onStored = onStored;
    this.onClosed = onClosed;
  }

  synchronized void begin(RolloutJournal newJournal, JournalWriter writer, @Nullable Mark from) {
    journal = newJournal;
    log = writer;
    covered = from == null ? 0 : from.covered();
    if (from != null) {
      contentHash = from.contentHash();
      hashed = from.covered();
    }
    lastOrdinal = from == null ? RolloutRecord.NO_ORDINAL : from.lastOrdinal();
  }

  synchronized void initialName(@Nullable String name) {
    initialName = name;
  }

  /** The name to publish now that the thread is stored; null when there is none, or no more. */
  synchronized @Nullable String takeInitialName() {
    String name = initialName;
    initialName = null;
    return name;
  }

  String threadId() {
    return file.threadId();
  }

  RolloutFile file() {
    return file;
  }

  synchronized JournalWriter log() {
    if (log == null) {
      throw new IllegalStateException("not begun");
    }
    return log;
  }

  synchronized RolloutJournal journal() {
    if (journal == null) {
      throw new IllegalStateException("not begun");
    }
    return journal;
  }

  /** Whether the log has had anything to do with its file, or tried to. */
  boolean used() {
    return !journal().untouched() || log().failure() != null;
  }

  /**
   * The row of what is stored; null when nothing is, and from when others have written to the file:
   * then it is to be read as one of theirs.
   */
  synchronized @Nullable ThreadRow row() throws IOException {
    if (journal().othersWrote()) {
      return null;
    }
    if (stored && row == null) {
      FileStamp stamp = FileStamp.read(file.path());
      if (stamp == null) {
        return null;
      }
      String hash = Projection.tailHash(file.path(), covered);
      // The file may hold more than was folded: a batch just written, or one that failed half way.
      FileStamp folded = stamp.atSize(covered);
      contentHash = ContentHash.extend(contentHash, file.path(), hashed, covered);
      hashed = covered;
      Mark mark = new Mark(file.path(), folded, covered, lastOrdinal, hash, contentHash);
      row = fold.row(file, mark);
    }
    return row;
  }

  /** The files the thread's history refers to. */
  List<String> baseKeys() {
    return fold.baseKeys();
  }

  @Override
  public RolloutRecord complete(RolloutRecord header) {
    GitInfo info = git();
    return info == null || info.isEmpty() ? header : Headers.withGit(header, info);
  }

  /** What git says; nothing when asking fails, which must not cost the thread. */
  private @Nullable GitInfo git() {
    try {
      return git.get();
    } catch (RuntimeException e) {
      journal().incident("git could not be asked: " + e.getMessage());
      return null;
    }
  }

  @Override
  public void written(List<RolloutRecord> records, LogTail tail) {
    synchronized (this) {
      for (RolloutRecord record : records) {
        fold.accept(record);
        lastOrdinal = Math.max(lastOrdinal, record.ordinal());
      }
      covered = tail.size();
      stored = true;
      row = null;
    }
    onStored.accept(this);
  }

  @Override
  public void failed(ThreadStoreException cause, long firstOrdinal) {
    LOG.warn(
        "records.write_failed thread="
            + threadId()
            + " kind="
            + cause.kind()
            + " path="
            + file.path()
            + " first_ordinal="
            + firstOrdinal);
  }

  @Override
  public void recovered() {
    LOG.warn("records.write_recovered thread=" + threadId());
  }

  @Override
  public void closed() {
    try {
      onClosed.accept(this);
    } finally {
      lock.close();
    }
  }
}
