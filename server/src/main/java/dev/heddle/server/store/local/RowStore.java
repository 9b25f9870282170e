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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The full rows of threads: in the index, and in front of it those that wait to be written there.
 *
 * <p>Rows are written a moment behind whoever made them, so an index that another process has
 * locked, or that cannot be written at all, holds nobody up; then all of them wait here, and
 * nothing is missing. They may have so many bytes; what comes then is forgotten, and read from the
 * files by who asks for it, until the index can be written and is {@linkplain #complete filled}.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class RowStore {
  private static final int BATCH_ROWS = 200;
  private static final Duration WRITTEN_AFTER = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long NONE = -1;

  /** So much may wait, roughly: ten thousand threads with short previews. */
  private static final long WAITING_BYTES = 32 << 20;

  /** What a row has beside its preview, which it has twice, roughly. */
  private static final long ROW_BYTES = 2_000;

  private final IndexRows index;
  private final ScheduledExecutorService background;
  private final Runnable fill;
  private final long maxWaitingBytes;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean filling = new AtomicBoolean();

  /** What is to be written; empty to remove the row. */
  private final Map<String, Optional<ThreadRow>> waiting = new ConcurrentHashMap<>();

  private final AtomicLong waitingBytes = new AtomicLong();

  /** Which opening of the index has, with what waits, all rows; none, when that is not known. */
  private volatile long complete = NONE;

  /** How many rows were forgotten; and how many had been when the index was last filled. */
  private final AtomicLong forgotten = new AtomicLong();

  private volatile long forgottenBefore;

  private Instant retryAt = Instant.MIN; // by flush only

  /**
   * The index at some moment.
   *
   * @param generation which opening of it
   * @param forgotten how many rows had been forgotten by then
   */
  record Opening(long generation, long forgotten) {}

  /**
   * The rows of this index.
   *
   * @param background where they are written; who shuts it down flushes
   * @param fill is run there when the index lacks rows; puts them all, and says {@link #complete}
   */
  RowStore(IndexRows index, ScheduledExecutorService background, Runnable fill) {
    this(index, background, fill, WAITING_BYTES);
  }

  RowStore(
      IndexRows index, ScheduledExecutorService background, Runnable fill, long maxWaitingBytes) {
    this.index = index;
    this.background = background;
    this.fill = fill;
    this.maxWaitingBytes = maxWaitingBytes;
  }

  /** The index as it is now, for {@link #complete} when it has been looked through. */
  Opening opening() throws IndexException {
    long before = forgotten.get();
    return new Opening(index.generation(), before);
  }

  /** Every row that was not in the index, as it was then, has been put here since. */
  void complete(Opening opening) {
    complete = opening.generation();
    forgottenBefore = opening.forgotten();
    if (lacking()) {
      complete = NONE;
    }
  }

  /** Sees to it that the index comes to have all rows if it does not. */
  void fillUnlessComplete() throws IndexException {
    if (complete != index.generation()) {
      fill();
    }
  }

  private boolean lacking() {
    return forgotten.get() != forgottenBefore;
  }

  private void fill() {
    if (filling.compareAndSet(false, true)) {
      later(
          () -> {
            try {
              fill.run();
            } finally {
              filling.set(false);
            }
          },
          Duration.ZERO);
    }
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
    Optional<ThreadRow> newer = Optional.of(row);
    waiting.compute(
        row.id(),
        (id, older) -> {
          boolean known = older != null && older.isPresent();
          if (!known && waitingBytes.get() >= maxWaitingBytes) {
            forgotten.incrementAndGet();
            complete = NONE;
            return older;
          }
          waitingBytes.addAndGet(bytes(newer) - bytes(older));
          return newer;
        });
    flushAfter(WRITTEN_AFTER);
  }

  void remove(String threadId) {
    waiting.compute(
        threadId,
        (id, older) -> {
          waitingBytes.addAndGet(-bytes(older));
          return Optional.empty();
        });
    flushAfter(WRITTEN_AFTER);
  }

  private static long bytes(@Nullable Optional<ThreadRow> row) {
    return row == null || row.isEmpty()
        ? 0
        : ROW_BYTES + 4L * row.get().thread().preview().length();
  }

  /** How many rows wait for the index. */
  int waiting() {
    return waiting.size();
  }

  /**
   * The threads whose preview contains the term.
   *
   * @throws IndexException when the index cannot tell, or may lack some
   */
  Set<String> withPreview(String term) throws IndexException {
    // Waiting rows first: one that is written meanwhile is then found in the index.
    Map<String, Optional<ThreadRow>> newer = Map.copyOf(waiting);
    Set<String> found;
    try {
      found = new HashSet<>(index.withPreview(term, complete));
    } catch (IndexException e) {
      fill();
      throw e;
    }
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
    boolean written = false;
    while (!waiting.isEmpty()) {
      if (Instant.now().isBefore(retryAt)) {
        flushAfter(RETRY);
        return;
      }
      try {
        flushBatch();
        written = true;
      } catch (IndexException e) {
        retryAt = Instant.now().plus(RETRY);
      }
    }
    if (written && lacking()) {
      fill();
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
    batch.forEach(this::written);
    long known = complete;
    if (known != NONE && known != generation) {
      fill(); // it was lost, and made anew
    }
  }

  /** The very object, not an equal one: a newer row may be waiting by now. */
  @SuppressWarnings({"ReferenceEquality", "OptionalEquality"})
  private void written(String id, Optional<ThreadRow> row) {
    waiting.computeIfPresent(
        id,
        (key, now) -> {
          if (now != row) {
            return now;
          }
          waitingBytes.addAndGet(-bytes(row));
          return null;
        });
  }
}
