package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every stored thread, made to agree with the files before anything is answered.
 *
 * <p>A row counts when the file it covers is still the one, at the size and time it had. A file
 * that grew is read on from the row's mark; one that shrank, was replaced or is another's is read
 * anew; a row without a file goes. Rows live in the index; while that cannot be used, in memory,
 * made from the files. So losing the index costs time and changes no answer.
 *
 * <p><b>Thread-safety:</b> thread-safe; one answer at a time. The rows of open threads come from
 * their logs, which know them best.
 */
final class Catalogue {
  /** After a failure the index is left alone for so long. */
  private static final Duration FALLBACK = Duration.ofSeconds(5);

  private final FileTable files;
  private final NameIndex names;
  private final IndexRows indexRows;
  private final OpenRows open;
  private final Projection projection;

  private @Nullable MemoryRows memoryRows;
  private Instant memoryUntil = Instant.MIN;
  private @Nullable Map<String, Mark> marks;
  private final Map<String, Unreadable> unreadable = new HashMap<>();
  private long namesVersion = -1;

  /** The threads whose logs are open in this process. */
  interface OpenRows {
    /** Their ids. */
    Set<String> ids();

    /** The row of what the thread's log has stored; null when it is not open or stored nothing. */
    @Nullable ThreadRow row(String threadId);
  }

  private record Unreadable(RolloutFile file, FileStamp stamp, ThreadStoreException cause) {}

  Catalogue(FileTable files, NameIndex names, IndexFile index, OpenRows open) {
    this.files = files;
    this.names = names;
    this.indexRows = new IndexRows(index);
    this.open = open;
    this.projection = new Projection(this::byKey);
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(ThreadRows rows) throws IndexException, IOException;
  }

  /**
   * The thread's row, or null when it has no file.
   *
   * @throws ThreadStoreException CORRUPT or INVALID_REQUEST when its file cannot be understood
   */
  synchronized @Nullable ThreadRow row(String threadId) {
    Optional<ThreadRow> row = answer(rows -> Optional.ofNullable(row(rows, threadId)));
    return row.orElse(null);
  }

  private @Nullable ThreadRow row(ThreadRows rows, String threadId)
      throws IndexException, IOException {
    ThreadRow live = open.row(threadId);
    if (live != null) {
      return named(live);
    }
    Changes changes = new Changes();
    List<RolloutFile> found = files.ofThread(threadId);
    if (found.isEmpty()) {
      changes.removed.add(threadId);
    } else {
      examine(rows, threadId, found.getLast(), changes);
    }
    changes.applyTo(rows);
    Unreadable broken = unreadable.get(threadId);
    if (broken != null) {
      throw broken.cause();
    }
    ThreadRow row = found.isEmpty() ? null : rows.get(threadId);
    return row == null ? null : named(row);
  }

  /** One page of threads. */
  synchronized ThreadPage page(ThreadQuery query) {
    return answer(rows -> {
      refresh(rows);
      return rows.page(query);
    });
  }

  /** Threads whose history refers to one of these files. */
  synchronized List<String> referrers(Collection<String> keys) {
    return answer(rows -> {
      refresh(rows);
      return rows.referrers(keys);
    });
  }

  /** Brings the rows of open threads up to date; a failure is for the next reader to find. */
  synchronized void project() {
    answer(rows -> {
      Changes changes = new Changes();
      examineOpen(changes);
      changes.applyTo(rows);
      return rows;
    });
  }

  /** The row a file would have, whatever else its thread has. */
  ThreadRow rowOf(RolloutFile file) throws IOException {
    FileStamp stamp = FileStamp.read(file.path());
    if (stamp == null) {
      throw ThreadStoreException.notFound(file.threadId());
    }
    return projection.row(file, stamp, null);
  }

  /** How many files cannot be understood, and so are not listed. */
  synchronized int unreadableCount() {
    return unreadable.size();
  }

  /** Whether answers come from memory because the index cannot be used. */
  synchronized boolean inMemory() {
    return memoryRows != null;
  }

  @Nullable RolloutFile byKey(String key) {
    try {
      return files.byKey(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T answer(Question<T> question) {
    try {
      return ask(question);
    } catch (IndexException e) {
      throw new IllegalStateException("rows in memory cannot fail", e);
    } catch (IOException e) {
      throw StorageFailure.of(null, "the threads could not be read", files.root(), e);
    } catch (UncheckedIOException e) {
      throw StorageFailure.of(
          null, "the threads could not be read", files.root(), new IOException(e));
    }
  }

  private <T> T ask(Question<T> question) throws IndexException, IOException {
    try {
      try {
        return question.ask(rows());
      } catch (IndexException.Reopened e) {
        marks = null;
        namesVersion = -1;
        return question.ask(rows());
      }
    } catch (IndexException e) {
      fallBack();
      return question.ask(rows());
    }
  }

  private ThreadRows rows() throws IndexException {
    if (memoryRows != null) {
      if (Instant.now().isBefore(memoryUntil)) {
        return memoryRows;
      }
      memoryUntil = Instant.now().plus(FALLBACK);
      try {
        marks = indexRows.marks();
        memoryRows = null;
        namesVersion = -1;
      } catch (IndexException e) {
        return memoryRows;
      }
    }
    if (marks == null) {
      marks = indexRows.marks();
    }
    return indexRows;
  }

  /** Takes what the index can still say into memory; the files say the rest. */
  private void fallBack() {
    MemoryRows memory = new MemoryRows();
    try {
      memory.apply(indexRows.all(), List.of());
    } catch (IndexException e) {
      // Then from the files alone.
    }
    memoryRows = memory;
    memoryUntil = Instant.now().plus(FALLBACK);
    marks = memory.marks();
    namesVersion = -1;
  }

  /** Rows to write and rows to drop. */
  private final class Changes {
    private final Map<String, ThreadRow> rows = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();

    void put(ThreadRow row) throws IOException {
      rows.put(row.id(), named(row));
    }

    void applyTo(ThreadRows target) throws IndexException {
      Map<String, Mark> known = known();
      removed.removeIf(id -> !known.containsKey(id) && !unreadable.containsKey(id));
      if (rows.isEmpty() && removed.isEmpty()) {
        return;
      }
      target.apply(rows.values(), removed);
      rows.values().forEach(row -> known.put(row.id(), row.mark()));
      rows.keySet().forEach(unreadable::remove);
      removed.forEach(known::remove);
    }
  }

  private Map<String, Mark> known() {
    if (marks == null) {
      marks = new HashMap<>();
    }
    return marks;
  }

  private ThreadRow named(ThreadRow row) throws IOException {
    return row.named(names.of(row.id()));
  }

  private void refresh(ThreadRows rows) throws IndexException, IOException {
    Changes changes = new Changes();
    Map<String, List<RolloutFile>> found = files.look();
    Set<String> openIds = open.ids();
    for (Map.Entry<String, List<RolloutFile>> thread : found.entrySet()) {
      if (!openIds.contains(thread.getKey())) {
        examine(rows, thread.getKey(), thread.getValue().getLast(), changes);
      }
    }
    examineOpen(changes);
    Set<String> gone = new HashSet<>(known().keySet());
    gone.removeAll(found.keySet());
    gone.removeAll(openIds);
    changes.removed.addAll(gone);
    unreadable.keySet().retainAll(found.keySet());
    rename(rows, changes);
    changes.applyTo(rows);
  }

  private void examineOpen(Changes changes) throws IOException {
    for (String id : open.ids()) {
      ThreadRow row = open.row(id);
      if (row != null && !row.mark().equals(known().get(id))) {
        changes.put(row);
      }
    }
  }

  private void examine(ThreadRows rows, String threadId, RolloutFile file, Changes changes)
      throws IndexException, IOException {
    RolloutFile seen = file;
    for (int moves = 1; ; moves++) {
      try {
        examineAt(rows, threadId, seen, changes);
        return;
      } catch (NoSuchFileException e) {
        List<RolloutFile> found = files.ofThread(threadId);
        if (found.isEmpty() || moves == Moves.MAX) {
          changes.removed.add(threadId);
          return;
        }
        seen = found.getLast();
      }
    }
  }

  private void examineAt(ThreadRows rows, String threadId, RolloutFile file, Changes changes)
      throws IndexException, IOException {
    FileStamp stamp = FileStamp.read(file.path());
    if (stamp == null) {
      throw new NoSuchFileException(file.path().toString());
    }
    Mark mark = known().get(threadId);
    if (mark != null && mark.path().equals(file.path()) && mark.stamp().equals(stamp)) {
      return;
    }
    Unreadable broken = unreadable.get(threadId);
    if (broken != null && broken.file().equals(file) && broken.stamp().equals(stamp)) {
      return;
    }
    try {
      changes.put(projection.row(file, stamp, mark == null ? null : rows.get(threadId)));
    } catch (ThreadStoreException e) {
      unreadable.put(threadId, new Unreadable(file, stamp, e));
      changes.removed.add(threadId);
    }
  }

  /** Gives rows the names that were added to the names file since the last look. */
  private void rename(ThreadRows rows, Changes changes) throws IndexException, IOException {
    long version = names.version();
    if (version == namesVersion) {
      return;
    }
    for (String id : names.all().keySet()) {
      ThreadRow row = changes.rows.containsKey(id) ? null : rows.get(id);
      if (row != null && !Objects.equals(named(row).thread().name(), row.thread().name())) {
        changes.put(row);
      }
    }
    namesVersion = version;
  }
}
