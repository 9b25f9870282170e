package dev.heddle.server.store.postgres;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.HistoryPages;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.Reverts;
import dev.heddle.server.store.RolloutPaths;
import dev.heddle.server.store.StoreHealth;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.journal.JournalWriter;
import dev.heddle.server.store.journal.WriterThreads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The store in a PostgreSQL database, version 11 or later, that processes on several machines may
 * share. It connects when it is first used, makes its tables when they are missing, and goes on
 * when a database that was away is back.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Durability:</b> what is stored is committed, and as durable as the database makes that.
 */
public final class PostgresThreadStore implements ThreadStore {
  private final Connections connections;
  private final Database database;
  private final WriterLocks locks;
  private final OpenLogs open;
  private final RecordTable records;
  private final PostgresSections sections;
  private final PostgresProjects projects;
  private final PostgresQueues queues;
  private final PostgresAttachments attachments;
  private final Clock clock;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A store that has not connected yet.
   *
   * @param strict whether a thread takes no new turn while a write fails
   * @param limit how much of a thread may wait to be stored before it takes no new turn
   */
  public PostgresThreadStore(PostgresSettings settings, boolean strict, Backlog limit) {
    this.connections = new Connections(settings);
    this.database = new Database(connections, settings.connections());
    this.locks = new WriterLocks(connections);
    this.open = new OpenLogs(database, locks, strict, limit, this::forget);
    this.records = new RecordTable(database);
    this.sections = new PostgresSections(database);
    this.projects = new PostgresProjects(database);
    this.queues = new PostgresQueues(database);
    this.attachments = new PostgresAttachments(database);
    this.clock = Clock.systemUTC();
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public HistoryMode defaultHistoryMode() {
    return HistoryMode.PAGINATED;
  }

  @Override
  public LiveLog create(NewThread thread) {
    return open.create(thread);
  }

  @Override
  public LiveLog resume(String threadId) {
    return open.resume(threadId);
  }

  @Override
  public StoredThread read(String threadId, boolean includeArchived) {
    return row(threadId, includeArchived).thread();
  }

  @Override
  public void replay(String threadId, boolean includeArchived, Consumer<RolloutRecord> sink) {
    long count = row(threadId, includeArchived).records();
    records.read(
        threadId,
        count,
        record -> {
          sink.accept(record);
          return true;
        });
  }

  /** Hands out records, oldest first, as long as they are wanted. */
  void read(String threadId, Predicate<RolloutRecord> goesOn) {
    records.read(threadId, row(threadId, true).records(), goesOn);
  }

  private ThreadRow row(String threadId, boolean includeArchived) {
    ThreadStoreException unsettled = open.settle(threadId);
    ThreadRow row = ThreadTable.read(database, threadId);
    if (row == null && unsettled != null) {
      throw unsettled; // it would be there
    }
    return required(row, threadId, includeArchived);
  }

  private static ThreadRow required(
      @Nullable ThreadRow row, String threadId, boolean includeArchived) {
    if (row == null || (row.archived() && !includeArchived)) {
      throw ThreadStoreException.notFound(threadId);
    }
    return row;
  }

  @Override
  public ThreadPage list(ThreadQuery query) {
    return database.transaction(null, connection -> ThreadListing.page(connection, query));
  }

  @Override
  public Optional<StoredThread> update(
      String threadId, ThreadPatch patch, boolean includeArchived) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    JsonObject change = ThreadFold.payloadOf(patch);
    List<RolloutRecord> added =
        change.isEmpty() ? List.of() : List.of(Records.threadMetadata(now, threadId, change));
    for (JournalWriter log = open.get(threadId); log != null; log = open.get(threadId)) {
      try {
        if (added.isEmpty() ? !log.materialized() : !log.appendMetadata(added)) {
          return Optional.empty();
        }
        log.flush();
        return Optional.of(row(threadId, true).thread());
      } catch (ThreadStoreException e) {
        if (!log.awaitClosed()) {
          throw e;
        }
        // It closed meanwhile: the change is stored as that of a thread that is not open.
      }
    }
    return Optional.of(
        database.transaction(
            threadId,
            connection -> {
              ThreadRow row =
                  required(ThreadTable.hold(connection, threadId), threadId, includeArchived);
              return added.isEmpty() ? row.thread() : append(connection, row, added).thread();
            }));
  }

  private static ThreadRow append(Connection connection, ThreadRow row, List<RolloutRecord> added)
      throws SQLException {
    ThreadRow moved = row.with(added);
    ThreadTable.put(connection, moved);
    List<byte[]> lines = added.stream().map(RolloutCodec::encode).toList();
    RecordTable.append(connection, row.id(), row.records(), lines);
    return moved;
  }

  @Override
  public void archive(String threadId) {
    boolean unused =
        database.transaction(
            threadId,
            connection -> {
              ThreadRow row = required(ThreadTable.hold(connection, threadId), threadId, false);
              refuseWritten(connection, row.id());
              ThreadTable.archived(connection, threadId, true);
              return true;
            });
  }

  @Override
  public StoredThread unarchive(String threadId) {
    return database.transaction(
        threadId,
        connection -> {
          ThreadRow row = ThreadTable.hold(connection, threadId);
          if (row == null || !row.archived()) {
            throw ThreadStoreException.notArchived(threadId);
          }
          refuseWritten(connection, threadId);
          ThreadTable.archived(connection, threadId, false);
          return row.fold().toStoredThread(null, false);
        });
  }

  @Override
  public void delete(String threadId) {
    boolean unused =
        database.transaction(
            threadId,
            connection -> {
              ThreadRow row = required(ThreadTable.hold(connection, threadId), threadId, true);
              refuseWritten(connection, row.id());
              ThreadTable.delete(connection, threadId);
              PostgresQueues.forget(connection, threadId);
              PostgresAttachments.forget(connection, threadId);
              return true;
            });
    forget(threadId);
  }

  private static void refuseWritten(Connection connection, String threadId) throws SQLException {
    if (WriterLocks.isWritten(connection, threadId)) {
      throw ThreadStoreException.activeWriter(threadId);
    }
  }

  private void forget(String threadId) {
    sections.forget(threadId);
    projects.forget(threadId);
  }

  /** Absent: the server folds the history. */
  @Override
  public Optional<HistoryPages> historyPages() {
    return Optional.empty();
  }

  @Override
  public Optional<ResumePoints> resumePoints() {
    return Optional.empty();
  }

  @Override
  public Optional<RolloutPaths> rolloutPaths() {
    return Optional.empty();
  }

  @Override
  public Optional<ReferenceForks> referenceForks() {
    return Optional.empty();
  }

  @Override
  public Optional<Reverts> reverts() {
    return Optional.empty();
  }

  @Override
  public Optional<ThreadSearch> search() {
    return Optional.of(new PostgresSearch(this));
  }

  @Override
  public Optional<ThreadQueues> queues() {
    return Optional.of(queues);
  }

  @Override
  public Optional<ThreadSections> sections() {
    return Optional.of(sections);
  }

  @Override
  public Optional<ThreadAttachments> attachments() {
    return Optional.of(attachments);
  }

  @Override
  public Optional<ThreadProjects> projects() {
    return Optional.of(projects);
  }

  /** Asks the database, which may take as long as it is waited for. */
  @Override
  public StoreHealth health() {
    Map<String, String> dimensions = new LinkedHashMap<>();
    Map<String, Long> gauges = new LinkedHashMap<>();
    List<String> failing = open.failures();
    boolean reached = true;
    try {
      dimensions.put(
          "database",
          database.transaction(
              null,
              connection ->
                  connection.getMetaData().getDatabaseProductName()
                      + " "
                      + connection.getMetaData().getDatabaseProductVersion()
                      + ", tables of version "
                      + Schema.version()));
    } catch (ThreadStoreException e) {
      reached = false;
      dimensions.put("database", reason(e));
    }
    gauges.put("database.reached", reached ? 1L : 0L);
    dimensions.put("writer", failing.isEmpty() ? "ok" : String.join("; ", failing));
    gauges.put("writers.failing", (long) failing.size());
    dimensions.put("backlog", open.backlog() + " records");
    gauges.put("backlog.records", open.backlog());
    dimensions.put("locks", locks.count() + " held");
    gauges.put("locks.held", (long) locks.count());
    return new StoreHealth(dimensions, gauges, !reached || !failing.isEmpty());
  }

  /** With what the database or its driver says: this is for who runs the server. */
  private static String reason(ThreadStoreException failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.message() : failure.message() + ": " + cause.getMessage();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<ThreadStoreException> failures = open.closeAll();
    locks.close();
    database.close();
    WriterThreads.throwAll(failures);
  }
}
