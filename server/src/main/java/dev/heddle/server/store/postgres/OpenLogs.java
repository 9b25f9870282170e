package dev.heddle.server.store.postgres;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.JournalWriter;
import dev.heddle.server.store.journal.WriteQueue;
import dev.heddle.server.store.journal.WriterThreads;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logs this process has open.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class OpenLogs {
  /** How often somebody looks whether the session of the locks is still there. */
  private static final long REFRESH_SECONDS = 15;

  private final Database database;
  private final WriterLocks locks;
  private final boolean strict;
  private final Backlog limit;
  private final Consumer<String> neverStored;
  private final Map<String, JournalWriter> open = new ConcurrentHashMap<>();
  private final WriterThreads threads = new WriterThreads();

  /**
   * @param neverStored told of a thread whose log is closed before it was given anything to store
   */
  OpenLogs(
      Database database,
      WriterLocks locks,
      boolean strict,
      Backlog limit,
      Consumer<String> neverStored) {
    this.database = database;
    this.locks = locks;
    this.strict = strict;
    this.limit = limit;
    this.neverStored = neverStored;
    Runnable refresh = () -> threads.writers().execute(locks::refresh);
    var unused =
        threads
            .timer()
            .scheduleWithFixedDelay(refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
  }

  LiveLog create(NewThread thread) {
    String id = thread.threadId();
    if (!Keys.isKey(id)) {
      throw ThreadStoreException.invalid(id, "not the id of a thread");
    }
    locks.take(id);
    try {
      if (ThreadTable.read(database, id) != null) {
        throw ThreadStoreException.exists(id);
      }
      RolloutRecord header = Headers.of(thread, null);
      HistoryMode mode = thread.historyMode();
      WriteQueue queue = new WriteQueue(mode, header, 0);
      return opened(id, mode, UUID.randomUUID().toString(), thread.git(), -1, queue);
    } catch (RuntimeException e) {
      locks.release(id);
      throw e;
    }
  }

  LiveLog resume(String id) {
    ThreadRow unused = resumable(ThreadTable.read(database, id), id);
    locks.take(id);
    try {
      String token = UUID.randomUUID().toString();
      ThreadRow row =
          database.transaction(
              id,
              connection -> {
                ThreadRow found = resumable(ThreadTable.hold(connection, id), id);
                ThreadTable.writer(connection, id, token);
                return found;
              });
      HistoryMode mode = row.thread().historyMode();
      WriteQueue queue = new WriteQueue(mode, null, row.nextOrdinal());
      return opened(id, mode, token, () -> null, row.records(), queue);
    } catch (RuntimeException e) {
      locks.release(id);
      throw e;
    }
  }

  private static ThreadRow resumable(@Nullable ThreadRow row, String id) {
    if (row == null) {
      throw ThreadStoreException.notFound(id);
    }
    if (row.archived()) {
      throw ThreadStoreException.archived(id);
    }
    return row;
  }

  private JournalWriter opened(
      String id,
      HistoryMode mode,
      String token,
      Supplier<@Nullable GitInfo> git,
      long records,
      WriteQueue queue) {
    PostgresJournal journal =
        new PostgresJournal(
            id, mode, token, git, database, locks, strict, records, () -> closed(id));
    JournalWriter log =
        new JournalWriter(id, mode, journal, queue, limit, threads.writers(), threads.timer());
    open.put(id, log);
    return log;
  }

  private void closed(String id) {
    JournalWriter log = open.remove(id);
    try {
      if (log != null && !log.materialized()) {
        neverStored.accept(id);
      }
    } finally {
      locks.release(id);
    }
  }

  @Nullable JournalWriter get(String id) {
    return open.get(id);
  }

  int count() {
    return open.size();
  }

  /** How many records wait to be stored. */
  long backlog() {
    return open.values().stream().mapToLong(JournalWriter::backlog).sum();
  }

  /** What could not be stored, by thread, for people. */
  List<String> failures() {
    return open.values().stream()
        .filter(log -> log.failure() != null)
        .map(log -> log.threadId() + ": " + String.valueOf(log.failure()))
        .toList();
  }

  /**
   * Waits until what an open log has accepted is stored, so that a read sees it. A log that cannot
   * store is read as far as it got.
   */
  @Nullable ThreadStoreException settle(String id) {
    JournalWriter log = open.get(id);
    try {
      if (log != null) {
        log.flush();
      }
      return null;
    } catch (ThreadStoreException e) {
      return e;
    }
  }

  List<ThreadStoreException> closeAll() {
    return threads.close(Map.copyOf(open));
  }
}
