package dev.heddle.server.store.local;

import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPager;
import dev.heddle.server.store.ThreadQuery;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    List<StoredThread> all = rows.values().stream().map(ThreadRow::thread).toList();
    return ThreadPager.page(query, all, thread -> listed(thread.id()));
  }

  private boolean listed(String threadId) {
    ThreadRow row = rows.get(threadId);
    return row != null && row.listed();
  }
}
