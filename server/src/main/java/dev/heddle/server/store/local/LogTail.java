package dev.heddle.server.store.local;

import com.google.common.primitives.Bytes;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
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
 * system; in strict mode they, and the directory entries of a new file, were forced.
 *
 * <p><b>Files:</b> a write that fails may leave a part of the batch. It is cut off; if that cannot
 * be done either, the next attempt writes over it or, where something else is, begins a line of its
 * own, so that no two lines are ever glued together. The same happens behind a torn line that
 * another process left. After a force that failed, the system may have dropped what was written and
 * say that all is well: the file is opened anew, the batch written again and read back.
 *
 * <p><b>Thread-safety:</b> for the one writing task; {@link #incidents}, {@link #size}, {@link
 * #changes} and {@link #path} for all.
 */
final class LogTail {
  private static final byte[] LINE_FEED = {'\n'};
  private static final int BUFFER_BYTES = 1 << 16;

  private final String threadId;
  private final Path path;
  private final LogIo io;
  private final WholeFiles whole;
  private final boolean strict;
  private final List<String> incidents = new ArrayList<>();

  private volatile boolean used;
  private @Nullable LogFile file;
  private @Nullable String identity;
  private List<Path> unforced = List.of();
  private boolean empty;

  /** End of the last batch that is known to be whole. */
  private volatile long good;

  private volatile int changes;

  private boolean midLine;
  private boolean attempted;
  private boolean distrusted;

  /**
   * @param from what is known of the file; null when it is still to be made
   */
  LogTail(
      String threadId, Path path, LogIo io, WholeFiles whole, boolean strict, @Nullable Mark from) {
    this.threadId = threadId;
    this.path = path;
    this.io = io;
    this.whole = whole;
    this.strict = strict;
    this.identity = from == null ? null : from.stamp().identity();
    this.good = from == null ? 0 : from.covered();
  }

  Path path() {
    return path;
  }

  /** Whether what was appended was forced to the device. */
  boolean strict() {
    return strict;
  }

  /** Whether the file was never opened for writing. */
  boolean untouched() {
    return !used;
  }

  /** Bytes of the file that are known to be whole lines, or lines others left torn. */
  long size() {
    return good;
  }

  /** How often the file was found to have other lines than those that were appended here. */
  int changes() {
    return changes;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by the writing task only
  private void changed() {
    changes++;
  }

  List<String> incidents() {
    synchronized (incidents) {
      return List.copyOf(incidents);
    }
  }

  /**
   * Appends the batch, whole or, after an exception, to be tried again with the same bytes.
   *
   * @return false when others have changed the file since the last {@link #check}: nothing was
   *     written, and the next one takes note of it
   */
  boolean append(byte[] batch) throws IOException {
    LogFile open = open();
    if (!attempted && open.size() != good) {
      return false;
    }
    byte[] bytes = onItsOwnLine(open, batch);
    attempted = true;
    try {
      open.write(ByteBuffer.wrap(bytes), good);
    } catch (IOException e) {
      cutBack(open, e);
      throw e;
    }
    if (strict) {
      force(open, bytes);
    }
    good = open.size();
    attempted = false;
    midLine = false;
    empty = false;
    return true;
  }

  private void force(LogFile open, byte[] bytes) throws IOException {
    try {
      open.force();
      for (Path directory : unforced) {
        io.forceDirectory(directory);
      }
      if (distrusted && !holds(open, bytes)) {
        throw new IOException("what was written reads back differently");
      }
    } catch (IOException e) {
      distrusted = true;
      cutBack(open, e);
      forget(open, e);
      throw e;
    }
    unforced = List.of();
    distrusted = false;
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
      if (!attempted && open.size() != good) {
        changed();
      }
      whole.write(path, out -> copy(open, out));
      incident("the rollout had been removed while open; restored");
      reopen(open);
    } else if (!now.identity().equals(identity)) {
      refuseAnothers();
      changed();
      incident("the rollout had been replaced while open");
      reopen(open);
      settle(open());
    } else if (!attempted && now.size() != good) {
      changed();
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

  /** Opens a file that is there to be gone on with, so that it is known what is in it. */
  void openStored() throws IOException {
    if (good > 0) {
      LogFile unused = open();
    }
  }

  private LogFile open() throws IOException {
    LogFile open = file;
    if (open != null) {
      return open;
    }
    FileStamp found = io.stamp(path);
    if (good > 0) {
      refuseGoneOrAnothers(found);
    } else if (found == null) {
      unforced = entriesToForce();
      empty = true;
    }
    open = io.open(path);
    try {
      take(open, found);
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
    file = open;
    return open;
  }

  private void take(LogFile open, @Nullable FileStamp found) throws IOException {
    FileStamp stamp = io.stamp(path);
    if (stamp == null || (found != null && !found.sameFile(stamp))) {
      throw new IOException("the rollout was moved while it was opened");
    }
    boolean same = stamp.identity().equals(identity) && stamp.size() >= good;
    if (identity != null && !same) {
      changed();
      incident("the rollout had been replaced or cut while closed");
    } else if (same && !attempted && holdsLine(open, good, stamp.size())) {
      changed();
      incident("lines had been added to the rollout while closed");
    }
    identity = stamp.identity();
    used = true;
    if (!attempted || !same) {
      settle(open);
    }
  }

  /** A thread that has a file is continued in that, or in a copy of it, and in no other. */
  private void refuseGoneOrAnothers(@Nullable FileStamp found) throws IOException {
    if (found == null) {
      throw new ThreadStoreException(
          Kind.IO, threadId, "the thread's rollout was moved away or removed", null);
    }
    if (!found.identity().equals(identity)) {
      refuseAnothers();
    }
  }

  private void refuseAnothers() throws IOException {
    if (!belongs()) {
      throw new ThreadStoreException(
          Kind.CORRUPT, threadId, "the thread's rollout was replaced by another file", null);
    }
  }

  /** The directories that hold the entries of a file that is about to be created. */
  private List<Path> entriesToForce() throws IOException {
    List<Path> directories = new ArrayList<>();
    for (Path at = path.getParent(); at != null; at = at.getParent()) {
      directories.add(at);
      if (io.stamp(at) != null) {
        break;
      }
    }
    return directories;
  }

  private void reopen(LogFile old) throws IOException {
    file = null;
    identity = null;
    old.close();
    long goodBefore = good;
    boolean midLineBefore = midLine;
    open();
    if (attempted && goodBefore <= good) {
      good = goodBefore;
      midLine = midLineBefore;
    }
  }

  /** The next attempt opens the file anew. */
  private void forget(LogFile open, IOException cause) {
    file = null;
    try {
      open.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Takes the file as it is now: the next batch goes to its end, on a line of its own. */
  private void settle(LogFile open) throws IOException {
    good = open.size();
    midLine = good > 0 && !endsInLineFeed(open, good);
  }

  /** Whether a line ends there: what is torn may be anybody's. */
  private static boolean holdsLine(LogFile open, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, to - from));
    for (long at = from; at < to && open.read(buffer, at) > 0; buffer.clear()) {
      if (Bytes.indexOf(Arrays.copyOf(buffer.array(), buffer.position()), LINE_FEED[0]) >= 0) {
        return true;
      }
      at += buffer.position();
    }
    return false;
  }

  private static boolean endsInLineFeed(LogFile open, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return open.read(last, size - 1) == 1 && last.get(0) == '\n';
  }

  /** The bytes to write at {@link #good}, given what an earlier attempt left there. */
  private byte[] onItsOwnLine(LogFile open, byte[] batch) throws IOException {
    byte[] bytes = midLine ? concat(LINE_FEED, batch) : batch;
    long left = open.size() - good;
    if (left == 0) {
      return bytes;
    }
    try {
      open.truncate(good);
      return bytes;
    } catch (IOException e) {
      if (left <= bytes.length && holds(open, Arrays.copyOf(bytes, (int) left))) {
        return bytes; // written over what is the same
      }
      changed();
      settle(open);
      return midLine ? concat(LINE_FEED, batch) : batch;
    }
  }

  /** Whether these bytes are in the file behind what is known to be good. */
  private boolean holds(LogFile open, byte[] bytes) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(bytes.length);
    while (found.hasRemaining() && open.read(found, good + found.position()) > 0) {
      continue;
    }
    return !found.hasRemaining() && Arrays.equals(found.array(), bytes);
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

  private static void copy(LogFile from, OutputStream to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (long offset = 0; from.read(buffer, offset) > 0; buffer.clear()) {
      to.write(buffer.array(), 0, buffer.position());
      offset += buffer.position();
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
