package dev.heddle.server.store.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The full rows of threads: in the index, and in front of it those that wait to be written there.
 *
 * <p>Rows are written a moment behind whoever made them, so an index that another process has
 * locked, or that cannot be written at all, holds nobody up; then all of them wait here, and
 * nothing is missing.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class RowStore {
  private static final int BATCH_ROWS = 200;
  private static final Duration WRITTEN_AFTER = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long NONE = -1;

  private final IndexRows index;
  private final ScheduledExecutorService background;
  private final Runnable lost;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** What is to be written; empty to remove the row. */
  private final Map<String, Optional<ThreadRow>> waiting = new ConcurrentHashMap<>();

  private long writtenTo = NONE; // which opening of the index has what was written; by flush only
  private Instant retryAt = Instant.MIN; // by flush only

  /**
   * The rows of this index.
   *
   * @param background where they are written; who shuts it down flushes
   * @param lost is run there when the index turns out to have been lost and made anew
   */
  RowStore(IndexRows index, ScheduledExecutorService background, Runnable lost) {
    this.index = index;
    this.background = background;
    this.lost = lost;
  }

  /** Those of the rows that are known; none when the index cannot say. */
  Map<String, ThreadRow> get(Collection<String> threadIds) {
    Map<String, ThreadRow> found = new HashMap<>();
    List<String> asked = new ArrayList<>();
    for (String id : threadIds) {
      Optional<ThreadRow> row = waiting.get(id);
      if (row == null) {
        asked.add(id);
      } else {
        row.ifPresent(r -> found.put(id, r));
      }
    }
    if (!asked.isEmpty()) {
      try {
        found.putAll(index.get(asked));
      } catch (IndexException e) {
        // The files know them, too.
      }
    }
    return found;
  }

  @Nullable ThreadRow get(String threadId) {
    return get(List.of(threadId)).get(threadId);
  }

  void put(ThreadRow row) {
    waiting.put(row.id(), Optional.of(row));
    flushAfter(WRITTEN_AFTER);
  }

  void remove(String threadId) {
    waiting.put(threadId, Optional.empty());
    flushAfter(WRITTEN_AFTER);
  }

  /** How many rows the index does not have yet. */
  int waiting() {
    return waiting.size();
  }

  /**
   * The threads whose preview contains the term.
   *
   * @throws IndexException when the index cannot tell of those it has
   */
  Set<String> withPreview(String term) throws IndexException {
    // Waiting rows first: one that is written meanwhile is then found in the index.
    Map<String, Optional<ThreadRow>> newer = Map.copyOf(waiting);
    Set<String> found = new HashSet<>(index.withPreview(term));
    newer.forEach((id, row) -> {
      if (row.isPresent() && row.get().thread().preview().contains(term)) {
        found.add(id);
      } else {
        found.remove(id);
      }
    });
    return found;
  }

  private void flushAfter(Duration delay) {
    if (scheduled.compareAndSet(false, true)) {
      later(
          () -> {
            scheduled.set(false);
            flush();
          },
          delay);
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      background.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Shut down meanwhile.
    }
  }

  /** Writes what waits now; later what cannot be written. */
  synchronized void flush() {
    while (!waiting.isEmpty()) {
      if (Instant.now().isBefore(retryAt)) {
        flushAfter(RETRY);
        return;
      }
      try {
        flushBatch();
      } catch (IndexException e) {
        retryAt = Instant.now().plus(RETRY);
      }
    }
  }

  private void flushBatch() throws IndexException {
    Map<String, Optional<ThreadRow>> batch = new HashMap<>();
    List<ThreadRow> rows = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (Map.Entry<String, Optional<ThreadRow>> each : waiting.entrySet()) {
      batch.put(each.getKey(), each.getValue());
      each.getValue().ifPresentOrElse(rows::add, () -> removed.add(each.getKey()));
      if (batch.size() == BATCH_ROWS) {
        break;
      }
    }
    long generation = index.apply(rows, removed);
    boolean wasLost = writtenTo != NONE && writtenTo != generation;
    writtenTo = generation;
    batch.forEach(this::written);
    if (wasLost) {
      later(lost, Duration.ZERO);
    }
  }

  /** The very object, not an equal one: a newer row may be waiting by now. */
  @SuppressWarnings({"ReferenceEquality", "OptionalEquality"})
  private void written(String id, Optional<ThreadRow> row) {
    waiting.computeIfPresent(id, (key, now) -> now == row ? null : now);
  }
}
