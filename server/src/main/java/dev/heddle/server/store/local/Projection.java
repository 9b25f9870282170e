package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.Timestamps;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.VisibleMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Makes rows from rollout files: from the start, or from where an older row stopped. */
final class Projection {
  private static final int TAIL_BYTES = 4096;

  /** An identity that no file has. */
  private static final String NO_FILE = "";

  /** To compare so many bytes costs no more than to open the file. */
  private static final long SHORT_BYTES = 64 << 10;

  /** Most files are small, and a start may read all of them. */
  private static final int MIN_BUFFER = 1 << 12;

  private static final int MAX_BUFFER = 1 << 18;

  private final Function<String, @Nullable RolloutFile> byKey;

  Projection(Function<String, @Nullable RolloutFile> byKey) {
    this.byKey = byKey;
  }

  /**
   * The row of the thread whose current file this is.
   *
   * <p>Without what the file refers to it is the row of the file alone, whose mark never agrees:
   * the rest may come back.
   *
   * @param older a row that may cover a part of the file, or null
   * @throws ThreadStoreException CORRUPT or INVALID_REQUEST as {@link RolloutChain#resolve}
   */
  ThreadRow row(RolloutFile file, FileStamp stamp, @Nullable ThreadRow older) throws IOException {
    return older != null && covers(older.mark(), file, stamp)
        ? readOn(new RowFold(older), file, stamp, older.mark())
        : rebuild(file, stamp);
  }

  private ThreadRow rebuild(RolloutFile file, FileStamp stamp) throws IOException {
    RolloutChain chain = chain(file);
    boolean whole = chain.whole();
    List<String> keys = whole ? chain.baseKeys() : RolloutChain.referred(file, byKey);
    FileStamp seen = whole ? stamp : new FileStamp(NO_FILE, stamp.size(), stamp.modifiedNs());
    RowFold fold = new RowFold(file.threadId(), keys);
    for (RolloutChain.Part part : chain.parts()) {
      if (part.inherited()) {
        chain.replay(part, fold::accept);
      }
    }
    JsonObject meta = chain.current().meta();
    if (SessionHead.isStandIn(meta)) {
      Instant created = Timestamps.parse(Json.string(meta, "timestamp", ""));
      fold.accept(RolloutRecord.of(created, RecordTypes.SESSION_META, meta));
    }
    Mark start = new Mark(file.path(), seen, 0, RolloutRecord.NO_ORDINAL, "", ContentHash.EMPTY);
    return readOn(fold, file, seen, start);
  }

  /** Whether the row was made without what its file refers to. */
  static boolean alone(ThreadRow row) {
    return row.mark().stamp().identity().equals(NO_FILE);
  }

  /** Whether all that the file refers to can be read. */
  boolean whole(RolloutFile file) throws IOException {
    return chain(file).whole();
  }

  /** The chain, or the file alone when what it refers to is broken: it can still be listed. */
  private RolloutChain chain(RolloutFile file) throws IOException {
    try {
      return RolloutChain.resolve(file, byKey);
    } catch (ThreadStoreException e) {
      if (e.kind() != ThreadStoreException.Kind.INVALID_REQUEST) {
        throw e;
      }
      return RolloutChain.alone(file, byKey);
    }
  }

  /**
   * Hands on what was said, oldest first, each with where the record behind it begins in the file;
   * 0 for what the file inherits.
   *
   * @param from where to begin in the file; 0 is what it inherits before
   * @return up to where its lines are whole
   */
  long messages(RolloutFile file, long from, ObjLongConsumer<String> sink) throws IOException {
    if (from == 0) {
      RolloutChain chain = chain(file);
      for (RolloutChain.Part part : chain.parts()) {
        if (part.inherited()) {
          chain.replay(part, record -> message(record, 0, sink));
        }
      }
    }
    long covered = from;
    try (RolloutReader reader = RolloutReader.open(file.path(), from, Long.MAX_VALUE)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        covered = reader.nextOffset();
        message(r, covered, sink);
      }
    }
    return covered;
  }

  private static void message(RolloutRecord record, long next, ObjLongConsumer<String> sink) {
    String text = VisibleMessages.of(record);
    if (text != null) {
      sink.accept(text, next);
    }
  }

  private static ThreadRow readOn(RowFold fold, RolloutFile file, FileStamp stamp, Mark from)
      throws IOException {
    if (file.compressed()) {
      try (RolloutReader reader = RolloutReader.open(file.path(), from.covered(), Long.MAX_VALUE)) {
        return readOn(fold, file, stamp, from, reader::next, reader::nextOffset);
      }
    }
    int buffer = Math.clamp(stamp.size() - from.covered() + 1, MIN_BUFFER, MAX_BUFFER);
    try (FoldReader reader = FoldReader.open(file.path(), from.covered(), Long.MAX_VALUE, buffer)) {
      return readOn(fold, file, stamp, from, reader::next, reader::nextOffset);
    }
  }

  /** The next record, or null at the end. */
  @FunctionalInterface
  private interface Next {
    @Nullable RolloutRecord record() throws IOException;
  }

  private static ThreadRow readOn(
      RowFold fold, RolloutFile file, FileStamp stamp, Mark from, Next next, LongSupplier offset)
      throws IOException {
    long covered = from.covered();
    long ordinal = from.lastOrdinal();
    for (RolloutRecord r = next.record(); r != null; r = next.record()) {
      fold.accept(r);
      covered = offset.getAsLong();
      ordinal = Math.max(ordinal, r.ordinal());
    }
    String hash = file.compressed() ? "" : tailHash(file.path(), covered);
    String content =
        file.compressed()
            ? ""
            : ContentHash.extend(from.contentHash(), file.path(), from.covered(), covered);
    return fold.row(file, new Mark(file.path(), stamp, covered, ordinal, hash, content));
  }

  /**
   * Whether the file has the bytes before the mark that it had when the mark was set: all of them
   * if they are few, else the last.
   */
  static boolean sameBytes(Mark mark, RolloutFile file) throws IOException {
    return file.compressed()
        || (mark.covered() <= SHORT_BYTES
            ? sameContent(mark, file)
            : tailHash(file.path(), mark.covered()).equals(mark.tailHash()));
  }

  /** Whether all bytes before the mark are those that were there when it was set. */
  static boolean sameContent(Mark mark, RolloutFile file) throws IOException {
    return file.compressed()
        || ContentHash.of(file.path(), mark.covered()).equals(mark.contentHash());
  }

  /** Whether the file only grew since the mark was set. */
  private static boolean covers(Mark mark, RolloutFile file, FileStamp stamp) throws IOException {
    RolloutFile marked = RolloutFile.parse(mark.path(), false);
    return marked != null
        && !file.compressed()
        && marked.key().equals(file.key())
        && stamp.sameFile(mark.stamp())
        && stamp.size() >= mark.covered()
        && mark.covered() > 0
        && sameBytes(mark, file)
        && !goesOn(file.path(), mark.covered());
  }

  /** Whether a line that ended there has become longer: it was another line all along. */
  static boolean goesOn(Path path, long end) throws IOException {
    ByteBuffer around = ByteBuffer.allocate(2); // what is before and what is behind
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (around.hasRemaining() && channel.read(around, end - 1 + around.position()) > 0) {
        continue;
      }
    }
    return !around.hasRemaining() && around.get(0) != '\n' && around.get(1) != '\n';
  }

  /** A hash of the bytes just before {@code end}. */
  static String tailHash(Path path, long end) throws IOException {
    int length = (int) Math.min(TAIL_BYTES, end);
    ByteBuffer tail = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      while (tail.hasRemaining() && channel.read(tail, end - length + tail.position()) > 0) {
        continue;
      }
    }
    CRC32C crc = new CRC32C();
    crc.update(tail.flip());
    return Long.toHexString(crc.getValue());
  }
}
