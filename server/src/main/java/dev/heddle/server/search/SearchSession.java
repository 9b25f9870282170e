package dev.heddle.server.search;

import dev.heddle.server.log.Log;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A search whose query changes while a person types: the folders are read once, and each query is
 * tried on what was found by then, again and again until all is there.
 *
 * <p><b>Thread-safety:</b> thread-safe. Two workers serve it: one reads the folders, the other
 * searches and tells, without a lock held. Nothing is told after {@link #close}, except what is
 * just being told.
 */
final class SearchSession implements AutoCloseable {
  private static final Log LOG = Log.of(SearchSession.class);

  /** While the folders are read, what was found is searched so often. */
  private static final long AGAIN_MS = 100;

  /** More files than this are not kept; about 200 MB. */
  private static final int MAX_FILES = 1_000_000;

  private final SearchListener listener;

  // Guarded by this.
  private SearchEntry[] entries = new SearchEntry[1024];
  private int count;
  private boolean allFound;
  private String query = "";
  private boolean asked = true;
  private boolean closed;

  SearchSession(SearchListener listener) {
    this.listener = listener;
  }

  /** Begins to read the folders and to tell. */
  void start(List<String> roots, Executor workers) {
    workers.execute(() -> read(roots));
    workers.execute(this::tell);
  }

  /** Searches for something else from now on; what is told next is about this query. */
  synchronized void search(String wanted) {
    query = wanted;
    asked = true;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized boolean hasEnough() {
    return closed || count == MAX_FILES;
  }

  private void read(List<String> roots) {
    try {
      new FileTree(roots).walk(this::add, this::hasEnough);
    } finally {
      synchronized (this) {
        allFound = true;
        notifyAll();
      }
    }
  }

  private synchronized void add(SearchEntry entry) {
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, Math.min(count * 2, MAX_FILES));
    }
    entries[count++] = entry;
    if (count == MAX_FILES) {
      LOG.warn("a file search looks at the first " + MAX_FILES + " files only");
    }
  }

  private void tell() {
    Work before = null;
    List<FoundFile> told = List.of();
    try {
      for (Work work = next(null); work != null; work = next(work)) {
        List<FoundFile> found = run(work);
        boolean newQuery = before == null || work.asked();
        if (newQuery || !found.equals(told)) {
          listener.updated(work.query(), found);
          told = found;
        }
        if (work.complete()) {
          listener.completed();
        }
        before = work;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for something to do; null when there will be no more. */
  private synchronized @Nullable Work next(@Nullable Work before) throws InterruptedException {
    boolean searchedAll = before != null && before.complete();
    long again = System.nanoTime() + AGAIN_MS * 1_000_000;
    while (!closed && !asked && (searchedAll || !allFound)) {
      if (searchedAll) {
        wait();
      } else {
        long leftMs = (again - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          break;
        }
        wait(leftMs);
      }
    }
    if (closed) {
      return null;
    }
    boolean wasAsked = asked;
    asked = false;
    return new Work(query, wasAsked, entries, count, allFound);
  }

  private static List<FoundFile> run(Work work) {
    PathMatcher matcher = new PathMatcher(FileQuery.parse(work.query()), FileSearch.LIMIT);
    for (int i = 0; i < work.count(); i++) {
      matcher.offer(work.entries()[i]);
    }
    return matcher.found();
  }

  /** A query and what it is tried on; entries up to the count never change. */
  private record Work(
      String query, boolean asked, SearchEntry[] entries, int count, boolean complete) {}
}
