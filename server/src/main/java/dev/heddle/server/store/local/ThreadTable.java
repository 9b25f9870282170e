package dev.heddle.server.store.local;

import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all threads in memory, in every order lists ask for.
 *
 * <p>A page costs what it shows and what its filters pass over.
 *
 * <p><b>Thread-safety:</b> thread-safe. A page is of one moment.
 */
final class ThreadTable {
  /** Behind every thread's id. */
  private static final String LAST_ID = "\uffff";

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, ListRow> rows = new HashMap<>();
  private final Orders active = new Orders();
  private final Orders archived = new Orders();
  private final Map<String, Set<String>> children = new HashMap<>();
  private final Map<String, Set<String>> referrers = new HashMap<>();

  /** A place in an order: a row's, or a cursor's. */
  private record Place(long at, String id) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return at != other.at ? Long.compare(at, other.at) : id.compareTo(other.id);
    }
  }

  private static final class Orders {
    private final Map<SortKey, NavigableSet<Place>> sets = new EnumMap<>(SortKey.class);

    Orders() {
      for (SortKey key : SortKey.values()) {
        sets.put(key, new TreeSet<>());
      }
    }

    void add(ListRow row) {
      sets.forEach((key, set) -> set.add(new Place(row.time(key), row.id())));
    }

    void remove(ListRow row) {
      sets.forEach((key, set) -> set.remove(new Place(row.time(key), row.id())));
    }

    Iterator<Place> from(SortKey key, SortDirection direction, @Nullable ListCursor cursor) {
      return from(Objects.requireNonNull(sets.get(key)), direction, cursor);
    }

    static Iterator<Place> from(
        NavigableSet<Place> all, SortDirection direction, @Nullable ListCursor cursor) {
      boolean ascending = direction == SortDirection.ASC;
      if (cursor == null) {
        return ascending ? all.iterator() : all.descendingIterator();
      }
      String id = cursor.threadId() != null ? cursor.threadId() : ascending ? LAST_ID : "";
      Place place = new Place(cursor.at(), id);
      return ascending
          ? all.tailSet(place, false).iterator()
          : all.headSet(place, false).descendingIterator();
    }
  }

  @Nullable ListRow get(String id) {
    lock.readLock().lock();
    try {
      return rows.get(id);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Every row there is. */
  List<ListRow> all() {
    lock.readLock().lock();
    try {
      return List.copyOf(rows.values());
    } finally {
      lock.readLock().unlock();
    }
  }

  void put(ListRow row) {
    lock.writeLock().lock();
    try {
      drop(row.id());
      rows.put(row.id(), row);
      if (row.listed()) {
        orders(row.archived()).add(row);
      }
      if (row.parentId() != null) {
        children.computeIfAbsent(row.parentId(), id -> new HashSet<>()).add(row.id());
      }
      for (String key : row.baseKeys()) {
        referrers.computeIfAbsent(key, k -> new HashSet<>()).add(row.id());
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  void remove(String id) {
    lock.writeLock().lock();
    try {
      drop(id);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void drop(String id) {
    ListRow old = rows.remove(id);
    if (old == null) {
      return;
    }
    if (old.listed()) {
      orders(old.archived()).remove(old);
    }
    if (old.parentId() != null) {
      without(children, old.parentId(), id);
    }
    old.baseKeys().forEach(key -> without(referrers, key, id));
  }

  private static void without(Map<String, Set<String>> sets, String key, String id) {
    sets.computeIfPresent(
        key,
        (k, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  private Orders orders(boolean ofArchived) {
    return ofArchived ? archived : active;
  }

  /**
   * The rows of a page, and one more when there are more.
   *
   * @param title whether the query's search term is in the row's name or preview
   */
  List<ListRow> page(ThreadQuery query, Predicate<ListRow> title) {
    lock.readLock().lock();
    try {
      Predicate<ListRow> related = related(query);
      List<ListRow> page = new ArrayList<>();
      Iterator<Place> places = places(query);
      while (places.hasNext() && page.size() <= query.limit()) {
        ListRow row = Objects.requireNonNull(rows.get(places.next().id()));
        if (row.matches(query) && related.test(row) && title.test(row)) {
          page.add(row);
        }
      }
      return page;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Where to look for rows, in order: at the candidates, or at all. */
  private Iterator<Place> places(ThreadQuery query) {
    List<String> candidates = query.candidates();
    if (candidates == null) {
      return orders(query.archived()).from(query.sortKey(), query.direction(), query.cursor());
    }
    NavigableSet<Place> order = new TreeSet<>();
    for (String id : candidates) {
      ListRow row = rows.get(id);
      if (row != null) {
        order.add(new Place(row.order(query), id));
      }
    }
    return Orders.from(order, query.direction(), query.cursor());
  }

  private Predicate<ListRow> related(ThreadQuery query) {
    String parent = query.parentThreadId();
    if (parent != null) {
      return row -> parent.equals(row.parentId());
    }
    if (query.ancestorThreadId() == null) {
      return row -> true;
    }
    Set<String> family = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(query.ancestorThreadId()));
    while (!open.isEmpty()) {
      for (String child : children.getOrDefault(open.remove(), Set.of())) {
        if (family.add(child)) {
          open.add(child);
        }
      }
    }
    return row -> family.contains(row.id());
  }

  /** Threads whose history refers to one of these files. */
  List<String> referrers(Collection<String> keys) {
    lock.readLock().lock();
    try {
      return keys.stream()
          .flatMap(key -> referrers.getOrDefault(key, Set.of()).stream())
          .distinct()
          .toList();
    } finally {
      lock.readLock().unlock();
    }
  }
}
