package dev.heddle.server.store.local;

import dev.heddle.server.libc.CFunction;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Advisory locks on whole files as Codex takes them.
 *
 * <p>On Unix that is {@code flock(2)}, which Java's {@link FileLock} (POSIX record locks) neither
 * sees nor is seen by, so the calls go to the C library. Elsewhere {@link FileLock} is the same
 * lock Codex takes. A lock belongs to its open file: it ends with the process, however that ends.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class Flock {
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;
  private static final int MOST_MADE = 5;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

  private Flock() {}

  /** A held lock. {@link #close} ends it and closes the file. */
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes the lock if nobody is in the way; creates the file when missing.
   *
   * @return the lock, or null when another open file holds it
   * @throws IOException when the file cannot be opened or locked at all
   */
  static @Nullable Held tryLock(Path file, boolean shared) throws IOException {
    return OS.contains("win") ? tryRecordLock(file, shared) : Unix.tryLock(file, shared);
  }

  /**
   * The same as {@link #tryLock}, alone, when somebody is in the way for moments only.
   *
   * @return the lock, or null when another open file holds it all that time
   */
  static @Nullable Held await(Path file, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Held lock = tryLock(file, false);
      if (lock != null || System.nanoTime() - deadline > 0) {
        return lock;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static @Nullable Held tryRecordLock(Path file, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      // Held by this process through another channel: held, then.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : () -> closeQuietly(channel);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is gone with the descriptor whatever close says.
    }
  }

  /** The C library's side, apart so that nothing of it loads before it is needed. */
  private static final class Unix {
    private static final boolean MAC = OS.contains("mac");
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = MAC ? 0x1000000 : 0x80000;
    private static final int EINTR = 4;
    private static final int EWOULDBLOCK = MAC ? 35 : 11;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    private static final CFunction OPEN = CFunction.named("open");
    private static final CFunction FLOCK = CFunction.named("flock");
    private static final CFunction CLOSE = CFunction.named("close");

    private Unix() {}

    static @Nullable Held tryLock(Path file, boolean shared) throws IOException {
      int fd = open(file);
      int operation = (shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
      int result;
      do {
        result = FLOCK.call(fd, operation);
      } while (result == -EINTR);
      if (result >= 0) {
        return new Descriptor(fd);
      }
      close(fd);
      if (result == -EWOULDBLOCK) {
        return null;
      }
      throw failure("lock", file, -result);
    }

    private static int open(Path file) throws IOException {
      byte[] name = CFunction.text(file.toString());
      int fd = OPEN.call(name, O_RDWR | O_CLOEXEC);
      // Again when somebody removes it in between.
      for (int made = 0; fd == -ENOENT && made < MOST_MADE; made++) {
        CodexHome.createFile(file);
        fd = OPEN.call(name, O_RDWR | O_CLOEXEC);
      }
      if (fd < 0) {
        throw failure("open", file, -fd);
      }
      return fd;
    }

    private static void close(int fd) {
      int ignored = CLOSE.call(fd);
    }

    private static IOException failure(String call, Path file, int errno) {
      String reason = "cannot " + call + " the lock file (errno " + errno + ")";
      return switch (errno) {
        case ENOENT -> new NoSuchFileException(file.toString(), null, reason);
        case EACCES -> new AccessDeniedException(file.toString(), null, reason);
        default -> new FileSystemException(file.toString(), null, reason);
      };
    }

    /** An open descriptor; closing it twice would close a stranger's. */
    private static final class Descriptor implements Held {
      private int fd;

      Descriptor(int fd) {
        this.fd = fd;
      }

      @Override
      public synchronized void close() {
        if (fd >= 0) {
          Unix.close(fd);
          fd = -1;
        }
      }
    }
  }
}
