package dev.heddle.server.store.local;

import com.github.luben.zstd.ZstdIOException;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.KeyedLocks;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of threads as of now, each compared with its thread's newest file: taken as it was where
 * the two agree, else read from the file. {@link Catalogue} says what that comparison is worth.
 *
 * <p>Keeps the table and the stored rows as they were found, and takes note of which threads the
 * kernel says to look at again.
 *
 * <p><b>Thread-safety:</b> thread-safe; one thread at a time compares a row.
 */
final class CurrentRows {
  private static final Log LOG = Log.of(CurrentRows.class);
  private final FileTable files;
  private final NameIndex names;
  private final RowStore rows;
  private final ThreadTable table;
  private final OpenRows open;
  private final Projection projection;
  private final Map<String, Unreadable> unreadable = new ConcurrentHashMap<>();

  /** The rows of open threads that the table has. */
  private final Map<String, ThreadRow> live = new ConcurrentHashMap<>();

  /** Of which files the bytes before the mark were compared since they last changed. */
  private final Map<String, FileStamp> bytesCompared = new ConcurrentHashMap<>();

  /** Threads whose rows lack what their files refer to, with the key where that ends. */
  private final Map<String, String> alone = new ConcurrentHashMap<>();

  /** Threads whose open logs failed as nothing should, each told once. */
  private final Set<String> strange = ConcurrentHashMap.newKeySet();

  /** Threads to compare before anything is answered, and how often that came up. */
  private final Map<String, Long> dirty = new ConcurrentHashMap<>();

  private final KeyedLocks threadLocks = new KeyedLocks();
  private final ReentrantLock collecting = new ReentrantLock();

  /** The threads whose logs are open in this process. */
  interface OpenRows {
    /** Their ids. */
    Set<String> ids();

    /**
     * The row of what the thread's log has stored; null when it is not open or stored nothing, or
     * its file is to be read because others have written to it.
     */
    @Nullable ThreadRow row(String threadId);
  }

  /**
   * Why a thread has no row.
   *
   * @param stamp of the file whose contents are the cause; null when it may be readable by now
   */
  private record Unreadable(
      RolloutFile file, @Nullable FileStamp stamp, ThreadStoreException cause) {}

  /**
   * Nothing is compared yet.
   *
   * @param rows what is known of threads
   * @param table what lists are made from
   */
  CurrentRows(FileTable files, NameIndex names, RowStore rows, ThreadTable table, OpenRows open) {
    this.files = files;
    this.names = names;
    this.rows = rows;
    this.table = table;
    this.open = open;
    this.projection = new Projection(this::byKey);
  }

  /** Why the thread has no row though it has a file, as of the last comparison; or null. */
  @Nullable ThreadStoreException unreadable(String threadId) {
    Unreadable broken = unreadable.get(threadId);
    return broken == null ? null : broken.cause();
  }

  /** The threads that have a file and no row. */
  Set<String> unreadable() {
    return Set.copyOf(unreadable.keySet());
  }

  /** The threads whose stored rows may be behind: of open logs, and those to look at again. */
  Set<String> behind() {
    Set<String> behind = new HashSet<>(live.keySet());
    behind.addAll(dirty.keySet());
    return behind;
  }

  /** The row a file would have, whatever else its thread has. */
  ThreadRow rowOf(RolloutFile file) throws IOException {
    FileStamp stamp = FileStamp.read(file.path());
    if (stamp == null) {
      throw ThreadStoreException.notFound(file.threadId());
    }
    return projection.row(file, stamp, null);
  }

  @Nullable RolloutFile byKey(String key) {
    try {
      return files.byKey(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many files cannot be understood as of now, and so are not listed. */
  int unreadableCount() {
    for (String threadId : unreadable.keySet()) {
      try {
        var unused = current(threadId, null); // it may have been mended since
      } catch (IOException e) {
        return unreadable.size(); // a folder that cannot be read mends nothing
      }
    }
    return unreadable.size();
  }

  /**
   * Takes note of what happened since the last time.
   *
   * @param all whether every thread was compared once: then all are compared again where the kernel
   *     does not tell of changes
   */
  void collect(boolean all) throws IOException {
    collecting.lock();
    try {
      files.look();
      for (String id : files.takeTouched()) {
        bytesCompared.remove(id);
        dirty.merge(id, 1L, Long::sum);
      }
      for (Map.Entry<String, String> each : alone.entrySet()) {
        if (files.byKey(each.getValue()) != null && isWhole(each.getKey())) {
          dirty.merge(each.getKey(), 1L, Long::sum);
        }
      }
      if (all && (files.takeLost() || !files.watched())) {
        compareAll();
      }
      for (String id : names.takeChanged()) {
        rename(id);
      }
    } finally {
      collecting.unlock();
    }
  }

  /** Whether what the thread's file refers to is there by now. */
  private boolean isWhole(String id) throws IOException {
    RolloutFile file = files.current(id);
    try {
      return file == null || projection.whole(file);
    } catch (ThreadStoreException | NoSuchFileException e) {
      return true; // whoever compares it sees why
    }
  }

  private void compareAll() throws IOException {
    Map<String, ListRow> known = new HashMap<>();
    table.all().forEach(row -> known.put(row.id(), row));
    for (List<RolloutFile> thread : files.all()) {
      RolloutFile file = thread.getLast();
      ListRow row = known.remove(file.threadId());
      if (row == null || !row.path().equals(file.path()) || !row.stamp().equals(stampOf(file))) {
        dirty.merge(file.threadId(), 1L, Long::sum);
      }
    }
    known.keySet().forEach(id -> dirty.merge(id, 1L, Long::sum));
  }

  private void rename(String id) throws IOException {
    try (KeyedLocks.Held lock = threadLocks.hold(id)) {
      ListRow row = table.get(id);
      if (row != null) {
        table.put(row.named(names.known(id)));
      }
    }
  }

  /** Compares the threads that are to be looked at again. */
  void compareDirty() throws IOException {
    for (String id : dirty.keySet()) {
      current(id, null);
    }
  }

  /** Takes over what open logs have stored. */
  void takeOpen() throws IOException {
    Set<String> ids = open.ids();
    live.keySet().retainAll(ids);
    for (String id : ids) {
      // or its log could be closed, and its file moved, between the look and the end
      try (KeyedLocks.Held lock = threadLocks.hold(id)) {
        if (takeLive(id) == null && live.remove(id) != null) {
          var unused = compared(id, null);
        }
      }
    }
  }

  /** The row of an open log; null when there is none, or it cannot be read just now. */
  private @Nullable ThreadRow takeLive(String id) {
    try {
      return live(id);
    } catch (RuntimeException e) {
      if (!(e instanceof ThreadStoreException) && strange.add(id)) {
        LOG.error("thread " + id + ": its open log could not be understood", e);
      }
      dirty.merge(id, 1L, Long::sum); // to be looked at as any file
      return null;
    }
  }

  @SuppressWarnings("ReferenceEquality") // A log makes another row when it has stored more.
  private @Nullable ThreadRow live(String id) {
    Long seen = dirty.get(id);
    ThreadRow row = open.row(id);
    if (row == null) {
      return null;
    }
    ThreadRow named = sound(row).named(names.known(id));
    if (live.put(id, row) != row || !ListRow.of(named).equals(table.get(id))) {
      table.put(ListRow.of(named));
      rows.put(named);
    }
    if (seen != null) {
      dirty.remove(id, seen);
    }
    unreadable.remove(id);
    return named;
  }

  /**
   * A log's row, whose file may have grown between the write and the look at it: with a stamp that
   * says so, or that growth would be taken for covered.
   */
  private static ThreadRow sound(ThreadRow row) {
    Mark mark = row.mark();
    if (mark.stamp().size() == mark.covered()) {
      return row;
    }
    FileStamp stamp =
        new FileStamp(mark.stamp().identity(), mark.covered(), mark.stamp().modifiedNs());
    return row.marked(
        new Mark(
            mark.path(),
            stamp,
            mark.covered(),
            mark.lastOrdinal(),
            mark.tailHash(),
            mark.contentHash()));
  }

  /** The rows of these threads; of those that have any. When files are read, several at once. */
  Map<String, ThreadRow> of(List<String> ids) throws IOException {
    Map<String, ThreadRow> known = rows.get(ids);
    Map<String, ThreadRow> found = new ConcurrentHashMap<>();
    Stream<String> each = known.size() == ids.size() ? ids.stream() : ids.parallelStream();
    try {
      each.forEach(id -> {
        try {
          ThreadRow row = current(id, known.get(id));
          if (row != null) {
            found.put(id, row);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }

  /**
   * The thread's row as of now; null when it has no file, or one that cannot be understood.
   *
   * @param hint what is known of it, or null to look it up
   */
  @Nullable ThreadRow current(String id, @Nullable ThreadRow hint) throws IOException {
    try (KeyedLocks.Held lock = threadLocks.hold(id)) {
      ThreadRow row = takeLive(id);
      if (row != null) {
        return row;
      }
      Long seen = dirty.get(id);
      ThreadRow found = compared(id, hint);
      if (seen != null) {
        dirty.remove(id, seen);
      }
      return found;
    }
  }

  private @Nullable ThreadRow compared(String id, @Nullable ThreadRow hint) throws IOException {
    for (int moves = 1; ; moves++) {
      RolloutFile file = files.current(id);
      FileStamp stamp = file == null ? null : stampOf(file);
      if (file == null || (stamp == null && moves == Moves.MAX)) {
        forget(id);
        unreadable.remove(id);
        return null;
      }
      try {
        if (stamp != null) {
          return compared(file, stamp, hint);
        }
      } catch (NoSuchFileException e) {
        if (moves == Moves.MAX) {
          throw e;
        }
      }
      files.look();
    }
  }

  /** A file that cannot even be looked at is there all the same. */
  private static @Nullable FileStamp stampOf(RolloutFile file) {
    try {
      return FileStamp.read(file.path());
    } catch (IOException e) {
      return new FileStamp("", -1, 0);
    }
  }

  private @Nullable ThreadRow compared(RolloutFile file, FileStamp stamp, @Nullable ThreadRow hint)
      throws IOException {
    String id = file.threadId();
    Unreadable broken = unreadable.get(id);
    if (broken != null && broken.file().equals(file) && stamp.equals(broken.stamp())) {
      return null;
    }
    ThreadRow known = hint != null ? hint : rows.get(id);
    boolean told = files.watchedIfEver(); // or a change back to the same stamp would go unseen
    try {
      boolean agrees = known != null && agrees(known.mark(), file, stamp);
      ThreadRow row = agrees ? known : projection.row(file, stamp, known);
      if (told) {
        bytesCompared.put(id, stamp);
      }
      row = Objects.requireNonNull(row).named(names.known(id));
      if (!agrees) {
        rows.put(row);
      }
      if (Projection.alone(row) && !row.baseKeys().isEmpty()) {
        alone.put(id, row.baseKeys().getFirst());
      } else {
        alone.remove(id);
      }
      ListRow listed = ListRow.of(row);
      if (!listed.equals(table.get(id))) {
        table.put(listed);
      }
      unreadable.remove(id);
      return row;
    } catch (ThreadStoreException e) {
      unreadable.put(id, new Unreadable(file, stamp, e));
      forget(id);
    } catch (NoSuchFileException e) {
      throw e; // moved, or its base is
    } catch (IOException e) {
      unread(file, stamp, e);
    } catch (UncheckedIOException e) {
      unread(file, stamp, Objects.requireNonNull(e.getCause()));
    } catch (RuntimeException e) {
      LOG.error("thread " + id + " cannot be understood: " + file.path(), e);
      unreadable.put(
          id,
          new Unreadable(
              file,
              stamp,
              new ThreadStoreException(
                  Kind.CORRUPT, id, "the rollout could not be understood", e)));
      forget(id);
    }
    return null; // one thread's trouble is nobody else's
  }

  /** Takes note of a file that cannot be read. */
  private void unread(RolloutFile file, FileStamp stamp, IOException e) {
    String id = file.threadId();
    ThreadStoreException cause =
        StorageFailure.of(id, "the rollout could not be read", file.path(), e);
    if (e instanceof ZstdIOException) { // its contents are at fault
      unreadable.put(id, new Unreadable(file, stamp, cause));
      forget(id);
      return;
    }
    unreadable.put(id, new Unreadable(file, null, cause));
    table.remove(id);
    dirty.merge(id, 1L, Long::sum); // the next answer looks again
  }

  private boolean agrees(Mark mark, RolloutFile file, FileStamp stamp) throws IOException {
    return mark.path().equals(file.path())
        && mark.stamp().equals(stamp)
        && (stamp.equals(bytesCompared.get(file.threadId())) || Projection.sameBytes(mark, file));
  }

  private void forget(String id) {
    alone.remove(id);
    bytesCompared.remove(id);
    if (table.get(id) != null || rows.get(id) != null) {
      table.remove(id);
      rows.remove(id);
    }
  }

  /** Stores the thread's row as of now, also when it is known. */
  void store(String id) throws IOException {
    // or a newer one could be stored before
    try (KeyedLocks.Held lock = threadLocks.hold(id)) {
      ThreadRow row = current(id, null);
      if (row != null) {
        rows.put(row);
      }
    }
  }

  /** Takes a row of the index as it is; false when it is not of this file as it is now. */
  boolean adopt(ListRow row, RolloutFile file) throws IOException {
    if (!row.stamp().equals(stampOf(file))) {
      return false;
    }
    try (KeyedLocks.Held lock = threadLocks.hold(row.id())) {
      if (table.get(row.id()) == null && takeLive(row.id()) == null) {
        table.put(row.named(names.known(row.id())));
      }
      return true;
    }
  }
}
