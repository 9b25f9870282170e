package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.FoldedPages;
import dev.heddle.server.store.ForkPoint;
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
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadSearch;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.journal.WriterThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads in a home directory in Codex's format. Opens every home Codex wrote, and Codex opens
 * ours.
 *
 * <p><b>Thread-safety:</b> thread-safe. Appending runs on platform threads that nobody interrupts;
 * everything else on the caller's.
 *
 * <p><b>Durability:</b> as {@link Durability} says. A rewrite of any file goes through a temporary
 * one.
 *
 * <p><b>Files:</b> {@link CodexHome}. Another process may read all of them while this one writes; a
 * thread has one writer among all processes.
 */
public final class LocalThreadStore implements ThreadStore {
  private final CodexHome home;
  private final FileTable files;
  private final NameIndex names;
  private final IndexFile index;
  private final IndexFile texts;
  private final LocalSearch search;
  private final OpenThreads open;
  private final Catalogue catalogue;
  private final LocalQueues queues;
  private final LocalAttachments attachments;
  private final ThreadFiles threadFiles;
  private final MetadataChanges changes;
  private final LocalHistory history;
  private final LocalSections sections;
  private final LocalProjects projects;
  private final @Nullable BlobWriter blobs;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The store of a home; creates nothing there until something is stored. */
  public LocalThreadStore(Path home, Durability durability) {
    this(home, durability, Backlog.DEFAULT);
  }

  /**
   * The same.
   *
   * @param limit how much of a thread may wait to be stored before it takes no new turn
   */
  public LocalThreadStore(Path home, Durability durability, Backlog limit) {
    this(home, durability, limit, Blobs.OFF, (summary, details) -> {});
  }

  /**
   * The same.
   *
   * @param blobs where large strings go that are stored from now on
   * @param warnings hears what a user should know of the index, each thing once: a summary and
   *     details; on any thread
   */
  public LocalThreadStore(
      Path home,
      Durability durability,
      Backlog limit,
      Blobs blobs,
      BiConsumer<String, String> warnings) {
    this(
        CodexHome.of(home),
        durability,
        limit,
        largeChars(blobs),
        new DiskLogIo(),
        Clock.systemUTC(),
        warnings);
  }

  private static int largeChars(Blobs blobs) {
    return blobs == Blobs.ON ? BlobWriter.LARGE_CHARS : Integer.MAX_VALUE;
  }

  LocalThreadStore(CodexHome home, Durability durability, Backlog limit, LogIo io, Clock clock) {
    this(home, durability, limit, largeChars(Blobs.OFF), io, clock);
  }

  /**
   * For tests: a store with other blobs.
   *
   * @param largeChars from so many chars on a string goes into one; more than the names of types
   *     have, which readers look at before any blob
   */
  LocalThreadStore(
      CodexHome home, Durability durability, Backlog limit, int largeChars, LogIo io, Clock clock) {
    this(home, durability, limit, largeChars, io, clock, (summary, details) -> {});
  }

  private LocalThreadStore(
      CodexHome home,
      Durability durability,
      Backlog limit,
      int largeChars,
      LogIo io,
      Clock clock,
      BiConsumer<String, String> warnings) {
    this.home = home;
    this.files = new FileTable(home);
    this.names = new NameIndex(home);
    this.index = new IndexFile(home.stateIndex(), IndexRows.MIGRATIONS);
    index.onTrouble(warnings);
    index.openInBackground(); // first, since it takes longest
    WriterLocks locks = new WriterLocks(home.writerLocks());
    WholeFiles whole = new WholeFiles(home, io);
    this.blobs = largeChars == Integer.MAX_VALUE ? null : new BlobWriter(home, whole, largeChars);
    RecordEncoder encoder = blobs == null ? RolloutCodec::encode : blobs;
    boolean strict = durability == Durability.STRICT;
    this.open = new OpenThreads(home, io, whole, strict, limit, encoder, locks, names);
    this.catalogue = new Catalogue(files, names, index, open);
    catalogue.onTrouble(warnings);
    open.afterWrites(catalogue::project);
    this.queues = new LocalQueues(home, io, whole, id -> strict ? null : open.rollout(id));
    this.attachments = new LocalAttachments(home, io, whole);
    this.threadFiles =
        new ThreadFiles(
            home, files, names, catalogue, open, locks, whole, queues, attachments, clock);
    this.changes = new MetadataChanges(names, catalogue, open, threadFiles, clock);
    this.texts = new IndexFile(home.searchIndex(), TextIndex.MIGRATIONS);
    this.search = new LocalSearch(catalogue, texts);
    this.sections = new LocalSections(home, whole, warnings);
    this.projects = new LocalProjects(home, whole, warnings);
    open.whenNeverStored(this::forget);
    this.history =
        new LocalHistory(home, this::chain, new FoldedPages((id, sink) -> replay(id, true, sink)));
    catalogue.settleInBackground();
    open.sweep(history::sweep);
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public HistoryMode defaultHistoryMode() {
    return HistoryMode.PAGINATED;
  }

  @Override
  public LiveLog create(NewThread thread) {
    return io(thread.threadId(), () -> open.create(thread, null, files));
  }

  @Override
  public LiveLog resume(String threadId) {
    return io(threadId, () -> threadFiles.open(require(threadId, true), false));
  }

  @Override
  public StoredThread read(String threadId, boolean includeArchived) {
    open.settle(threadId);
    return require(threadId, includeArchived).thread();
  }

  @Override
  public void replay(String threadId, boolean includeArchived, Consumer<RolloutRecord> sink) {
    open.settle(threadId);
    ThreadRow row = require(threadId, includeArchived);
    io(
        threadId,
        () -> {
          threadFiles.chain(row).replay(sink);
          return row;
        });
  }

  @Override
  public ThreadPage list(ThreadQuery query) {
    return catalogue.page(query);
  }

  @Override
  public Optional<StoredThread> update(
      String threadId, ThreadPatch patch, boolean includeArchived) {
    return io(threadId, () -> changes.update(threadId, patch, includeArchived));
  }

  @Override
  public void archive(String threadId) {
    io(
        threadId,
        () -> {
          threadFiles.archive(require(threadId, false));
          return threadId;
        });
  }

  @Override
  public StoredThread unarchive(String threadId) {
    ThreadRow row = catalogue.row(threadId);
    if (row == null || !row.thread().archived()) {
      throw ThreadStoreException.notArchived(threadId);
    }
    return io(
        threadId,
        () -> {
          threadFiles.unarchive(row);
          return require(threadId, false).thread();
        });
  }

  @Override
  public void delete(String threadId) {
    io(
        threadId,
        () -> {
          List<RolloutFile> deleted = threadFiles.delete(threadId);
          forget(threadId);
          history.forget(deleted);
          search.forget(threadId);
          return threadId;
        });
  }

  @Override
  public Optional<HistoryPages> historyPages() {
    return Optional.of(history);
  }

  @Override
  public Optional<ResumePoints> resumePoints() {
    return Optional.of(
        new LocalResumePoints(
            history, id -> require(id, true), this::header, (id, sink) -> replay(id, true, sink)));
  }

  @Override
  public Optional<RolloutPaths> rolloutPaths() {
    return Optional.of(new LocalPaths(home, catalogue));
  }

  @Override
  public Optional<ReferenceForks> referenceForks() {
    return Optional.of(new LocalForks(this::require, open, files, threadFiles, history));
  }

  @Override
  public Optional<Reverts> reverts() {
    return Optional.of((threadId, turnId, then) ->
        io(
            threadId,
            () -> {
              ThreadRow row = require(threadId, false);
              ForkPoint point = new ForkPoint.BeforeTurn(turnId);
              threadFiles.revertBefore(row, turnId, () -> history.cut(threadId, point), then);
              return threadId;
            }));
  }

  @Override
  public Optional<ThreadSections> sections() {
    return Optional.of(sections);
  }

  @Override
  public Optional<ThreadProjects> projects() {
    return Optional.of(projects);
  }

  private void forget(String threadId) {
    sections.forget(threadId);
    projects.forget(threadId);
  }

  LocalHistory history() {
    return history;
  }

  /** Makes the index agree with every journal before anything else. */
  void settleIndex() {
    catalogue.current();
  }

  @Override
  public Optional<ThreadSearch> search() {
    return Optional.of(search);
  }

  @Override
  public Optional<ThreadQueues> queues() {
    return Optional.of(queues);
  }

  @Override
  public Optional<ThreadAttachments> attachments() {
    return Optional.of(attachments);
  }

  @Override
  public StoreHealth health() {
    Map<String, String> dimensions = new LinkedHashMap<>();
    Map<String, Long> gauges = new LinkedHashMap<>();
    List<String> failing = open.failures();
    List<String> incidents = open.incidents();
    if (open.used()) {
      dimensions.put("writer", failing.isEmpty() ? "ok" : String.join("; ", failing));
      dimensions.put("files", incidents.isEmpty() ? "ok" : String.join("; ", incidents));
      gauges.put("writers.failing", (long) failing.size());
      gauges.put("files.incidents", (long) incidents.size());
    } else {
      dimensions.put("writer", StoreHealth.UNMEASURED);
      dimensions.put("files", StoreHealth.UNMEASURED);
    }
    dimensions.put("backlog", open.backlog() + " records");
    gauges.put("backlog.records", open.backlog());
    dimensions.put("locks", open.count() + " held");
    gauges.put("locks.held", (long) open.count());
    index.measure();
    boolean indexMeasured = !index.state().equals(StoreHealth.UNMEASURED);
    dimensions.put("index", index.state());
    if (indexMeasured) {
      gauges.put("index.usable", index.usable() ? 1L : 0L);
    }
    if (indexMeasured || catalogue.unreadableCount() > 0) { // found by whoever looks first
      dimensions.put("unreadable", catalogue.unreadableCount() + " files");
      gauges.put("files.unreadable", (long) catalogue.unreadableCount());
    } else {
      dimensions.put("unreadable", StoreHealth.UNMEASURED);
    }
    dimensions.putAll(catalogue.health());
    return new StoreHealth(
        dimensions,
        gauges,
        !failing.isEmpty()
            || !incidents.isEmpty()
            || catalogue.unreadableCount() > 0
            || !catalogue.unreadablePlaces().isEmpty()
            || (indexMeasured && !index.usable()));
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<ThreadStoreException> failures = new ArrayList<>(open.closeAll());
    if (blobs != null) {
      blobs.close();
    }
    try {
      catalogue.close();
    } catch (ThreadStoreException e) {
      failures.add(e);
    }
    texts.close();
    index.close();
    history.close();
    WriterThreads.throwAll(failures);
  }

  /** The files the thread's history runs through, when all that was accepted of it is stored. */
  RolloutChain chain(String threadId) {
    open.settle(threadId);
    ThreadRow row = require(threadId, true);
    return io(threadId, () -> threadFiles.chain(row));
  }

  private JsonObject header(String threadId) {
    open.settle(threadId);
    ThreadRow row = require(threadId, true);
    return io(threadId, () -> threadFiles.header(row));
  }

  private ThreadRow require(String threadId, boolean includeArchived) {
    ThreadRow row = catalogue.row(threadId);
    if (row == null || (row.thread().archived() && !includeArchived)) {
      throw ThreadStoreException.notFound(threadId);
    }
    return row;
  }

  @FunctionalInterface
  private interface Files<T> {
    T run() throws IOException;
  }

  private <T> T io(@Nullable String threadId, Files<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the thread could not be used", home.root(), e);
    }
  }
}
