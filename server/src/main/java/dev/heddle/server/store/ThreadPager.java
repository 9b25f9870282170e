package dev.heddle.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The answer to a {@link ThreadQuery} from rows that are all in memory: filters, order, cursor.
 *
 * <p>Times count in whole milliseconds, as cursors have them.
 *
 * <p><b>Thread-safety:</b> thread-safe; no state.
 */
public final class ThreadPager {
  private ThreadPager() {}

  /**
   * One page of {@code all}.
   *
   * @param all every thread there is: descent runs through archived and unlisted threads too
   * @param listed whether lists show a thread at all
   */
  public static ThreadPage page(
      ThreadQuery query, Collection<StoredThread> all, Predicate<StoredThread> listed) {
    Comparator<StoredThread> order = order(query);
    Set<String> family = query.ancestorThreadId() == null ? null : family(query, all);
    List<StoredThread> found =
        all.stream()
            .filter(thread -> matches(query, thread))
            .filter(thread -> follows(query, thread))
            .filter(thread -> family == null || family.contains(thread.id()))
            .filter(thread -> query.showsUnsaid() || listed.test(thread))
            .sorted(order)
            .limit(query.limit() + 1L)
            .toList();
    if (found.size() <= query.limit()) {
      return new ThreadPage(found, null);
    }
    List<StoredThread> rows = List.copyOf(found.subList(0, query.limit()));
    StoredThread last = rows.getLast();
    return new ThreadPage(rows, new ListCursor(order(query, last), last.id()));
  }

  private static Comparator<StoredThread> order(ThreadQuery query) {
    Comparator<StoredThread> ascending =
        Comparator.<StoredThread>comparingLong(thread -> order(query, thread))
            .thenComparing(StoredThread::id);
    return query.direction() == SortDirection.ASC ? ascending : ascending.reversed();
  }

  private static long order(ThreadQuery query, StoredThread thread) {
    return query.order(thread.id(), query.sortKey().of(thread).toEpochMilli());
  }

  private static boolean follows(ThreadQuery query, StoredThread thread) {
    ListCursor cursor = query.cursor();
    if (cursor == null) {
      return true;
    }
    int order = Long.compare(order(query, thread), cursor.at());
    if (order == 0 && cursor.threadId() != null) {
      order = thread.id().compareTo(cursor.threadId());
    }
    return query.direction() == SortDirection.ASC ? order > 0 : order < 0;
  }

  /**
   * Whether the query's filters keep a thread; those by descent, the cursor and whether lists show
   * it at all aside.
   */
  public static boolean matches(ThreadQuery query, StoredThread thread) {
    String term = Objects.requireNonNullElse(query.searchTerm(), "");
    return query.keeps(
            thread.id(),
            thread.archived(),
            SourceWord.of(thread.source()),
            thread.modelProvider(),
            thread.cwd())
        && (thread.preview().contains(term)
            || Objects.requireNonNullElse(thread.name(), "").contains(term))
        && (query.parentThreadId() == null
            || query.parentThreadId().equals(thread.parentThreadId()));
  }

  private static Set<String> family(ThreadQuery query, Collection<StoredThread> all) {
    Map<String, List<String>> children = new HashMap<>();
    for (StoredThread thread : all) {
      if (thread.parentThreadId() != null) {
        children
            .computeIfAbsent(thread.parentThreadId(), parent -> new ArrayList<>())
            .add(thread.id());
      }
    }
    Set<String> family = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(Objects.requireNonNull(query.ancestorThreadId()));
    while (!open.isEmpty()) {
      for (String child : children.getOrDefault(open.remove(), List.of())) {
        if (family.add(child)) {
          open.add(child);
        }
      }
    }
    return family;
  }
}
