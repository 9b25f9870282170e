package dev.heddle.server.store.local;

import dev.heddle.server.libc.CFunction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
final class Inotify implements DirectoryEvents {
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
  private static final int ENOSPC = 28;
  private static final int HEADER_BYTES = 16;
  private static final int BUFFER_BYTES = 16 << 10;

  private static final CFunction INIT = CFunction.named("inotify_init1");
  private static final CFunction ADD = CFunction.named("inotify_add_watch");
  private static final CFunction READ = CFunction.named("read");
  private static final CFunction CLOSE = CFunction.named("close");

  private final byte[] buffer = new byte[BUFFER_BYTES];
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

  /** An empty queue. */
  static Inotify open() throws IOException {
    int fd = INIT.call(NON_BLOCKING);
    if (fd < 0) {
      throw new IOException("no watch (errno " + -fd + ")");
    }
    return new Inotify(fd);
  }

  @Override
  public synchronized int add(Path directory, int kinds) throws IOException {
    byte[] name = CFunction.text(directory.toString());
    int watch = ADD.call(requireOpen(), name, kinds | SELF_WENT | ONLY_DIRECTORIES);
    if (watch < 0) {
      throw new IOException(
          watch == -ENOSPC
              ? "all of fs.inotify.max_user_watches are in use"
              : "cannot watch " + directory + " (errno " + -watch + ")");
    }
    return watch;
  }

  @Override
  public synchronized void drain(Consumer<Event> events) throws IOException {
    while (true) {
      int read = READ.call(requireOpen(), buffer, (long) BUFFER_BYTES);
      if (read > 0) {
        parse(read, events);
      } else if (read == 0 || read == -EAGAIN) {
        return;
      } else if (read != -EINTR) {
        throw new IOException("the watch cannot be read (errno " + -read + ")");
      }
    }
  }

  private void parse(int length, Consumer<Event> events) {
    ByteBuffer read = ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.nativeOrder());
    while (read.remaining() >= HEADER_BYTES) {
      int watch = read.getInt();
      int mask = read.getInt();
      read.getInt(); // which events belong together
      int nameBytes = read.getInt();
      events.accept(new Event(watch, mask, text(read.position(), nameBytes)));
      read.position(read.position() + nameBytes);
    }
  }

  /** With zeros behind it. */
  private String text(int at, int length) {
    int end = at;
    while (end < at + length && buffer[end] != 0) {
      end++;
    }
    return new String(buffer, at, end - at, StandardCharsets.UTF_8);
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
      int ignored = CLOSE.call(fd);
      fd = -1;
    }
  }
}
