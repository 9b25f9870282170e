package dev.heddle.server.store.local;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
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
  private static final int MODE = 0600;
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

  /** Loads what the first lock needs, which takes a third of a second on a cold machine. */
  static void warmUp() {
    if (!OS.contains("win")) {
      Unix.load();
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
  @SuppressWarnings("restricted") // The launcher enables native access.
  private static final class Unix {
    private static final boolean MAC = OS.contains("mac");
    private static final int O_RDWR = 2;
    private static final int O_CREAT = MAC ? 0x200 : 0x40;
    private static final int O_CLOEXEC = MAC ? 0x1000000 : 0x80000;
    private static final int EINTR = 4;
    private static final int EWOULDBLOCK = MAC ? 35 : 11;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO_OF =
        Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
        LINKER.downcallHandle(
            LIBC.findOrThrow("open"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK =
        LINKER.downcallHandle(
            LIBC.findOrThrow("flock"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
            ERRNO);
    private static final MethodHandle CLOSE =
        LINKER.downcallHandle(
            LIBC.findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Unix() {}

    /** Runs the static initializer. */
    static void load() {}

    static @Nullable Held tryLock(Path file, boolean shared) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        int flags = O_RDWR | O_CREAT | O_CLOEXEC;
        MemorySegment name = arena.allocateFrom(file.toString());
        int fd = (int) OPEN.invokeExact(state, name, flags, MODE);
        if (fd < 0) {
          throw failure("open", file, errno(state));
        }
        int operation = (shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
        int result;
        do {
          result = (int) FLOCK.invokeExact(state, fd, operation);
        } while (result < 0 && errno(state) == EINTR);
        if (result == 0) {
          return new Descriptor(fd);
        }
        int error = errno(state);
        close(fd);
        if (error == EWOULDBLOCK) {
          return null;
        }
        throw failure("lock", file, error);
      } catch (IOException | RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private static int errno(MemorySegment state) {
      return (int) ERRNO_OF.get(state, 0L);
    }

    private static void close(int fd) {
      try {
        int ignored = (int) CLOSE.invokeExact(fd);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
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
