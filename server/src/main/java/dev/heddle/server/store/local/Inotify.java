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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Linux's {@code inotify(7)}: a queue, filled by the kernel within the call that changes a file,
 * whoever makes it. So what was changed before {@link #drain} began is told by it.
 *
 * <p>That is what Java's own watch service cannot promise: it reads the same queue on a thread of
 * its own, and nobody knows when it gets there.
 *
 * <p><b>Thread-safety:</b> thread-safe; one call at a time.
 */
@SuppressWarnings("restricted") // The launcher enables native access.
final class Inotify implements AutoCloseable {
  /** Contents or attributes of a file changed. */
  static final int CHANGED = 0x2 | 0x4;

  /** A file or directory came or went. */
  static final int CAME_OR_WENT = 0x40 | 0x80 | 0x100 | 0x200;

  /** The watched directory itself went. */
  static final int SELF_WENT = 0x400 | 0x800;

  /** The queue was too long for the kernel: whatever happened meanwhile is unknown. */
  static final int OVERFLOW = 0x4000;

  /** The watch ended: its directory went, or its file system did. */
  static final int ENDED = 0x2000 | 0x8000;

  /** It is about a directory. */
  static final int DIRECTORY = 0x40000000;

  private static final int ONLY_DIRECTORIES = 0x01000000;
  private static final int NON_BLOCKING = 0x800 | 0x80000; // and closed on exec
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final int HEADER_BYTES = 16;
  private static final int BUFFER_BYTES = 64 << 10;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_OF =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle INIT =
      LINKER.downcallHandle(
          LIBC.findOrThrow("inotify_init1"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          ERRNO);
  private static final MethodHandle ADD =
      LINKER.downcallHandle(
          LIBC.findOrThrow("inotify_add_watch"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_INT),
          ERRNO);
  private static final MethodHandle READ =
      LINKER.downcallHandle(
          LIBC.findOrThrow("read"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.ADDRESS,
              ValueLayout.JAVA_LONG),
          ERRNO);
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LIBC.findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, Long.BYTES);
  private int fd;

  private Inotify(int fd) {
    this.fd = fd;
  }

  /**
   * Something that happened.
   *
   * @param watch number of the watched directory; -1 for {@link #OVERFLOW}
   * @param mask what happened
   * @param name of the entry it is about; empty when it is about the directory
   */
  record Event(int watch, int mask, String name) {
    boolean is(int kinds) {
      return (mask & kinds) != 0;
    }
  }

  /** Whether this system has it. */
  static boolean available() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
  }

  /** Makes the calls ready, unless they are: some 20 ms of a processor. */
  static void load() {
    // The class has been made ready when this is entered.
  }

  /** An empty queue. */
  static Inotify open() throws IOException {
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment errno = confined.allocate(Linker.Option.captureStateLayout());
      int fd = (int) INIT.invokeExact(errno, NON_BLOCKING);
      if (fd < 0) {
        throw new IOException("no watch (errno " + (int) ERRNO_OF.get(errno, 0L) + ")");
      }
      return new Inotify(fd);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Watches a directory for these kinds of events; answers the watch's number. */
  synchronized int add(Path directory, int kinds) throws IOException {
    try (Arena confined = Arena.ofConfined()) {
      MemorySegment name = confined.allocateFrom(directory.toString());
      int watch =
          (int) ADD.invokeExact(state, requireOpen(), name, kinds | SELF_WENT | ONLY_DIRECTORIES);
      if (watch < 0) {
        throw new IOException("cannot watch " + directory + " (errno " + errno() + ")");
      }
      return watch;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hands on everything that happened since the last time. Never waits. */
  synchronized void drain(Consumer<Event> events) throws IOException {
    try {
      while (true) {
        long read = (long) READ.invokeExact(state, requireOpen(), buffer, (long) BUFFER_BYTES);
        if (read > 0) {
          parse(read, events);
          continue;
        }
        int error = read < 0 ? errno() : EAGAIN;
        if (error == EAGAIN) {
          return;
        }
        if (error != EINTR) {
          throw new IOException("the watch cannot be read (errno " + error + ")");
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void parse(long length, Consumer<Event> events) {
    for (long at = 0; at + HEADER_BYTES <= length; ) {
      int watch = buffer.get(ValueLayout.JAVA_INT, at);
      int mask = buffer.get(ValueLayout.JAVA_INT, at + 4);
      int nameBytes = buffer.get(ValueLayout.JAVA_INT, at + 12);
      at += HEADER_BYTES;
      String name = nameBytes == 0 ? "" : buffer.getString(at, StandardCharsets.UTF_8);
      at += nameBytes;
      events.accept(new Event(watch, mask, name));
    }
  }

  private int errno() {
    return (int) ERRNO_OF.get(state, 0L);
  }

  private int requireOpen() throws IOException {
    if (fd < 0) {
      throw new IOException("the watch is closed");
    }
    return fd;
  }

  @Override
  public synchronized void close() {
    if (fd >= 0) {
      try {
        int ignored = (int) CLOSE.invokeExact(fd);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
      fd = -1;
      arena.close();
    }
  }
}
