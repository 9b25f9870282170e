package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The part of a rollout's bytes that is in memory: read byte by byte, or a whole line at a time.
 *
 * <p>Byte by byte it needs its first buffer only, however long a line is. A whole line makes the
 * buffer grow, up to {@link RolloutReader#MAX_LINE_BYTES}; the beginning of a longer one is
 * forgotten.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class LineWindow implements Closeable {
  /** End of the bytes, as a byte that does not occur. */
  static final int END = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long SIGNS = 0x8080808080808080L;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long ESCAPES = 0x5c5c5c5c5c5c5c5cL;
  private static final long BLANKS = 0x2020202020202020L;

  /** Where bytes come from. */
  interface Source extends Closeable {
    /** Reads some of the bytes at {@code offset}; answers how many, or less than one at the end. */
    int read(byte[] target, int from, int length, long offset) throws IOException;
  }

  private final Source source;
  private final long to;
  private final int usualBytes;
  private byte[] buffer;

  /** The unread bytes of the buffer, and where its first byte is in the file. */
  private int at;

  private int end;
  private long bufferOffset;

  private int lineFrom;
  private long lineOffset;
  private boolean terminated = true;
  private long dropped;

  /**
   * The bytes of {@code source} from {@code from} to {@code to}.
   *
   * @param bufferBytes how many are in memory while no line asks for more
   */
  LineWindow(Source source, long from, long to, int bufferBytes) {
    this.source = source;
    this.to = to;
    this.usualBytes = bufferBytes;
    this.buffer = new byte[bufferBytes];
    this.bufferOffset = from;
  }

  /** A file's bytes; any place can be gone to. */
  static Source file(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new Source() {
      @Override
      public int read(byte[] target, int from, int length, long offset) throws IOException {
        return channel.read(ByteBuffer.wrap(target, from, length), offset);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** A stream's bytes, in their order only. */
  static Source stream(InputStream in) {
    return new Source() {
      @Override
      public int read(byte[] target, int from, int length, long offset) throws IOException {
        return in.read(target, from, length);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  // --- Byte by byte ---

  /** The next byte, or {@link #END}. */
  int read() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xff : END;
  }

  /** The next byte, which stays unread, or {@link #END}. */
  int peek() throws IOException {
    return at < end || fill() ? buffer[at] & 0xff : END;
  }

  /** Where the next byte is in the file. */
  long position() {
    return bufferOffset + at;
  }

  /** Goes to a place, of a file only unless it is in memory. */
  void seek(long offset) {
    if (offset >= bufferOffset && offset <= bufferOffset + end) {
      at = (int) (offset - bufferOffset);
    } else {
      bufferOffset = offset;
      at = 0;
      end = 0;
    }
  }

  /** Reads more when everything is read; false at the end. */
  private boolean fill() throws IOException {
    bufferOffset += end;
    at = 0;
    end = 0;
    return more() > 0;
  }

  // --- In the buffer ---

  /** How many bytes can be looked at without reading. */
  int ready() {
    return end - at;
  }

  /** A byte that is ready, counted from the next one. */
  byte ahead(int index) {
    return buffer[at + index];
  }

  /** Steps over bytes that are ready. */
  void step(int bytes) {
    at += bytes;
  }

  /**
   * How many bytes that are ready go on a string: no quote, no escape, no control character among
   * them.
   */
  int plain() {
    byte[] bytes = buffer;
    int stop = end;
    int i = at;
    for (; i <= stop - Long.BYTES; i += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, i);
      long quote = eight ^ QUOTES;
      long escape = eight ^ ESCAPES;
      // The sign bit is set where a byte is zero, or, the last time, smaller than a blank.
      long special =
          ((quote - EACH) & ~quote) | ((escape - EACH) & ~escape) | ((eight - BLANKS) & ~eight);
      if ((special & SIGNS) != 0) {
        break;
      }
    }
    while (i < stop && isPlain(bytes[i])) {
      i++;
    }
    return i - at;
  }

  private static boolean isPlain(byte b) {
    return b != '"' && b != '\\' && (b >= ' ' || b < 0);
  }

  /** Bytes that are ready, as text. */
  String text(int bytes) {
    return new String(buffer, at, bytes, UTF_8);
  }

  void copy(int bytes, ByteArrayOutputStream target) {
    target.write(buffer, at, bytes);
  }

  // --- Lines ---

  /** Takes the line that begins here into memory, and steps over it; false at the end. */
  boolean nextLine() throws IOException {
    if (peek() == END) {
      return false;
    }
    lineFrom = at;
    int scanned = at;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          ended(i + 1, true);
          return true;
        }
      }
      if (end == buffer.length && to > bufferOffset + end) {
        makeRoom();
      }
      int read = more();
      if (read <= 0) {
        ended(end, false);
        return true;
      }
      scanned = end - read;
    }
  }

  private void ended(int next, boolean withLineFeed) {
    at = next;
    lineOffset = bufferOffset + lineFrom;
    terminated = withLineFeed;
  }

  /** Steps over the rest of a line, of which nothing stays in memory. */
  void skipLine() throws IOException {
    while (peek() != END) {
      for (int i = at; i < end; i++) {
        if (buffer[i] == '\n') {
          at = i + 1;
          terminated = true;
          return;
        }
      }
      at = end;
    }
    terminated = false;
  }

  /** Makes room for so many bytes from here on, so that a line of that length is read at once. */
  void makeRoomFor(int bytes) {
    if (buffer.length - at < bytes) {
      byte[] target = new byte[Math.max(bytes, end - at)];
      System.arraycopy(buffer, at, target, 0, end - at);
      bufferOffset += at;
      end -= at;
      at = 0;
      buffer = target;
    }
  }

  /** The array that holds the line. */
  byte[] array() {
    return buffer;
  }

  /** Where in the array the line begins. */
  int lineFrom() {
    return lineFrom;
  }

  int lineLength() {
    return at - lineFrom;
  }

  /** Where in the file the line begins. */
  long lineOffset() {
    return lineOffset;
  }

  /** Whether the last line that ended did so in a line feed. */
  boolean terminated() {
    return terminated;
  }

  /** Takes note that a line ended, for who finds it byte by byte. */
  void lineEnded(boolean withLineFeed) {
    terminated = withLineFeed;
  }

  /** How many lines lost their beginning. */
  long dropped() {
    return dropped;
  }

  /** Reads more behind the unread bytes; answers how many, none at the end. */
  private int more() throws IOException {
    long room = Math.min(buffer.length - end, to - (bufferOffset + end));
    if (room <= 0) {
      return 0;
    }
    int read = source.read(buffer, end, (int) room, bufferOffset + end);
    end += Math.max(read, 0);
    return read;
  }

  private void makeRoom() {
    int unread = end - lineFrom;
    byte[] target = buffer;
    if (unread > buffer.length / 2) {
      if (buffer.length >= RolloutReader.MAX_LINE_BYTES) {
        dropLongLine();
        return;
      }
      target = new byte[(int) Math.min(RolloutReader.MAX_LINE_BYTES, buffer.length * 2L)];
    } else if (buffer.length > usualBytes * 16L && unread < usualBytes) {
      target = new byte[usualBytes];
    }
    System.arraycopy(buffer, lineFrom, target, 0, unread);
    bufferOffset += lineFrom;
    buffer = target;
    lineFrom = 0;
    at = 0;
    end = unread;
  }

  /** Forgets the beginning of a line that is too long; its rest will be no record either. */
  private void dropLongLine() {
    dropped++;
    bufferOffset += end;
    lineFrom = 0;
    at = 0;
    end = 0;
    buffer = new byte[usualBytes];
  }
}
