package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who in this process writes which thread, and the locks that keep other processes from it: another
 * Heddle as well as Codex.
 *
 * <p>A thread's lock is an advisory lock on {@code <thread>.lock}. Taking and leaving one happens
 * under {@code .coordination.lock}, shared to take and exclusive to leave, because leaving unlinks
 * the file and somebody might just have opened it. The first lock a process takes sweeps what
 * crashed processes left. A left-over file without a lock on it hinders nobody.
 *
 * <p><b>Thread-safety:</b> thread-safe. No lock file is open twice in this process.
 *
 * <p><b>Errors:</b> a lock file that cannot be opened means no writing, never writing without it.
 */
final class WriterLocks {
  private static final Duration COORDINATION_WAIT = Duration.ofSeconds(5);
  private static final Duration COORDINATION_POLL = Duration.ofMillis(20);
  private static final String SUFFIX = ".lock";

  private final Path directory;
  private final Map<String, Flock.Held> held = new HashMap<>();
  private boolean swept;

  WriterLocks(Path directory) {
    this.directory = directory;
  }

  /** A taken lock. {@link #close} gives it back; a second call does nothing. */
  final class WriterLock implements AutoCloseable {
    private final String threadId;

    private WriterLock(String threadId) {
      this.threadId = threadId;
    }

    @Override
    public void close() {
      release(threadId);
    }
  }

  /**
   * Takes the thread's writer lock.
   *
   * @throws ThreadStoreException CONFLICT when it is held, in this process or another; LOCKED when
   *     the coordination lock stayed taken; PERMISSION, DISK_FULL or IO when there can be no lock
   */
  synchronized WriterLock acquire(String threadId) {
    if (held.containsKey(threadId)) {
      throw ThreadStoreException.activeWriter(threadId);
    }
    try {
      CodexHome.createDirectories(directory);
      try (Flock.Held coordination = coordinate(threadId, swept)) {
        if (!swept) {
          sweep();
          swept = true;
        }
        Flock.Held lock = Flock.tryLock(file(threadId), false);
        if (lock == null) {
          throw ThreadStoreException.activeWriter(threadId, LockOwners.of(file(threadId)));
        }
        held.put(threadId, lock);
        return new WriterLock(threadId);
      }
    } catch (IOException e) {
      throw StorageFailure.of(threadId, "the writer lock could not be taken", directory, e);
    }
  }

  private synchronized void release(String threadId) {
    Flock.Held lock = held.remove(threadId);
    if (lock == null) {
      return;
    }
    try (Flock.Held coordination = coordinate(threadId, false)) {
      Files.deleteIfExists(file(threadId));
    } catch (IOException | ThreadStoreException e) {
      // The file stays behind; without a lock on it, it hinders nobody.
    } finally {
      lock.close();
    }
  }

  private Flock.Held coordinate(String threadId, boolean shared) throws IOException {
    long deadline = System.nanoTime() + COORDINATION_WAIT.toNanos();
    Path file = directory.resolve(".coordination.lock");
    while (true) {
      Flock.Held lock = Flock.tryLock(file, shared);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new ThreadStoreException(
            Kind.LOCKED, threadId, "the writer locks are busy; try again", null);
      }
      LockSupport.parkNanos(COORDINATION_POLL.toNanos());
    }
  }

  /** Removes the locks of processes that are gone. Names that are no thread's are left alone. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String threadId = name.substring(0, name.length() - SUFFIX.length());
        if (!ThreadIds.isUuid(threadId) || held.containsKey(threadId)) {
          continue;
        }
        try (Flock.@Nullable Held free = Flock.tryLock(file, false)) {
          if (free != null) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }

  private Path file(String threadId) {
    return directory.resolve(threadId + SUFFIX);
  }
}
