package dev.heddle.server.store.local;

import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, for as long as there is no index.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class MemoryRows implements ThreadRows {
  private final Map<String, ThreadRow> rows = new HashMap<>();

  @Override
  public synchronized Map<String, Mark> marks() {
    Map<String, Mark> marks = new HashMap<>();
    rows.forEach((id, row) -> marks.put(id, row.mark()));
    return marks;
  }

  @Override
  public synchronized @Nullable ThreadRow get(String threadId) {
    return rows.get(threadId);
  }

  @Override
  public synchronized void apply(Collection<ThreadRow> changed, Collection<String> removedIds) {
    changed.forEach(row -> rows.put(row.id(), row));
    removedIds.forEach(rows::remove);
  }

  @Override
  public synchronized List<String> referrers(Collection<String> keys) {
    return rows.values().stream()
        .filter(row -> row.baseKeys().stream().anyMatch(keys::contains))
        .map(ThreadRow::id)
        .toList();
  }

  @Override
  public synchronized ThreadPage page(ThreadQuery query) {
    Comparator<StoredThread> order =
        Comparator.<StoredThread, Instant>comparing(t -> time(query, t))
            .thenComparing(StoredThread::id);
    Comparator<StoredThread> wanted =
        query.direction() == SortDirection.ASC ? order : order.reversed();
    Set<String> family = family(query);
    List<StoredThread> found =
        rows.values().stream()
            .filter(ThreadRow::hasUserMessage)
            .map(ThreadRow::thread)
            .filter(t -> matches(query, t, family))
            .filter(t -> after(query, t))
            .sorted(wanted)
            .limit(query.limit() + 1L)
            .toList();
    return page(query, found);
  }

  /** Cuts the row beyond the page off and points the cursor at the page's last one. */
  static ThreadPage page(ThreadQuery query, List<StoredThread> found) {
    if (found.size() <= query.limit()) {
      return new ThreadPage(found, null);
    }
    List<StoredThread> rows = List.copyOf(found.subList(0, query.limit()));
    StoredThread last = rows.getLast();
    return new ThreadPage(rows, new ListCursor(time(query, last), last.id()));
  }

  /** The time the list is ordered by, in milliseconds. */
  static Instant time(ThreadQuery query, StoredThread thread) {
    Instant time =
        switch (query.sortKey()) {
          case CREATED_AT -> thread.createdAt();
          case UPDATED_AT -> thread.updatedAt();
          case RECENCY_AT -> thread.recencyAt();
        };
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private static boolean matches(ThreadQuery query, StoredThread t, @Nullable Set<String> family) {
    String term = query.searchTerm() == null ? "" : query.searchTerm();
    return t.archived() == query.archived()
        && (query.sources() == null || query.sources().contains(SourceWord.of(t.source())))
        && (query.modelProviders() == null || query.modelProviders().contains(t.modelProvider()))
        && (query.cwds() == null || query.cwds().contains(t.cwd()))
        && (t.preview().contains(term) || (t.name() != null && t.name().contains(term)))
        && (query.parentThreadId() == null || query.parentThreadId().equals(t.parentThreadId()))
        && (family == null || family.contains(t.id()))
        && !query.excludedThreadIds().contains(t.id());
  }

  private static boolean after(ThreadQuery query, StoredThread thread) {
    ListCursor cursor = query.cursor();
    if (cursor == null) {
      return true;
    }
    int order = time(query, thread).compareTo(cursor.at());
    if (order == 0 && cursor.threadId() != null) {
      order = thread.id().compareTo(cursor.threadId());
    }
    return query.direction() == SortDirection.ASC ? order > 0 : order < 0;
  }

  private @Nullable Set<String> family(ThreadQuery query) {
    if (query.ancestorThreadId() == null) {
      return null;
    }
    Set<String> family = new HashSet<>();
    List<String> next = List.of(query.ancestorThreadId());
    while (!next.isEmpty()) {
      List<String> parents = next;
      next = new ArrayList<>();
      for (ThreadRow row : rows.values()) {
        if (parents.contains(row.thread().parentThreadId()) && family.add(row.id())) {
          next.add(row.id());
        }
      }
    }
    return family;
  }
}
