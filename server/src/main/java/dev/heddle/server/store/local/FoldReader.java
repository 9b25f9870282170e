package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.DecodedLine;
import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.local.JsonScanner.OddLine;
import dev.heddle.server.store.local.JsonScanner.TornLine;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of a rollout file as the folds need them: the same lines that {@link RolloutReader}
 * makes records of, with only the members in {@link FoldMembers}. Many times faster, and in bounded
 * memory however long a line is: what nobody looks at is stepped over byte by byte.
 *
 * <p>Accepts plain JSON by itself. A line with anything unusual in it goes through {@link
 * RolloutCodec}, so that there is one judge of what is a record.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class FoldReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int MAX_DIGITS = 18;

  private final LineWindow window;
  private final JsonScanner json;
  private final TimestampScanner timestamps;
  private final Function<String, FoldMembers> members;
  private final BlobArea blobs;
  private long wholeBytes;
  private long lineOffset;
  private long lineEnd;
  private long skipped;

  private FoldReader(
      LineWindow window, long from, Function<String, FoldMembers> members, BlobArea blobs) {
    this.window = window;
    this.json = new JsonScanner(window);
    this.timestamps = new TimestampScanner(window, json);
    this.members = members;
    this.blobs = blobs;
    this.lineOffset = from;
    this.lineEnd = from;
  }

  /**
   * Opens the bytes from {@code from} to {@code to} of a file that is not compressed.
   *
   * @param from the beginning of a line
   * @param to exclusive; past the end means the end
   */
  static FoldReader open(Path path, long from, long to) throws IOException {
    return open(path, from, to, BUFFER_BYTES);
  }

  /**
   * The same of a part's contents, which are plain, for any reader.
   *
   * @param members by type of record, what is looked at in its payload
   */
  static FoldReader open(
      RolloutChain.Part part, long from, long to, Function<String, FoldMembers> members)
      throws IOException {
    LineWindow window = new LineWindow(LineWindow.file(part.contents()), from, to, BUFFER_BYTES);
    return new FoldReader(window, from, members, new BlobArea(part.file().path()));
  }

  /**
   * The same for another reader than the folds.
   *
   * @param members by type of record, what is looked at in its payload
   */
  static FoldReader open(Path path, long from, long to, Function<String, FoldMembers> members)
      throws IOException {
    return open(path, from, to, BUFFER_BYTES, members);
  }

  /** The same with another buffer. */
  static FoldReader open(Path path, long from, long to, int bufferBytes) throws IOException {
    return open(path, from, to, bufferBytes, FoldMembers::ofRecord);
  }

  private static FoldReader open(
      Path path, long from, long to, int bufferBytes, Function<String, FoldMembers> members)
      throws IOException {
    LineWindow window = new LineWindow(LineWindow.file(path), from, to, bufferBytes);
    return new FoldReader(window, from, members, new BlobArea(path));
  }

  /**
   * The same of a file's beginning that is in memory.
   *
   * @param members by type of record, what is looked at in its payload
   */
  static FoldReader of(byte[] beginning, Path file, Function<String, FoldMembers> members) {
    LineWindow.Source source = LineWindow.stream(new ByteArrayInputStream(beginning));
    LineWindow window = new LineWindow(source, 0, beginning.length, Math.max(1, beginning.length));
    return new FoldReader(window, 0, members, new BlobArea(file));
  }

  /**
   * The whole record of one line, or null when it is none.
   *
   * @param source of the contents, which stays open
   * @param file the file that they are of
   */
  static @Nullable RolloutRecord record(LineWindow.Source source, Path file, long at, int length)
      throws IOException {
    LineWindow window = new LineWindow(source, at, at + length, Math.max(1, length));
    return new FoldReader(window, at, type -> FoldMembers.ALL, new BlobArea(file)).next();
  }

  /** The next record, or null at the end. */
  @Nullable RolloutRecord next() throws IOException {
    while (true) {
      lineOffset = lineEnd;
      if (window.peek() == LineWindow.END) {
        return null;
      }
      RolloutRecord record;
      try {
        record = line();
      } catch (TornLine e) {
        record = null;
      } catch (OddLine e) {
        record = oddLine();
      }
      lineEnd = window.position();
      boolean apart = wholeBytes > 0;
      wholeBytes = Math.max(wholeBytes, lineEnd - lineOffset);
      if (record != null && apart) {
        record = blobs.inflated(record);
      }
      if (record != null) {
        return record;
      }
      skipped++;
    }
  }

  /** How many lines were no records so far. */
  long skipped() {
    return skipped;
  }

  /** How long the line of the last record is with what its blobs have. */
  long wholeBytes() {
    return wholeBytes;
  }

  /** Where the line of the last record begins. */
  long offset() {
    return lineOffset;
  }

  /** Where the line after the last one read begins. */
  long nextOffset() {
    return lineEnd;
  }

  /** Whether the last line read ended in a line feed. */
  boolean terminated() {
    return window.terminated();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }

  private @Nullable RolloutRecord line() throws IOException, OddLine, TornLine {
    wholeBytes = 0;
    if (window.read() != '{') {
      throw JsonScanner.ODD;
    }
    Instant timestamp = null;
    long ordinal = RolloutRecord.NO_ORDINAL;
    String type = null;
    JsonObject payload = null;
    for (boolean in = json.firstMember(); in; in = json.nextMember()) {
      String name = json.name();
      int b = json.token();
      switch (name) {
        case "timestamp" -> {
          require(b == '"');
          timestamp = timestamps.read();
        }
        case "ordinal" -> ordinal = RolloutRecord.ordinal(whole(b));
        case RolloutCodec.BLOBS -> wholeBytes = Math.max(0, whole(b));
        case "type" -> {
          require(b == '"' && payload == null);
          type = json.string();
        }
        case "payload" -> {
          if (b != '{' || type == null) {
            throw JsonScanner.ODD;
          }
          payload = json.object(members.apply(type), 1);
        }
        default -> json.skip(b, 1);
      }
    }
    endOfLine();
    if (timestamp == null || type == null || payload == null) {
      return null;
    }
    return new RolloutRecord(timestamp, ordinal, type, payload, null);
  }

  private static void require(boolean plain) throws OddLine {
    if (!plain) {
      throw JsonScanner.ODD;
    }
  }

  private long whole(int first) throws IOException, OddLine, TornLine {
    String digits = json.number(first);
    boolean whole = digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
    require(whole && digits.length() <= MAX_DIGITS);
    return Long.parseLong(digits);
  }

  /** Reads on to the beginning of the next line; there may be nothing but padding before it. */
  private void endOfLine() throws IOException, OddLine {
    while (true) {
      int b = window.read();
      switch (b) {
        case '\n', LineWindow.END -> {
          window.lineEnded(b == '\n');
          return;
        }
        case ' ', '\t', '\r', 0 -> {}
        default -> throw JsonScanner.ODD;
      }
    }
  }

  /** Lets the codec judge the line. */
  private @Nullable RolloutRecord oddLine() throws IOException {
    window.seek(lineOffset);
    window.skipLine();
    long length = window.position() - lineOffset;
    if (length > RolloutReader.MAX_LINE_BYTES) {
      return null;
    }
    window.seek(lineOffset);
    window.makeRoomFor((int) length);
    if (!window.nextLine()) {
      return null; // cut off meanwhile
    }
    if (RolloutCodec.decode(window.array(), window.lineFrom(), window.lineLength())
        instanceof DecodedLine.Parsed(RolloutRecord record, long whole)) {
      wholeBytes = whole;
      return whole > RolloutReader.MAX_LINE_BYTES ? null : record;
    }
    return null;
  }
}
