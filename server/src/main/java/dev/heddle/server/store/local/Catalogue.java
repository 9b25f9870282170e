package dev.heddle.server.store.local;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every stored thread, made to agree with the files before anything is answered.
 *
 * <p><b>What an answer is worth.</b> A thread's row counts when the file it covers is still the
 * thread's newest one, with the identity, size and time it had, and with the same bytes before the
 * place up to which it was read. A file that grew is read on from there; one that shrank, was
 * replaced or is another thread's is read anew; a row without a file goes.
 *
 * <ul>
 *   <li>A row that is answered, alone or on a page, was compared so within the answer; its bytes
 *       once in the life of this process, and whenever the kernel tells that they changed.
 *   <li>Which rows are on a page, and in which order, is as of the beginning of the answer: what
 *       was written, added, moved or removed by then, by whatever process of this machine, counts.
 *       With a {@link TreeWatch} the kernel tells which files that concerns. Where there is none,
 *       or it lost track, every file is compared.
 *   <li>A change that reaches a file past its directory (another hard link, a memory map) is seen
 *       when its row is answered, and at the next start.
 * </ul>
 *
 * <p>Rows are listed from a table in memory. It is filled in the background, newest threads first,
 * from the index where that agrees with the files and from the files elsewhere; what is asked for
 * in the meantime is answered from the files. The index is written behind. So to lose it, or not to
 * be able to use it, costs time and changes no answer.
 *
 * <p><b>Thread-safety:</b> thread-safe. Work on one thread's files holds up nobody who asks for
 * another's row.
 */
final class Catalogue implements AutoCloseable {
  private static final int FLUSH_ROWS = 20; // few enough to be garbage while they are young
  private static final int READ_AT_ONCE = 100; // when all are read, for bounded memory
  private static final long FILL_AFTER_MS = 250; // those that come with the start come first
  private static final long FILL_AGAIN_AFTER_MS = 250;
  private static final long CLOSE_WAIT_MS = 5_000;

  private final FileTable files;
  private final NameIndex names;
  private final IndexFile index;
  private final IndexRows indexRows;
  private final IndexLease lease;
  private final RowStore rows;
  private final ThreadTable table = new ThreadTable();
  private final CurrentRows current;
  private final ReentrantLock settling = new ReentrantLock();
  private final ScheduledThreadPoolExecutor background =
      new ScheduledThreadPoolExecutor(
          2, Thread.ofPlatform().name("heddle-catalogue").daemon(true).factory());
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile BiConsumer<String, String> warnings = (summary, details) -> {};
  private volatile boolean settled;
  private volatile boolean closed;

  Catalogue(FileTable files, NameIndex names, IndexFile index, CurrentRows.OpenRows open) {
    this.files = files;
    this.names = names;
    this.index = index;
    this.indexRows = new IndexRows(index);
    this.lease = new IndexLease(index, Clock.systemUTC());
    this.background.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // the end is now
    this.rows = new RowStore(indexRows, background, this::fillIndex);
    this.current = new CurrentRows(files, names, rows, table, open);
  }

  /** Who hears, once each time, that not all of the home can be read: a summary and details. */
  void onTrouble(BiConsumer<String, String> listener) {
    warnings = listener;
  }

  /** Begins to compare every file with its row, in a moment; nobody waits. */
  void settleInBackground() {
    background.schedule(this::fill, FILL_AFTER_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Settles when no other process is at that just now; else later, with the rows it has written by
   * then. Rows that are in the index are not made again, so what was broken off goes on here.
   */
  private void fill() {
    if (closed) {
      return;
    }
    if (!settled && !lease.take()) {
      try {
        background.schedule(this::fill, FILL_AGAIN_AFTER_MS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // Closed meanwhile.
      }
      return;
    }
    try {
      settle();
      rows.flush();
    } catch (IOException | RuntimeException e) {
      // Who asks next does it again, and is told.
      return;
    } finally {
      lease.release();
    }
    Thread.ofPlatform().name("heddle-index-check").daemon(true).start(this::checkIndex);
  }

  /** Beside everything, and no end waits for it: a big index takes seconds. */
  private void checkIndex() {
    try {
      index.verify();
      rows.fillUnlessComplete(); // a damaged one was moved aside
    } catch (IndexException e) {
      // Its state says so.
    }
  }

  @FunctionalInterface
  private interface Answer<T> {
    T get() throws IOException;
  }

  private <T> T answer(Answer<T> answer) {
    try {
      return answer.get();
    } catch (IOException e) {
      throw StorageFailure.of(null, "the threads could not be read", files.root(), e);
    } catch (UncheckedIOException e) {
      throw StorageFailure.of(
          null, "the threads could not be read", files.root(), new IOException(e));
    }
  }

  /**
   * The thread's row, or null when it has no file.
   *
   * @throws ThreadStoreException CORRUPT or INVALID_REQUEST when its file cannot be understood; IO
   *     when it may have one where nothing can be read
   */
  @Nullable ThreadRow row(String threadId) {
    // An Optional would do, but for the lambda's type.
    List<ThreadRow> found =
        answer(() -> {
          collect();
          ThreadRow row = current.current(threadId, null);
          return row == null ? List.of() : List.of(row);
        });
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    ThreadStoreException broken = current.unreadable(threadId);
    if (broken != null) {
      throw broken;
    }
    if (!files.unreadable().isEmpty()) {
      throw new ThreadStoreException(
          Kind.IO,
          threadId,
          "thread " + threadId + " may be in a folder that cannot be read",
          null);
    }
    return null;
  }

  /** The rows of all threads, as of now. */
  List<ListRow> current() {
    return answer(() -> {
      settle();
      refresh();
      return table.all();
    });
  }

  /** The rows of the page of those that the filter keeps, and one more when there are more. */
  List<ThreadRow> rows(ThreadQuery query, Predicate<ListRow> filter) {
    return answer(() -> {
      settle();
      refresh();
      return settledRows(query, filter);
    });
  }

  /** One page of threads. */
  ThreadPage page(ThreadQuery query) {
    return answer(() -> {
      refresh();
      if (!settled) {
        List<ThreadRow> first =
            FirstPages.page(query, files.newestFirst(), ids -> current.of(ids).values());
        if (first != null) {
          return page(query, first);
        }
        settle();
        refresh();
      }
      return page(query, settledRows(query, titles(query)));
    });
  }

  private List<ThreadRow> settledRows(ThreadQuery query, Predicate<ListRow> title)
      throws IOException {
    List<ThreadRow> found = sameRows(query, title);
    for (int again = 1; found == null && again < Moves.MAX; again++) {
      refresh();
      found = sameRows(query, title);
    }
    return found == null ? rowsOfAMoment(query, title) : found;
  }

  /**
   * Of threads that change faster than they can be looked at: as they were a moment ago. Without
   * those that are gone by now, so read on, or the page would seem to be the last one.
   */
  private List<ThreadRow> rowsOfAMoment(ThreadQuery query, Predicate<ListRow> title)
      throws IOException {
    List<ThreadRow> rows = new ArrayList<>();
    for (ThreadQuery next = query; ; ) {
      List<ListRow> found = table.page(next, title);
      rows.addAll(shown(found));
      if (found.size() <= query.limit() || rows.size() > query.limit()) {
        return rows.subList(0, Math.min(rows.size(), query.limit() + 1));
      }
      ListRow last = found.getLast();
      next = query.from(new ListCursor(last.order(query), last.id()));
    }
  }

  /** The page's rows; null when one of them turned out not to be as the table had it. */
  private @Nullable List<ThreadRow> sameRows(ThreadQuery query, Predicate<ListRow> title)
      throws IOException {
    List<ListRow> found = table.page(query, title);
    List<ThreadRow> page = shown(found);
    boolean same =
        page.size() == found.size()
            && found.stream().allMatch(row -> row.equals(table.get(row.id())));
    return same ? page : null;
  }

  private List<ThreadRow> shown(List<ListRow> found) throws IOException {
    Map<String, ThreadRow> full = current.of(found.stream().map(ListRow::id).toList());
    return found.stream().map(row -> full.get(row.id())).filter(Objects::nonNull).toList();
  }

  private static ThreadPage page(ThreadQuery query, List<ThreadRow> found) {
    List<StoredThread> threads = found.stream().map(ThreadRow::thread).toList();
    if (threads.size() <= query.limit()) {
      return new ThreadPage(threads, null);
    }
    ThreadRow last = found.get(query.limit() - 1);
    return new ThreadPage(
        List.copyOf(threads.subList(0, query.limit())),
        new ListCursor(ListRow.of(last).order(query), last.id()));
  }

  /** Which rows have the query's search term in their name or preview. */
  private Predicate<ListRow> titles(ThreadQuery query) throws IOException {
    String term = query.searchTerm();
    if (term == null || term.isEmpty()) {
      return row -> true;
    }
    Set<String> previews;
    try {
      previews = rows.withPreview(term);
    } catch (IndexException e) {
      previews = new HashSet<>();
      List<String> all =
          table.all().stream().filter(row -> row.matches(query)).map(ListRow::id).toList();
      for (List<String> some : Lists.partition(all, READ_AT_ONCE)) {
        for (ThreadRow row : current.of(some).values()) {
          if (row.thread().preview().contains(term)) {
            previews.add(row.id());
          }
        }
      }
    }
    Set<String> found = previews;
    return row -> found.contains(row.id()) || (row.name() != null && row.name().contains(term));
  }

  /** Threads whose history refers to one of these files, readable or not just now. */
  List<String> referrers(Collection<String> keys) {
    return answer(() -> {
      settle();
      refresh();
      List<String> found = new ArrayList<>(table.referrers(keys));
      rows.get(current.unreadable()).values().stream()
          .filter(row -> row.baseKeys().stream().anyMatch(keys::contains))
          .forEach(row -> found.add(row.id()));
      return found;
    });
  }

  /** Takes over what open logs have stored, so that the index comes to have it. */
  void project() {
    answer(() -> {
      collect(); // or the kernel's queue would run over while nobody asks for anything
      current.takeOpen();
      return true;
    });
  }

  /** The row a file would have, whatever else its thread has. */
  ThreadRow rowOf(RolloutFile file) throws IOException {
    return current.rowOf(file);
  }

  /** The file that references call by this key, wherever it is; or null. */
  @Nullable RolloutFile byKey(String key) {
    return current.byKey(key);
  }

  /** How many files cannot be understood as of now, and so are not listed. */
  int unreadableCount() {
    return current.unreadableCount();
  }

  /** The home. */
  Path root() {
    return files.root();
  }

  /** What is there and cannot be read as of the last look; answers have it as it was known. */
  Set<Path> unreadablePlaces() {
    Set<Path> places = new TreeSet<>(files.unreadable());
    places.addAll(names.unreadable());
    return places;
  }

  private void warn() {
    Set<Path> places = unreadablePlaces();
    if (places.isEmpty()) {
      warned.set(false);
    } else if (warned.compareAndSet(false, true)) {
      warnings.accept(
          "Some threads cannot be read",
          "These cannot be read, and what is new in them is not shown: " + places);
    }
  }

  /** How it is doing, for people. */
  Map<String, String> health() {
    Set<Path> places = unreadablePlaces();
    return ImmutableMap.of( // which keeps this order
        "catalogue",
        (settled ? "complete, " : "being compared with the files, ")
            + table.all().size()
            + " threads, "
            + rows.waiting()
            + " not in the index",
        "watch",
        files.watchState(),
        "places",
        places.isEmpty() ? "all readable" : "cannot be read: " + places);
  }

  /** Takes note of what happened since the last time. */
  private void collect() throws IOException {
    current.collect(settled);
    warn();
  }

  /** Brings the table up to date. */
  private void refresh() throws IOException {
    collect();
    if (settled) {
      current.compareDirty();
    }
    current.takeOpen();
  }

  /** Compares every file with its row, unless that was done. */
  private void settle() throws IOException {
    if (settled) {
      return;
    }
    settling.lock();
    try {
      if (!settled) {
        compareWithIndex();
        settled = true;
      }
    } finally {
      settling.unlock();
    }
  }

  private void compareWithIndex() throws IOException {
    files.watch(); // first: what changes behind the comparison has to be told
    collect();
    Map<String, ListRow> stored = new HashMap<>();
    RowStore.Opening opening;
    try {
      opening = rows.opening(); // once it is open; or it cannot be
      indexRows.load(row -> stored.put(row.id(), row));
    } catch (IndexException e) {
      opening = null; // From the files, then.
    }
    int read = 0;
    for (List<RolloutFile> thread : files.newestFirst()) {
      RolloutFile file = thread.getLast();
      if (closed) {
        throw new IOException("the store is closed");
      }
      ListRow row = stored.remove(file.threadId());
      if (row != null && row.path().equals(file.path()) && current.adopt(row, file)) {
        continue;
      }
      current.current(file.threadId(), null);
      if (++read % FLUSH_ROWS == 0) {
        rows.flush();
        lease.keep();
      }
    }
    for (String gone : stored.keySet()) {
      if (files.current(gone) == null) {
        rows.remove(gone);
      }
    }
    if (opening != null) {
      rows.complete(opening);
    }
  }

  /** Brings rows that the index was found to lack into it. */
  private void fillIndex() {
    if (!settled) {
      return; // that brings them
    }
    try {
      RowStore.Opening opening = rows.opening();
      Map<String, ListRow> missing = new HashMap<>();
      table.all().forEach(row -> missing.put(row.id(), row));
      indexRows.load(row -> {
        ListRow known = missing.get(row.id());
        if (known != null && known.path().equals(row.path()) && known.stamp().equals(row.stamp())) {
          missing.remove(row.id());
        }
      });
      int read = 0;
      for (String id : missing.keySet()) {
        if (closed) {
          return;
        }
        current.store(id);
        if (++read % FLUSH_ROWS == 0) {
          rows.flush();
        }
      }
      rows.complete(opening);
    } catch (IOException | RuntimeException | IndexException e) {
      // What an answer needs is read from the files.
    }
  }

  @Override
  public void close() {
    Set<String> closing = new HashSet<>(current.behind());
    Instant patience = Instant.now().plusMillis(CLOSE_WAIT_MS);
    closed = true;
    background.shutdown();
    try {
      answer(() -> {
        // What was written since the last projection; the next start reads what is not in time.
        collect();
        closing.addAll(current.behind());
        for (String id : closing) {
          if (Instant.now().isBefore(patience)) {
            current.current(id, null);
          }
        }
        return true;
      });
      background.awaitTermination(CLOSE_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      rows.flush();
      background.shutdownNow();
      files.close();
    }
  }
}
