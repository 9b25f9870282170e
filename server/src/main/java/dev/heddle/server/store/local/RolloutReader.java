package dev.heddle.server.store.local;

import com.github.luben.zstd.ZstdInputStream;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final LineWindow window;
  private long skipped;
  private long line;
  private long wholeBytes;
  private BlobReader blobs;
  private Skips skips = (number, offset, bytes, whole) -> {};

  private RolloutReader(
      LineWindow.Source source, long from, long to, int bufferBytes, BlobReader blobs) {
    this.window = new LineWindow(source, from, to, bufferBytes);
    this.blobs = blobs;
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
    return new RolloutReader(
        source(path, from), from, to, BUFFER_BYTES, new BlobArea(path)::inflated);
  }

  /** For tests: the same with another buffer, so that every boundary can be tried. */
  static RolloutReader open(InputStream in, int bufferBytes) {
    return new RolloutReader(
        LineWindow.stream(in), 0, Long.MAX_VALUE, bufferBytes, record -> record);
  }

  private static LineWindow.Source source(Path path, long from) throws IOException {
    return RolloutFile.compressed(path)
        ? LineWindow.stream(bytes(path, from))
        : LineWindow.file(path);
  }

  /**
   * The bytes of the uncompressed file from a position in it on.
   *
   * @throws java.io.EOFException when it ends before that
   */
  static InputStream bytes(Path path, long from) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      if (RolloutFile.compressed(path)) {
        in = new ZstdInputStream(in).setContinuous(true);
      }
      in.skipNBytes(from);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next record, or null at the end. */
  @Nullable RolloutRecord next() throws IOException {
    while (window.nextLine()) {
      line++;
      DecodedLine decoded =
          RolloutCodec.decode(window.array(), window.lineFrom(), window.lineLength());
      if (decoded instanceof DecodedLine.Parsed(RolloutRecord found, long whole)) {
        wholeBytes = Math.max(whole, window.lineLength());
        if (wholeBytes <= MAX_LINE_BYTES) {
          return whole == 0 ? found : blobs.in(found);
        }
        skip();
      } else if (decoded instanceof DecodedLine.Skipped) {
        skip();
      }
    }
    return null;
  }

  private void skip() {
    skipped++;
    skips.skipped(line, offset(), window.lineLength(), terminated());
  }

  /** What becomes of records that name blobs. */
  @FunctionalInterface
  interface BlobReader {
    /** What is read in the place of this record. */
    RolloutRecord in(RolloutRecord record) throws IOException;
  }

  /** Puts something else than their contents in the places of blobs. */
  void onBlobs(BlobReader reader) {
    blobs = reader;
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
    return window.lineOffset();
  }

  /** Where the line after the last record begins. */
  long nextOffset() {
    return window.position();
  }

  /** How long the line of the last record is with what its blobs have. */
  long wholeBytes() {
    return wholeBytes;
  }

  /** Number of the last record's line, the first one read being 1. */
  long line() {
    return line;
  }

  /** Whether the last line read ended in a line feed. */
  boolean terminated() {
    return window.terminated();
  }

  /** How many lines were no records so far. */
  long skipped() {
    return skipped + window.dropped();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
