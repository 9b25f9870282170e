package dev.heddle.server.store.postgres;

import dev.heddle.server.log.Log;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.Journal;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of an open thread: records are stored and the thread's row is moved in one
 * transaction.
 *
 * <p>The answer to a commit may be lost, so what failed is looked for before it is written again.
 * When the thread was written by another process, because this one's session was lost, what waits
 * goes behind what that one wrote, once it lets the thread go.
 *
 * <p><b>Thread-safety:</b> as {@link Journal}.
 */
final class PostgresJournal implements Journal {
  private static final Log LOG = Log.of(PostgresJournal.class);

  private final String threadId;
  private final HistoryMode historyMode;
  private final String token;
  private final Supplier<@Nullable GitInfo> git;
  private final Database database;
  private final WriterLocks locks;
  private final boolean strict;
  private final Runnable closed;

  /** Where this log has last seen the thread's records end; -1 before it is stored. */
  private long end;

  private @Nullable Batch batch; // what is to be stored next; one that failed stays
  private boolean doubtful; // whether it may be stored
  private long othersUpTo = RolloutRecord.NO_ORDINAL;
  private volatile boolean used;

  private record Batch(List<RolloutRecord> records, List<byte[]> lines) {}

  /**
   * What an attempt to store came to.
   *
   * @param stored whether the batch is stored now
   * @param end where the thread's records end
   * @param nextOrdinal of what is stored behind them
   * @param others whether others have stored some of them
   */
  private record Outcome(boolean stored, long end, long nextOrdinal, boolean others) {}

  /**
   * The journal of a thread whose lock is taken.
   *
   * @param token of this log, in the thread's row already when there is one
   * @param git asked when the thread is first stored
   * @param end how many records it has; -1 for a thread that is not stored
   * @param closed called when the log is closed
   */
  PostgresJournal(
      String threadId,
      HistoryMode historyMode,
      String token,
      Supplier<@Nullable GitInfo> git,
      Database database,
      WriterLocks locks,
      boolean strict,
      long end,
      Runnable closed) {
    this.threadId = threadId;
    this.historyMode = historyMode;
    this.token = token;
    this.git = git;
    this.database = database;
    this.locks = locks;
    this.strict = strict;
    this.end = end;
    this.closed = closed;
  }

  @Override
  public @Nullable String path() {
    return null;
  }

  @Override
  public boolean strict() {
    return strict;
  }

  @Override
  public boolean untouched() {
    return !used;
  }

  @Override
  public long check(boolean recordsWait) {
    long others = othersUpTo;
    othersUpTo = RolloutRecord.NO_ORDINAL;
    return others;
  }

  @Override
  public int store(Supplier<List<RolloutRecord>> oldest) throws IOException {
    Batch next = batch;
    if (next == null) {
      List<RolloutRecord> records = oldest.get();
      if (records.isEmpty()) {
        return 0;
      }
      next = encode(records);
      batch = next;
    }
    used = true;
    Batch toStore = next;
    boolean maybeStored = doubtful;
    doubtful = true;
    Outcome outcome =
        database.transaction(threadId, connection -> store(connection, toStore, maybeStored));
    doubtful = false;
    batch = null; // else to be numbered behind what others wrote
    end = outcome.end();
    if (outcome.others() && historyMode == HistoryMode.PAGINATED) {
      othersUpTo = outcome.nextOrdinal() - 1;
    }
    return outcome.stored() ? next.records().size() : 0;
  }

  private Outcome store(Connection connection, Batch next, boolean maybeStored)
      throws SQLException {
    ThreadRow row = ThreadTable.hold(connection, threadId);
    if (row == null) {
      if (end >= 0) {
        throw new ThreadStoreException(
            Kind.CONFLICT, threadId, "thread " + threadId + " was deleted", null);
      }
      row = ThreadRow.empty(threadId, token);
    }
    boolean others = !row.writer().equals(token);
    if (others) {
      if (!locks.takeAgain(threadId)) {
        throw ThreadStoreException.activeWriter(threadId);
      }
      ThreadTable.writer(connection, threadId, token);
    }
    boolean there =
        maybeStored
            && RecordTable.has(connection, threadId, Math.max(0, end), next.lines().getFirst());
    if (there || others) {
      return new Outcome(there, row.records(), row.nextOrdinal(), others);
    }
    ThreadRow moved = row.with(next.records());
    ThreadTable.put(connection, moved);
    RecordTable.append(connection, threadId, row.records(), next.lines());
    return new Outcome(true, moved.records(), moved.nextOrdinal(), false);
  }

  private Batch encode(List<RolloutRecord> records) {
    List<RolloutRecord> completed = new ArrayList<>(records.size());
    List<byte[]> lines = new ArrayList<>(records.size());
    for (RolloutRecord record : records) {
      RolloutRecord each =
          record.type().equals(RecordTypes.SESSION_META) ? complete(record) : record;
      completed.add(each);
      lines.add(RolloutCodec.encode(each));
    }
    return new Batch(completed, lines);
  }

  private RolloutRecord complete(RolloutRecord header) {
    try {
      GitInfo info = git.get();
      return info == null || info.isEmpty() ? header : Headers.withGit(header, info);
    } catch (RuntimeException e) {
      LOG.warn("git could not be asked: " + e); // which must not cost the thread
      return header;
    }
  }

  @Override
  public ThreadStoreException failure(IOException cause) {
    return new ThreadStoreException(Kind.IO, threadId, "the thread could not be stored", cause);
  }

  @Override
  public void failed(ThreadStoreException cause) {
    LOG.warn("records.write_failed thread=" + threadId + " kind=" + cause.kind());
  }

  @Override
  public void recovered() {
    LOG.warn("records.write_recovered thread=" + threadId);
    locks.refresh();
  }

  @Override
  public void close() {
    closed.run();
  }
}
