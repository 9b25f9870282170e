package dev.heddle.server.store.memory;

import dev.heddle.server.rollout.HistoryMode;
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
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPager;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * A store that keeps its threads in a {@link MemoryBacking} and touches no file.
 *
 * <p>It counts its calls, so that tests can tell what the server asked of it. Threads are recorded
 * in the legacy mode unless their creator says otherwise.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Durability:</b> as long as the backing lives. A record is stored when its append returns.
 */
public final class InMemoryThreadStore implements ThreadStore {
  private final MemoryBacking backing;
  private final Set<MemoryLog> openLogs = ConcurrentHashMap.newKeySet();
  private final AtomicLongArray calls = new AtomicLongArray(StoreOperation.values().length);
  private final AtomicLong droppedRecords = new AtomicLong();
  private volatile boolean closed;

  /** A store with nothing in it. */
  public InMemoryThreadStore() {
    this(new MemoryBacking());
  }

  /** A store with what others left in {@code backing}. */
  public InMemoryThreadStore(MemoryBacking backing) {
    this.backing = backing;
  }

  /** How often this store was asked to do {@code operation}, refusals included. */
  public long calls(StoreOperation operation) {
    return calls.get(operation.ordinal());
  }

  /** How many records were appended to logs that were closed already. */
  public long droppedRecords() {
    return droppedRecords.get();
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public HistoryMode defaultHistoryMode() {
    return HistoryMode.LEGACY;
  }

  @Override
  public LiveLog create(NewThread thread) {
    begin(StoreOperation.CREATE);
    return opened(backing.begin(thread, this));
  }

  @Override
  public LiveLog resume(String threadId) {
    begin(StoreOperation.RESUME);
    MemoryJournal journal = backing.find(threadId);
    journal.lock(this);
    return opened(journal);
  }

  private MemoryLog opened(MemoryJournal journal) {
    MemoryLog log = new MemoryLog(this, journal);
    openLogs.add(log);
    return log;
  }

  @Override
  public StoredThread read(String threadId, boolean includeArchived) {
    begin(StoreOperation.READ);
    return backing.find(threadId).read(includeArchived);
  }

  @Override
  public void replay(String threadId, boolean includeArchived, Consumer<RolloutRecord> sink) {
    begin(StoreOperation.REPLAY);
    backing.find(threadId).records(includeArchived).forEach(sink);
  }

  @Override
  public ThreadPage list(ThreadQuery query) {
    begin(StoreOperation.LIST);
    Set<String> listed = new HashSet<>();
    List<StoredThread> rows = new ArrayList<>();
    for (MemoryJournal journal : backing.all()) {
      journal.row().ifPresent(rows::add);
      if (journal.listed()) {
        listed.add(journal.threadId());
      }
    }
    return ThreadPager.page(query, rows, thread -> listed.contains(thread.id()));
  }

  @Override
  public Optional<StoredThread> update(
      String threadId, ThreadPatch patch, boolean includeArchived) {
    begin(StoreOperation.UPDATE);
    return backing.find(threadId).update(patch, includeArchived, this);
  }

  @Override
  public void archive(String threadId) {
    begin(StoreOperation.ARCHIVE);
    backing.find(threadId).archive();
  }

  @Override
  public StoredThread unarchive(String threadId) {
    begin(StoreOperation.UNARCHIVE);
    return backing.findArchived(threadId).unarchive();
  }

  @Override
  public void delete(String threadId) {
    begin(StoreOperation.DELETE);
    MemoryJournal journal = backing.find(threadId);
    journal.delete();
    backing.queues().forget(threadId);
    backing.attachments().forget(threadId);
    backing.forget(journal);
  }

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
    return Optional.of(new MemorySearch(backing));
  }

  @Override
  public Optional<ThreadQueues> queues() {
    return Optional.of(backing.queues());
  }

  @Override
  public Optional<ThreadSections> sections() {
    return Optional.of(backing.sections());
  }

  @Override
  public Optional<ThreadAttachments> attachments() {
    return Optional.of(backing.attachments());
  }

  @Override
  public Optional<ThreadProjects> projects() {
    return Optional.of(backing.projects());
  }

  /** What is open and what was lost; only records that came too late need attention. */
  @Override
  public StoreHealth health() {
    long dropped = droppedRecords.get();
    return new StoreHealth(
        Map.of(
            "writer",
            openLogs.size() + " logs open",
            "dropped records",
            Long.toString(dropped),
            "index",
            StoreHealth.UNMEASURED,
            "storage",
            StoreHealth.UNMEASURED),
        Map.of("logs.open", (long) openLogs.size(), "records.dropped", dropped),
        dropped > 0);
  }

  @Override
  public void close() {
    closed = true;
    openLogs.forEach(MemoryLog::close);
  }

  void count(StoreOperation operation) {
    calls.incrementAndGet(operation.ordinal());
  }

  void dropped(int records) {
    droppedRecords.addAndGet(records);
  }

  void closed(MemoryLog log, MemoryJournal journal) {
    openLogs.remove(log);
    if (!journal.unlock()) {
      backing.forget(journal);
    }
  }

  private void begin(StoreOperation operation) {
    count(operation);
    if (closed) {
      throw new ThreadStoreException(Kind.IO, null, "the thread store is closed", null);
    }
  }
}
