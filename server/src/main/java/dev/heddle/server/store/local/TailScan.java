package dev.heddle.server.store.local;

import dev.heddle.server.rollout.RolloutRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of a rollout file, read from the back in growing windows.
 *
 * @param size bytes looked back from; less than asked for when the file is shorter
 * @param atLineEnd whether the last byte is a line feed, or there is none
 * @param lastOrdinal ordinal of the newest record that has one; {@link RolloutRecord#NO_ORDINAL}
 *     when none does
 * @param lastEnd where the line after that record begins; 0 when there is none
 * @param skipped lines that were no records, behind that one
 */
record TailScan(long size, boolean atLineEnd, long lastOrdinal, long lastEnd, long skipped) {
  private static final long WINDOW_BYTES = 1 << 16;

  /** Looks at the end of the whole file. */
  static TailScan of(Path path) throws IOException {
    return before(path, Long.MAX_VALUE);
  }

  /** Looks back from {@code end}. */
  static TailScan before(Path path, long end) throws IOException {
    if (RolloutFile.compressed(path)) {
      return ofCompressed(path, end);
    }
    long size;
    boolean atLineEnd;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      size = Math.min(channel.size(), end);
      ByteBuffer last = ByteBuffer.allocate(1);
      atLineEnd = size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n');
    }
    for (long window = WINDOW_BYTES; ; window *= 8) {
      long from = Math.max(0, size - window);
      TailScan found = ofWindow(path, from, size, atLineEnd);
      if (from == 0 || found.lastOrdinal != RolloutRecord.NO_ORDINAL) {
        return found;
      }
    }
  }

  /** Whether a record ends there that lacks its line feed. */
  static boolean unendedRecord(Path path, long end) throws IOException {
    for (long window = WINDOW_BYTES; ; window *= 8) {
      long from = RolloutFile.compressed(path) ? 0 : Math.max(0, end - window);
      long records = 0;
      long last = 0;
      try (RolloutReader reader = RolloutReader.open(path, from, end)) {
        while (reader.next() != null) {
          records++;
          last = reader.nextOffset();
        }
        // Of a single line in the window the beginning may be missing.
        if (from == 0 || records + reader.skipped() > 1) {
          return last == end && !reader.terminated();
        }
      }
    }
  }

  /** There is no way into the middle of a compressed file: all of it is read. */
  private static TailScan ofCompressed(Path path, long to) throws IOException {
    long ordinal = RolloutRecord.NO_ORDINAL;
    long end = 0;
    long skippedBefore = 0;
    try (RolloutReader reader = RolloutReader.open(path, 0, to)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        if (r.ordinal() != RolloutRecord.NO_ORDINAL) {
          ordinal = r.ordinal();
          end = reader.nextOffset();
          skippedBefore = reader.skipped();
        }
      }
      long size = reader.nextOffset();
      return new TailScan(
          size, size == 0 || reader.terminated(), ordinal, end, reader.skipped() - skippedBefore);
    }
  }

  /** The first line of a window that starts inside a line is no record: it lacks its head. */
  private static TailScan ofWindow(Path path, long from, long to, boolean atLineEnd)
      throws IOException {
    long ordinal = RolloutRecord.NO_ORDINAL;
    long end = 0;
    long skippedBefore = 0;
    try (FoldReader reader = FoldReader.open(path, from, to)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        if (r.ordinal() != RolloutRecord.NO_ORDINAL) {
          ordinal = r.ordinal();
          end = reader.nextOffset();
          skippedBefore = reader.skipped();
        }
      }
      return new TailScan(to, atLineEnd, ordinal, end, reader.skipped() - skippedBefore);
    }
  }
}
