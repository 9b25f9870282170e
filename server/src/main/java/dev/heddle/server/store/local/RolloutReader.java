package dev.heddle.server.store.local;

import com.github.luben.zstd.ZstdInputStream;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The records of a rollout file, oldest first, read past damage.
 *
 * <p>Works on bytes and splits at line feeds only. A line that is no record (garbage, torn) is
 * skipped and counted; what {@link RolloutCodec} can make a record of, it is. Holds one line at a
 * time, whatever the size of the file; a line over {@link #MAX_LINE_BYTES} counts as damage.
 *
 * <p>A last line without its line feed counts when it is a whole record.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class RolloutReader implements Closeable {
  static final int MAX_LINE_BYTES = 512 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final long to;
  private byte[] buffer;

  /** The unread bytes of the buffer, and where its first byte is in the file. */
  private int start;

  private int end;
  private long bufferOffset;

  private long lineOffset;
  private long lineEnd;
  private boolean terminated;
  private long skipped;
  private long line;
  private Skips skips = (number, offset, bytes, whole) -> {};

  private RolloutReader(InputStream in, long from, long to, int bufferBytes) {
    this.in = in;
    this.to = to;
    this.buffer = new byte[bufferBytes];
    this.bufferOffset = from;
  }

  static RolloutReader open(Path path) throws IOException {
    return open(path, 0, Long.MAX_VALUE);
  }

  /**
   * Opens the bytes from {@code from} to {@code to}, positions in the uncompressed file.
   *
   * @param from the beginning of a line
   * @param to exclusive; past the end means the end
   */
  static RolloutReader open(Path path, long from, long to) throws IOException {
    return new RolloutReader(stream(path, from), from, to, BUFFER_BYTES);
  }

  /** For tests: the same with another buffer, so that every boundary can be tried. */
  static RolloutReader open(InputStream in, int bufferBytes) {
    return new RolloutReader(in, 0, Long.MAX_VALUE, bufferBytes);
  }

  private static InputStream stream(Path path, long from) throws IOException {
    if (path.toString().endsWith(".zst")) {
      InputStream in = new ZstdInputStream(Files.newInputStream(path)).setContinuous(true);
      in.skipNBytes(from);
      return in;
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    channel.position(from);
    return Channels.newInputStream(channel);
  }

  /** The next record, or null at the end. */
  @Nullable RolloutRecord next() throws IOException {
    while (nextLine()) {
      int from = (int) (lineOffset - bufferOffset);
      switch (RolloutCodec.decode(buffer, from, (int) (lineEnd - lineOffset))) {
        case DecodedLine.Parsed(RolloutRecord found) -> {
          return found;
        }
        case DecodedLine.Skipped skippedLine -> {
          skipped++;
          skips.skipped(line, lineOffset, lineEnd - lineOffset, terminated);
        }
        case DecodedLine.Blank blank -> {}
      }
    }
    return null;
  }

  /** Hears of lines that are no records. */
  @FunctionalInterface
  interface Skips {
    /**
     * A line was skipped.
     *
     * @param number of the line, the first one read being 1
     * @param offset where it begins in the file
     * @param bytes its length, with its line feed
     * @param terminated whether it has one
     */
    void skipped(long number, long offset, long bytes, boolean terminated);
  }

  /** Who hears of lines that are skipped. */
  void onSkipped(Skips listener) {
    skips = listener;
  }

  /** Where the line of the last record begins. */
  long offset() {
    return lineOffset;
  }

  /** Where the line after the last record begins. */
  long nextOffset() {
    return lineEnd;
  }

  /** Whether the last line read ended in a line feed. */
  boolean terminated() {
    return terminated;
  }

  /** How many lines were no records so far. */
  long skipped() {
    return skipped;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean nextLine() throws IOException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          found(i + 1, true);
          return true;
        }
      }
      int read = fill();
      if (read <= 0) {
        if (start == end) {
          return false;
        }
        found(end, false);
        return true;
      }
      scanned = end - read;
    }
  }

  private void found(int lineEndIndex, boolean withLineFeed) {
    lineOffset = bufferOffset + start;
    lineEnd = bufferOffset + lineEndIndex;
    terminated = withLineFeed;
    line++;
    start = lineEndIndex;
  }

  /** Reads more behind the unread bytes; answers how many, none at the end. */
  private int fill() throws IOException {
    long room = to - (bufferOffset + end);
    if (room <= 0) {
      return 0;
    }
    if (end == buffer.length) {
      makeRoom();
    }
    int read = in.read(buffer, end, (int) Math.min(buffer.length - end, room));
    end += Math.max(read, 0);
    return read;
  }

  private void makeRoom() throws IOException {
    int unread = end - start;
    byte[] target = buffer;
    if (unread > buffer.length / 2) {
      if (buffer.length >= MAX_LINE_BYTES) {
        dropLongLine();
        return;
      }
      target = new byte[(int) Math.min(MAX_LINE_BYTES, buffer.length * 2L)];
    } else if (buffer.length > BUFFER_BYTES * 16 && unread < BUFFER_BYTES) {
      target = new byte[BUFFER_BYTES];
    }
    System.arraycopy(buffer, start, target, 0, unread);
    bufferOffset += start;
    buffer = target;
    start = 0;
    end = unread;
  }

  /** Forgets the beginning of a line that is too long; its rest will be no record either. */
  private void dropLongLine() {
    skipped++;
    bufferOffset += end;
    start = 0;
    end = 0;
    buffer = new byte[BUFFER_BYTES];
  }
}
