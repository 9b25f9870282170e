package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.FoldMembers;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.Uuid7;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The first session_meta of a file: whose it is. Without its instructions and tools, which few ask
 * for and which make it long, unless the {@linkplain #whole whole} is asked for.
 *
 * <p>A file that has records and none of these has lost its header. It can be read: whose it is
 * says its name, and a stand-in says no more than that. What else a header settles (the working
 * folder, instructions, what the history goes on from) is not guessed, so such a thread is not gone
 * on with: {@link RolloutChain#requireHeader}.
 */
final class SessionHead {
  /** A damaged beginning may hide the header behind it, but not further down than this. */
  private static final int RECORDS = 10;

  /**
   * The headers read last, with the lines that say so. Every question about a thread begins with
   * its header, which is 20 kB long and more; to see that a line is still the same takes a small
   * part of reading it. The next collection of garbage takes them: kept longer, those of a home
   * that is read for the first time would grow old, by the thousands.
   */
  private static final Map<Path, WeakReference<Known>> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 1_000;

  /** The member that tells a stand-in from what a file says. */
  private static final String STAND_IN = "heddle_header_lost";

  private static final int MAX_KNOWN_BYTES = 64 << 10;

  private record Known(byte[] line, RolloutRecord record) {
    boolean begins(byte[] file) {
      return file.length >= line.length
          && Arrays.equals(file, 0, line.length, line, 0, line.length);
    }
  }

  private SessionHead() {}

  /**
   * The header of the file, checked against its name.
   *
   * @throws ThreadStoreException CORRUPT when there is none, or another thread's
   */
  static JsonObject read(RolloutFile file) throws IOException {
    RolloutRecord header = found(file.path());
    if (!isHeader(header)) {
      throw lost(file.threadId());
    }
    return own(file, header.payload());
  }

  /**
   * The same, or a stand-in when the header is lost and other records are there.
   *
   * @throws ThreadStoreException CORRUPT when there is no record, or another thread's header
   */
  static JsonObject readOrStandIn(RolloutFile file) throws IOException {
    RolloutRecord found = found(file.path());
    return isHeader(found) ? own(file, found.payload()) : standIn(file, found);
  }

  private static JsonObject own(RolloutFile file, JsonObject meta) {
    String id = id(meta);
    if (!id.equalsIgnoreCase(file.threadId())) {
      throw new ThreadStoreException(
          Kind.CORRUPT,
          file.threadId(),
          "session metadata belongs to thread " + id + ", expected " + file.threadId(),
          null);
    }
    return meta;
  }

  /** What is known without a header: the name of the file, and how its records are numbered. */
  private static JsonObject standIn(RolloutFile file, RolloutRecord first) {
    Long made = Uuid7.madeAt(file.threadId());
    Instant created = made == null ? first.timestamp() : Instant.ofEpochMilli(made);
    boolean counted = first.ordinal() != RolloutRecord.NO_ORDINAL;
    JsonObject details = new JsonObject();
    details.addProperty(
        "source", "vscode"); // as Codex reads a header without one; or no list shows it
    details.addProperty(STAND_IN, true);
    return Records.sessionMeta(
            created,
            file.threadId(),
            created,
            counted ? HistoryMode.PAGINATED : HistoryMode.LEGACY,
            details,
            null,
            null)
        .payload();
  }

  /** Whether this stands for a header that is lost. */
  static boolean isStandIn(JsonObject meta) {
    return meta.has(STAND_IN);
  }

  /** What who needs a header is told. */
  static ThreadStoreException lost(@Nullable String threadId) {
    return new ThreadStoreException(
        Kind.CORRUPT,
        threadId,
        "the header of the rollout is lost: what is there can be read, not gone on with",
        null);
  }

  /** The header of the file, whatever its name. */
  static JsonObject read(Path path) throws IOException {
    return header(found(path));
  }

  /** The same with its instructions and tools. */
  static JsonObject whole(Path path) throws IOException {
    refusePipe(path);
    return header(search(path));
  }

  private static JsonObject header(RolloutRecord found) {
    if (!isHeader(found)) {
      throw lost(null);
    }
    return found.payload();
  }

  /** The header, or the first record of a file that lost it. */
  private static RolloutRecord found(Path path) throws IOException {
    refusePipe(path);
    byte[] beginning;
    try (InputStream in = Files.newInputStream(path)) {
      beginning = in.readNBytes(MAX_KNOWN_BYTES);
    }
    Known header = known(path);
    if (header != null && header.begins(beginning)) {
      return header.record();
    }
    try (FoldReader reader = FoldReader.of(beginning, path, FoldMembers::ofRecord)) {
      RolloutRecord first = reader.next();
      int end = (int) reader.nextOffset();
      if (first != null && isHeader(first) && reader.offset() == 0 && reader.terminated()) {
        if (reader.wholeBytes() == end) {
          keep(path, new Known(Arrays.copyOf(beginning, end), first));
        }
        return first;
      }
    }
    return search(path);
  }

  private static @Nullable Known known(Path path) {
    WeakReference<Known> known = KNOWN.get(path);
    return known == null ? null : known.get();
  }

  private static void keep(Path path, Known known) {
    if (KNOWN.size() >= MOST_KNOWN) {
      KNOWN.clear(); // most of them were taken
    }
    KNOWN.put(path, new WeakReference<>(known));
  }

  /** To open one would wait for somebody who writes to it. */
  private static void refusePipe(Path path) throws IOException {
    if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
      throw new ThreadStoreException(
          Kind.CORRUPT, null, "failed to read session metadata: it is no file", null);
    }
  }

  /** The whole of it, also in a file that does not simply begin with its header. */
  private static RolloutRecord search(Path path) throws IOException {
    try (RolloutReader reader = RolloutReader.open(path)) {
      RolloutRecord first = reader.next();
      RolloutRecord next = first;
      for (int i = 0; i < RECORDS && next != null; i++, next = reader.next()) {
        if (isHeader(next)) {
          return next;
        }
      }
      if (first != null) {
        return first;
      }
    }
    throw new ThreadStoreException(
        Kind.CORRUPT, null, "failed to read session metadata: the rollout is empty", null);
  }

  private static boolean isHeader(RolloutRecord record) {
    return record.type().equals(RecordTypes.SESSION_META) && !id(record.payload()).isEmpty();
  }

  static String id(JsonObject meta) {
    return meta.get("id") instanceof JsonPrimitive id ? id.getAsString() : "";
  }
}
