package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The growing end of one rollout file: appends whole batches of lines, and knows what to do about
 * half a batch.
 *
 * <p><b>Durability:</b> when {@link #append} returns, the bytes were handed to the operating
 * system; in strict mode they, and the directory entry of a new file, were forced.
 *
 * <p><b>Files:</b> a write that fails may leave a part of the batch. It is cut off; if that cannot
 * be done either, the next attempt writes the missing rest or, behind anything else, begins a line
 * of its own, so that no two lines are ever glued together. The same happens behind a torn line
 * that another process left.
 *
 * <p><b>Thread-safety:</b> for the one writing task; {@link #incidents} and {@link #path} for all.
 */
final class LogTail {
  private static final byte[] LINE_FEED = {'\n'};

  private final String threadId;
  private final Path path;
  private final LogIo io;
  private final boolean strict;
  private final List<String> incidents = new ArrayList<>();

  private volatile @Nullable LogFile file;
  private @Nullable String identity;
  private boolean created;
  private boolean empty;

  /** End of the last batch that is known to be whole. */
  private volatile long good;

  private boolean midLine;
  private boolean attempted;

  LogTail(String threadId, Path path, LogIo io, boolean strict) {
    this.threadId = threadId;
    this.path = path;
    this.io = io;
    this.strict = strict;
  }

  Path path() {
    return path;
  }

  /** Whether the file was never opened for writing. */
  boolean untouched() {
    return file == null;
  }

  /** Bytes of the file that are known to be whole lines, or lines others left torn. */
  long size() {
    return good;
  }

  List<String> incidents() {
    synchronized (incidents) {
      return List.copyOf(incidents);
    }
  }

  /** Appends the batch, whole or, after an exception, to be tried again with the same bytes. */
  void append(byte[] batch) throws IOException {
    LogFile open = open();
    byte[] bytes = resume(open, batch);
    attempted = true;
    try {
      open.append(ByteBuffer.wrap(bytes));
      if (strict) {
        open.force();
        if (created) {
          io.forceDirectory(CodexHome.parent(path));
          created = false;
        }
      }
    } catch (IOException e) {
      cutBack(open, e);
      throw e;
    }
    good = open.size();
    attempted = false;
    midLine = false;
    empty = false;
  }

  /** Opens the file if it is not open, and makes sure that it is still the one at its path. */
  void check() throws IOException {
    LogFile open = file;
    if (open == null) {
      return;
    }
    FileStamp now = io.stamp(path);
    if (now == null) {
      // The bytes live as long as they are open: give them their name back.
      io.recreate(open, path);
      incident("the rollout had been removed while open; restored");
      reopen(open);
    } else if (!now.identity().equals(identity)) {
      if (!belongs()) {
        throw new ThreadStoreException(
            Kind.CORRUPT, threadId, "the thread's rollout was replaced by another file", null);
      }
      incident("the rollout had been replaced while open");
      reopen(open);
      settle(open());
    } else if (!attempted && now.size() != good) {
      incident("the rollout had been changed while open, by " + (now.size() - good) + " bytes");
      settle(open);
    }
  }

  void close() {
    LogFile open = file;
    if (open != null) {
      try {
        open.close();
        if (empty) {
          // A thread that could not be stored at all leaves nothing behind.
          io.delete(path);
        }
      } catch (IOException e) {
        incident("the rollout could not be closed: " + e.getMessage());
      }
    }
  }

  private LogFile open() throws IOException {
    LogFile open = file;
    if (open != null) {
      return open;
    }
    created = io.stamp(path) == null;
    empty |= created;
    open = io.open(path);
    FileStamp stamp = io.stamp(path);
    if (stamp == null) {
      open.close();
      throw new IOException("the rollout vanished while it was opened");
    }
    identity = stamp.identity();
    settle(open);
    file = open;
    return open;
  }

  private void reopen(LogFile old) throws IOException {
    file = null;
    old.close();
    long before = good;
    open();
    if (attempted) {
      good = Math.min(before, good);
    }
  }

  /** Takes the file as it is now: the next batch goes to its end, on a line of its own. */
  private void settle(LogFile open) throws IOException {
    good = open.size();
    midLine = good > 0 && !endsInLineFeed(open, good);
  }

  private static boolean endsInLineFeed(LogFile open, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return open.read(last, size - 1) == 1 && last.get(0) == '\n';
  }

  /** What is still to be written of the batch, given what an earlier attempt left. */
  private byte[] resume(LogFile open, byte[] batch) throws IOException {
    byte[] bytes = midLine ? concat(LINE_FEED, batch) : batch;
    long left = open.size() - good;
    if (left == 0) {
      return bytes;
    }
    try {
      open.truncate(good);
      return bytes;
    } catch (IOException e) {
      if (isPrefix(open, left, bytes)) {
        return Arrays.copyOfRange(bytes, (int) left, bytes.length);
      }
      settle(open);
      return midLine ? concat(LINE_FEED, batch) : batch;
    }
  }

  private boolean isPrefix(LogFile open, long length, byte[] bytes) throws IOException {
    if (length > bytes.length) {
      return false;
    }
    ByteBuffer found = ByteBuffer.allocate((int) length);
    while (found.hasRemaining() && open.read(found, good + found.position()) > 0) {
      continue;
    }
    return !found.hasRemaining()
        && Arrays.equals(found.array(), 0, (int) length, bytes, 0, (int) length);
  }

  private void cutBack(LogFile open, IOException cause) {
    try {
      open.truncate(good);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private boolean belongs() throws IOException {
    try {
      return SessionHead.id(SessionHead.read(path)).equals(threadId);
    } catch (ThreadStoreException e) {
      return false;
    }
  }

  void incident(String what) {
    synchronized (incidents) {
      incidents.add(what);
    }
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
