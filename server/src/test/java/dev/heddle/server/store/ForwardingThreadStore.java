package dev.heddle.server.store;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that hands everything on, for tests that change one method of another store. */
public class ForwardingThreadStore implements ThreadStore {
  private final ThreadStore store;

  public ForwardingThreadStore(ThreadStore store) {
    this.store = store;
  }

  /** Every log the store opens passes through here. */
  protected LiveLog wrap(LiveLog log) {
    return log;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public HistoryMode defaultHistoryMode() {
    return store.defaultHistoryMode();
  }

  @Override
  public LiveLog create(NewThread thread) {
    return wrap(store.create(thread));
  }

  @Override
  public LiveLog resume(String threadId) {
    return wrap(store.resume(threadId));
  }

  @Override
  public StoredThread read(String threadId, boolean includeArchived) {
    return store.read(threadId, includeArchived);
  }

  @Override
  public void replay(String threadId, boolean includeArchived, Consumer<RolloutRecord> sink) {
    store.replay(threadId, includeArchived, sink);
  }

  @Override
  public ThreadPage list(ThreadQuery query) {
    return store.list(query);
  }

  @Override
  public Optional<StoredThread> update(
      String threadId, ThreadPatch patch, boolean includeArchived) {
    return store.update(threadId, patch, includeArchived);
  }

  @Override
  public void archive(String threadId) {
    store.archive(threadId);
  }

  @Override
  public StoredThread unarchive(String threadId) {
    return store.unarchive(threadId);
  }

  @Override
  public void delete(String threadId) {
    store.delete(threadId);
  }

  @Override
  public Optional<HistoryPages> historyPages() {
    return store.historyPages();
  }

  @Override
  public Optional<ResumePoints> resumePoints() {
    return store.resumePoints();
  }

  @Override
  public Optional<RolloutPaths> rolloutPaths() {
    return store.rolloutPaths();
  }

  @Override
  public Optional<ReferenceForks> referenceForks() {
    return store.referenceForks();
  }

  @Override
  public Optional<Reverts> reverts() {
    return store.reverts();
  }

  @Override
  public Optional<ThreadSearch> search() {
    return store.search();
  }

  @Override
  public Optional<ThreadQueues> queues() {
    return store.queues();
  }

  @Override
  public Optional<ThreadSections> sections() {
    return store.sections();
  }

  @Override
  public Optional<ThreadAttachments> attachments() {
    return store.attachments();
  }

  @Override
  public Optional<ThreadProjects> projects() {
    return store.projects();
  }

  @Override
  public StoreHealth health() {
    return store.health();
  }

  @Override
  public void close() {
    store.close();
  }

  /** A log that hands everything on. */
  public static class ForwardingLog implements LiveLog {
    private final LiveLog log;

    public ForwardingLog(LiveLog log) {
      this.log = log;
    }

    @Override
    public String threadId() {
      return log.threadId();
    }

    @Override
    public HistoryMode historyMode() {
      return log.historyMode();
    }

    @Override
    public String rolloutPath() {
      return log.rolloutPath();
    }

    @Override
    public boolean materialized() {
      return log.materialized();
    }

    @Override
    public void append(List<RolloutRecord> records) {
      log.append(records);
    }

    @Override
    public void flush() {
      log.flush();
    }

    @Override
    public boolean flush(Duration patience) {
      return log.flush(patience);
    }

    @Override
    public boolean strict() {
      return log.strict();
    }

    @Override
    public void admit() {
      log.admit();
    }

    @Override
    public void onFailure(LogFailureListener listener) {
      log.onFailure(listener);
    }

    @Override
    public void close() {
      log.close();
    }
  }
}
