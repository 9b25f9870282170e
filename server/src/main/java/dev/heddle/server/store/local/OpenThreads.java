package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryBase;
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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The logs this process has open.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class OpenThreads implements CurrentRows.OpenRows {
  /**
   * How long the index may trail the journal: the writes of short turns become one of the index.
   */
  private static final Duration PROJECT_AFTER = Duration.ofSeconds(1);

  private static final long SWEEP_AFTER_MS = 300; // what was asked for first comes first

  private final CodexHome home;
  private final LogIo io;
  private final WholeFiles whole;
  private final boolean strict;
  private final Backlog limit;
  private final RecordEncoder encoder;
  private final WriterLocks locks;
  private final NameIndex names;
  private final Map<String, OpenThread> open = new ConcurrentHashMap<>();
  private final AtomicBoolean projectionScheduled = new AtomicBoolean();
  private volatile Runnable projection = () -> {};
  private volatile Consumer<String> neverStored = threadId -> {};
  private final WriterThreads threads = new WriterThreads();

  OpenThreads(
      CodexHome home,
      LogIo io,
      WholeFiles whole,
      boolean strict,
      Backlog limit,
      RecordEncoder encoder,
      WriterLocks locks,
      NameIndex names) {
    this.home = home;
    this.io = io;
    this.whole = whole;
    this.strict = strict;
    this.limit = limit;
    this.encoder = encoder;
    this.locks = locks;
    this.names = names;
  }

  /**
   * Removes, in a moment, files that were never written to their end; nobody waits.
   *
   * @param others removes what else was left behind
   */
  void sweep(Runnable others) {
    Runnable sweep =
        () -> {
          whole.sweep(Instant.now());
          others.run();
        };
    threads
        .timer()
        .schedule(() -> threads.writers().execute(sweep), SWEEP_AFTER_MS, TimeUnit.MILLISECONDS);
  }

  /** What to run, some time later, after records were stored. */
  void afterWrites(Runnable newProjection) {
    projection = newProjection;
  }

  /**
   * Opens the log of a new thread.
   *
   * @param fork where and what it inherits, or null
   */
  LiveLog create(NewThread thread, @Nullable Inheritance fork, FileTable files) throws IOException {
    String id = thread.threadId();
    WriterLocks.WriterLock lock = locks.acquire(id);
    try {
      if (!files.ofThread(id).isEmpty()) {
        throw ThreadStoreException.exists(id);
      }
      RolloutFile file = home.newRollout(id, thread.createdAt());
      RowFold fold = fork == null ? new RowFold(id, List.of()) : fork.fold();
      RolloutRecord header = Headers.of(thread, fork == null ? null : fork.base());
      OpenThread opened = opened(file, lock, fold, thread.git(), false);
      JournalWriter log =
          writer(
              opened,
              thread.historyMode(),
              header,
              fork == null ? 0 : fork.base().endOrdinalExclusive(),
              null);
      opened.initialName(thread.name());
      return log;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** What a fork starts with. */
  record Inheritance(HistoryBase base, RowFold fold) {}

  /** Opens the log of a stored thread whose lock was taken. */
  JournalWriter resume(RolloutFile file, ThreadRow row, WriterLocks.WriterLock lock)
      throws IOException {
    // The row was made to agree with the file under the lock, so nothing has to be looked for.
    long last = row.mark().lastOrdinal();
    OpenThread opened = opened(file, lock, new RowFold(row), () -> null, true);
    return writer(opened, row.thread().historyMode(), null, last + 1, row.mark());
  }

  private OpenThread opened(
      RolloutFile file,
      WriterLocks.WriterLock lock,
      RowFold fold,
      Supplier<@Nullable GitInfo> git,
      boolean stored) {
    return new OpenThread(file, lock, fold, git, stored, this::stored, this::closed);
  }

  private JournalWriter writer(
      OpenThread opened,
      HistoryMode mode,
      @Nullable RolloutRecord header,
      long nextOrdinal,
      @Nullable Mark from) {
    LogTail tail = new LogTail(opened.threadId(), opened.file().path(), io, whole, strict, from);
    WriteQueue queue = new WriteQueue(mode, header, nextOrdinal);
    RolloutJournal journal = new RolloutJournal(opened.threadId(), mode, tail, opened, encoder);
    JournalWriter log =
        new JournalWriter(
            opened.threadId(), mode, journal, queue, limit, threads.writers(), threads.timer());
    opened.begin(journal, log, from);
    open.put(opened.threadId(), opened);
    return log;
  }

  private void stored(OpenThread thread) {
    String name = thread.takeInitialName();
    if (name != null) {
      publish(thread.threadId(), name);
    }
    if (projectionScheduled.compareAndSet(false, true)) {
      threads
          .timer()
          .schedule(
              () -> {
                projectionScheduled.set(false);
                threads.writers().execute(projection);
              },
              PROJECT_AFTER.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** Tells Codex the name of a new thread; our own journal has it already. */
  private void publish(String threadId, String name) {
    try {
      names.put(threadId, name, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    } catch (IOException e) {
      OpenThread thread = open.get(threadId);
      if (thread != null) {
        thread.journal().incident("the name could not be added to the names file");
      }
    }
  }

  /** What to do with a thread whose log is closed before it was given anything to store. */
  void whenNeverStored(Consumer<String> forget) {
    neverStored = forget;
  }

  private void closed(OpenThread thread) {
    open.remove(thread.threadId(), thread);
    if (!thread.log().materialized()) {
      neverStored.accept(thread.threadId());
    }
  }

  @Nullable OpenThread get(String threadId) {
    return open.get(threadId);
  }

  /** Where the thread is being recorded, or null when it is not open. */
  @Nullable Path rollout(String threadId) {
    OpenThread thread = open.get(threadId);
    return thread == null ? null : thread.file().path();
  }

  Collection<OpenThread> all() {
    return open.values();
  }

  int count() {
    return open.size();
  }

  WriterLocks locks() {
    return locks;
  }

  NameIndex names() {
    return names;
  }

  /**
   * Waits until what an open log has accepted is stored, so that a read sees it. A log that cannot
   * store is read as far as it got; one that stored nothing yet has nothing to read.
   */
  void settle(String threadId) {
    OpenThread thread = open.get(threadId);
    if (thread == null) {
      return;
    }
    try {
      thread.log().flush();
    } catch (ThreadStoreException e) {
      if (row(threadId) == null && thread.log().materialized() && !thread.journal().othersWrote()) {
        throw e;
      }
    }
  }

  @Override
  public Set<String> ids() {
    return Set.copyOf(open.keySet());
  }

  @Override
  public @Nullable ThreadRow row(String threadId) {
    OpenThread thread = open.get(threadId);
    try {
      return thread == null ? null : thread.row();
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the thread could not be read", home.root(), e);
    }
  }

  List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (OpenThread thread : open.values()) {
      ThreadStoreException failure = thread.log().failure();
      if (failure != null) {
        failures.add(thread.threadId() + ": " + failure.message());
      }
    }
    return failures;
  }

  List<String> incidents() {
    List<String> incidents = new ArrayList<>();
    open.values()
        .forEach(thread ->
            thread.journal().incidents().forEach(i -> incidents.add(thread.threadId() + ": " + i)));
    return incidents;
  }

  /** Whether any of the logs has had anything to do with its file. */
  boolean used() {
    return open.values().stream().anyMatch(OpenThread::used);
  }

  long backlog() {
    return open.values().stream().mapToLong(thread -> thread.log().backlog()).sum();
  }

  /** Closes every log, whatever the others do, and says what failed. */
  List<ThreadStoreException> closeAll() {
    Map<String, LiveLog> logs = new HashMap<>(); // Guava's view would cost a start sixty classes
    open.forEach((id, thread) -> logs.put(id, thread.log()));
    return threads.close(logs);
  }
}
