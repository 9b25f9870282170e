package dev.heddle.server.store.local;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.KeyedLocks;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.format.QueuedMessageFormat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queues as small files, one a message.
 *
 * <p><b>Thread-safety:</b> thread-safe. Each queue has a lock of its own, in this process and,
 * through {@code heddle/queue/<thread>.lock}, in all: sending holds it until the disk has the
 * record, which no other thread is to wait for.
 *
 * <p><b>Files:</b> {@code heddle/queue/<thread>/<order>-<id>.json}. A file appears whole and
 * durably, is replaced as a whole, and moves in the order by being renamed. What cannot be read is
 * renamed to {@code ….damaged} and stays for whoever wants to look at it. The lock's file stays as
 * long as the thread: were it removed under somebody who waits for it, the next one would lock
 * another file. Behind a thread that goes there is no queue left that this could harm.
 */
final class LocalQueues implements ThreadQueues {
  private static final Log LOG = Log.of(LocalQueues.class);
  private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9A-Za-z-]+)\\.json");
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final CodexHome home;
  private final LogIo io;
  private final WholeFiles whole;
  private final Rollouts rollouts;

  /** Who is at a queue in this process. */
  private final KeyedLocks locks = new KeyedLocks();

  /**
   * @param rollouts finds the file a loaded thread's records go to
   */
  LocalQueues(CodexHome home, LogIo io, WholeFiles whole, Rollouts rollouts) {
    this.home = home;
    this.io = io;
    this.whole = whole;
    this.rollouts = rollouts;
  }

  /** Where a thread is being recorded; null when it is not open, or its log forces by itself. */
  @FunctionalInterface
  interface Rollouts {
    @Nullable Path unforced(String threadId);
  }

  /** A message and where it is. */
  private record Entry(Path path, long order, QueuedMessage message) {}

  @Override
  public List<QueuedMessage> list(String threadId) {
    return io(
        threadId,
        () -> {
          if (!Files.isDirectory(directory(threadId))) {
            return List.of();
          }
          try (KeyedLocks.Held lock = locks.hold(threadId);
              Flock.@Nullable Held held = holdIfPossible(threadId)) {
            return entries(threadId, held != null).stream().map(Entry::message).toList();
          }
        });
  }

  @Override
  public void add(String threadId, QueuedMessage message) {
    always(
        threadId,
        entries -> {
          if (entries.size() >= MAX_WAITING) {
            throw ThreadStoreException.invalid(
                threadId, "queue cannot contain more than " + MAX_WAITING + " submissions");
          }
          write(path(threadId, behind(entries), message.id()), message);
          return true;
        });
  }

  @Override
  public boolean replace(String threadId, QueuedMessage message) {
    return locked(
        threadId,
        entries -> {
          Entry found = find(entries, message.id());
          if (found != null) {
            write(found.path(), message);
          }
          return found != null;
        });
  }

  @Override
  public boolean remove(String threadId, String id) {
    return locked(threadId, entries -> delete(threadId, find(entries, id)));
  }

  @Override
  public boolean reorder(String threadId, List<String> ids) {
    return locked(
        threadId,
        entries -> {
          Map<String, Entry> byId = new HashMap<>();
          entries.forEach(entry -> byId.put(entry.message().id(), entry));
          if (ids.size() != byId.size() || !byId.keySet().equals(new HashSet<>(ids))) {
            return false;
          }
          long next = behind(entries);
          for (String id : ids) {
            Entry entry = Objects.requireNonNull(byId.get(id));
            io.rename(entry.path(), path(threadId, next++, id));
          }
          if (!ids.isEmpty()) {
            io.forceDirectory(directory(threadId));
          }
          return true;
        });
  }

  @Override
  public boolean send(String threadId, String id, Predicate<QueuedMessage> sending) {
    return locked(
        threadId,
        entries -> {
          Entry found = find(entries, id);
          if (found == null || !sending.test(found.message())) {
            return false;
          }
          forceRecords(threadId);
          return delete(threadId, found);
        });
  }

  @Override
  public void putAside(String threadId, String id) {
    locked(
        threadId,
        entries -> {
          Entry found = find(entries, id);
          if (found != null) {
            putAside(found.path(), "its contents mean nothing to this version");
          }
          return true;
        });
  }

  /** Removes all that waits for the thread, and the lock of it, because the thread goes. */
  void forget(String threadId) {
    if (!Files.exists(home.queueLock(threadId)) && !Files.isDirectory(directory(threadId))) {
      return; // it never had a queue
    }
    always(
        threadId,
        entries -> {
          if (Files.isDirectory(directory(threadId))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(threadId))) {
              for (Path file : files) {
                io.delete(file);
              }
            }
            removeDirectory(threadId);
          }
          whole.delete(home.queueLock(threadId));
          return true;
        });
  }

  /** What was recorded of a message has to be on the device before the message goes. */
  private void forceRecords(String threadId) throws IOException {
    Path rollout = rollouts.unforced(threadId);
    if (rollout == null) {
      return;
    }
    try (LogFile file = io.open(rollout)) {
      file.force();
    }
    for (Path at = rollout; !at.equals(home.root()); at = CodexHome.parent(at)) {
      io.forceDirectory(CodexHome.parent(at));
    }
  }

  private boolean delete(String threadId, @Nullable Entry entry) throws IOException {
    if (entry == null) {
      return false;
    }
    whole.delete(entry.path());
    removeDirectory(threadId);
    return true;
  }

  /** An empty queue needs no folder; whether that is gone after a crash does not matter. */
  private void removeDirectory(String threadId) throws IOException {
    Path directory = directory(threadId);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      if (files.iterator().hasNext()) {
        return;
      }
    }
    io.delete(directory);
  }

  private void write(Path path, QueuedMessage message) throws IOException {
    boolean first = !Files.isDirectory(CodexHome.parent(path));
    byte[] bytes = QueuedMessageFormat.encode(message);
    whole.writeShared(path, out -> out.write(bytes));
    if (first) {
      io.forceDirectory(CodexHome.parent(home.queues()));
      io.forceDirectory(home.root());
    }
  }

  /**
   * The queue in its order.
   *
   * @param tidy whether what means nothing is put aside; else it is only left out
   */
  private List<Entry> entries(String threadId, boolean tidy) throws IOException {
    Path directory = directory(threadId);
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        byte[] bytes;
        try {
          bytes = Files.readAllBytes(file);
        } catch (IOException e) {
          LOG.warn("queue.unreadable path=" + file + " because " + e); // it may be another time
          continue;
        }
        QueuedMessage message =
            name.matches() ? QueuedMessageFormat.decode(name.group(2), bytes) : null;
        if (message == null && tidy) {
          putAside(file, "it is no queued message");
        } else if (message != null) {
          entries.add(new Entry(file, Long.parseLong(name.group(1)), message));
        }
      }
    }
    entries.sort(
        Comparator.comparingLong(Entry::order).thenComparing(entry -> entry.message().id()));
    return entries;
  }

  private void putAside(Path file, String why) throws IOException {
    io.rename(file, file.resolveSibling(file.getFileName() + ".damaged"));
    LOG.warn("queue.put_aside path=" + file + " because " + why);
  }

  private static @Nullable Entry find(List<Entry> entries, String id) {
    return entries.stream()
        .filter(entry -> entry.message().id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static long behind(List<Entry> entries) {
    return entries.isEmpty() ? 1 : entries.getLast().order() + 1;
  }

  private Path directory(String threadId) {
    return home.queues().resolve(threadId);
  }

  private Path path(String threadId, long order, String id) {
    return directory(threadId).resolve(String.format(Locale.ROOT, "%010d-%s.json", order, id));
  }

  /** Work on a queue that nobody else changes meanwhile. */
  @FunctionalInterface
  private interface Work<T> {
    T on(List<Entry> entries) throws IOException;
  }

  /** The same where a thread without a folder has no queue, so that looking creates nothing. */
  private <T> T locked(String threadId, Work<T> work) {
    return Files.isDirectory(directory(threadId))
        ? always(threadId, work)
        : io(threadId, () -> work.on(List.of()));
  }

  private <T> T always(String threadId, Work<T> work) {
    return io(
        threadId,
        () -> {
          try (KeyedLocks.Held lock = locks.hold(threadId);
              Flock.Held held = hold(threadId)) {
            return work.on(entries(threadId, true));
          }
        });
  }

  private Flock.Held hold(String threadId) throws IOException {
    CodexHome.createParent(home.queueLock(threadId));
    Flock.Held held = Flock.await(home.queueLock(threadId), LOCK_WAIT);
    if (held == null) {
      throw new ThreadStoreException(
          Kind.LOCKED, threadId, "the queue is locked by another process", null);
    }
    return held;
  }

  /** Null where no lock can be had, as in a home that is only read. */
  private Flock.@Nullable Held holdIfPossible(String threadId) {
    try {
      return hold(threadId);
    } catch (IOException e) {
      LOG.debug(() -> "a queue is listed without its lock: " + e);
      return null;
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T io(String threadId, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the queue could not be used", home.queues(), e);
    }
  }
}
