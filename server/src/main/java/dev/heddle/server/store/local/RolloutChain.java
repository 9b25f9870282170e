package dev.heddle.server.store.local;

import com.google.common.cache.CacheBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryBase;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files a thread's history runs through, oldest first, each with where its part ends. The last
 * one is the thread's own current file; the others are what a fork or a revert refers to through
 * {@code history_base}.
 *
 * @param parts at least one
 * @param byKey finds a file by the key references use, wherever it was moved to
 */
record RolloutChain(List<Part> parts, Function<String, @Nullable RolloutFile> byKey) {

  /** Records about the thread whose file holds them, and nobody who inherits from it. */
  static final Set<String> OF_THE_THREAD =
      Set.of(RecordTypes.SESSION_META, RecordTypes.THREAD_METADATA);

  /**
   * One file's part.
   *
   * @param contents where its lines are: the file, or a copy of a compressed one
   * @param meta payload of its first session_meta, as {@link SessionHead} reads it: not the whole
   * @param end exclusive byte offset; {@link Long#MAX_VALUE} for the current file
   * @param endOrdinal exclusive ordinal; {@link Long#MAX_VALUE} for the current file
   */
  record Part(RolloutFile file, Path contents, JsonObject meta, long end, long endOrdinal) {
    Part(RolloutFile file, JsonObject meta, long end, long endOrdinal) {
      this(file, file.path(), meta, end, endOrdinal);
    }

    /** Whether its lines can be read at their offsets. */
    boolean isPlain() {
      return !RolloutFile.compressed(contents);
    }

    /**
     * What the file system says of it, with the size of its contents; null when it is not there.
     */
    @Nullable FileStamp stamp() throws IOException {
      FileStamp stamp = FileStamp.read(file.path());
      return stamp == null || contents.equals(file.path())
          ? stamp
          : stamp.atSize(Files.size(contents));
    }

    boolean inherited() {
      return end != Long.MAX_VALUE;
    }

    /** How long it is now. */
    long bytes() throws IOException {
      return inherited() ? end : Files.size(file.path());
    }
  }

  RolloutChain {
    parts = List.copyOf(parts);
  }

  /** The current file. */
  Part current() {
    return parts.getLast();
  }

  HistoryMode historyMode() {
    return historyMode(current().meta());
  }

  /** How long the history is now, of files that are not compressed. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Part part : parts) {
      bytes += part.bytes();
    }
    return bytes;
  }

  /** Keys of the files below the current one. */
  List<String> baseKeys() {
    return parts.subList(0, parts.size() - 1).stream().map(p -> p.file().key()).toList();
  }

  /**
   * Follows the references of a file down to where its history begins, and checks each.
   *
   * @param byKey finds a file by the key references use
   * @throws ThreadStoreException CORRUPT when the file's own identity cannot be read;
   *     INVALID_REQUEST when a reference is broken
   */
  static RolloutChain resolve(RolloutFile file, Function<String, @Nullable RolloutFile> byKey)
      throws IOException {
    JsonObject meta = SessionHead.readOrStandIn(file);
    Deque<Part> parts = new ArrayDeque<>();
    parts.addFirst(new Part(file, meta, Long.MAX_VALUE, Long.MAX_VALUE));
    Set<String> visited = new HashSet<>();
    visited.add(file.key());
    for (HistoryBase base = base(file, meta); base != null; ) {
      RolloutFile source = byKey.apply(base.threadId());
      if (source == null) {
        throw broken(file, "missing source rollout");
      }
      if (!visited.add(source.key())) {
        throw broken(file, "cycle detected");
      }
      Part part =
          new Part(
              source, headOfBase(file, source), base.endByteOffset(), base.endOrdinalExclusive());
      verifyEnd(file, part);
      parts.addFirst(part);
      base = base(file, part.meta());
    }
    return new RolloutChain(new ArrayList<>(parts), byKey);
  }

  /** The file without what it refers to. */
  static RolloutChain alone(RolloutFile file, Function<String, @Nullable RolloutFile> byKey)
      throws IOException {
    JsonObject meta = SessionHead.readOrStandIn(file);
    return new RolloutChain(List.of(new Part(file, meta, Long.MAX_VALUE, Long.MAX_VALUE)), byKey);
  }

  /**
   * Refuses to go on with a thread whose header is lost: its settings are not known.
   *
   * @throws ThreadStoreException CORRUPT
   */
  void requireHeader() {
    if (SessionHead.isStandIn(current().meta())) {
      throw SessionHead.lost(current().file().threadId());
    }
  }

  /** Whether all that its files refer to is in it. */
  boolean whole() {
    JsonElement base = parts.getFirst().meta().get("history_base");
    return base == null || base.isJsonNull();
  }

  /** Keys of the files that a file refers to, as far as they can be followed; checks nothing. */
  static List<String> referred(RolloutFile file, Function<String, @Nullable RolloutFile> byKey)
      throws IOException {
    List<String> keys = new ArrayList<>();
    try {
      RolloutFile at = file;
      while (at != null) {
        HistoryBase base = base(at, SessionHead.read(at));
        if (base == null || keys.contains(base.threadId())) {
          break;
        }
        keys.add(base.threadId());
        at = byKey.apply(base.threadId());
      }
    } catch (ThreadStoreException e) {
      // So far.
    }
    return keys.reversed();
  }

  /** The history up to a place in it. */
  RolloutChain until(Cut cut) {
    List<Part> kept = new ArrayList<>(parts.subList(0, cut.part()));
    Part last = parts.get(cut.part());
    kept.add(
        new Part(
            last.file(),
            last.contents(),
            last.meta(),
            cut.base().endByteOffset(),
            cut.base().endOrdinalExclusive()));
    return new RolloutChain(kept, byKey);
  }

  /** The same history, with the contents of files elsewhere. */
  RolloutChain unpacked(Map<RolloutFile, Path> copies) {
    return new RolloutChain(
        parts.stream()
            .map(p ->
                new Part(
                    p.file(),
                    copies.getOrDefault(p.file(), p.contents()),
                    p.meta(),
                    p.end(),
                    p.endOrdinal()))
            .toList(),
        byKey);
  }

  static HistoryMode historyMode(JsonObject meta) {
    return HistoryMode.of(meta);
  }

  /** Hands on every record of the history, oldest first. */
  void replay(Consumer<RolloutRecord> sink) throws IOException {
    for (Part part : parts) {
      replay(part, sink);
    }
  }

  /** Hands on one part, without what another thread's file says of that thread. */
  void replay(Part part, Consumer<RolloutRecord> sink) throws IOException {
    boolean own = part.file().threadId().equals(current().file().threadId());
    try (RolloutReader reader = open(part)) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        boolean hidden = !own && OF_THE_THREAD.contains(r.type());
        if (hidden && r.ordinal() == RolloutRecord.NO_ORDINAL) {
          // Records without ordinals are known by their number, so each has to be counted.
          sink.accept(RolloutRecord.of(r.timestamp(), RecordTypes.HIDDEN, new JsonObject()));
        } else if (!hidden && r.ordinal() < part.endOrdinal()) {
          sink.accept(r);
        }
      }
    }
  }

  private RolloutReader open(Part part) throws IOException {
    RolloutFile file = part.file();
    for (int moves = 1; ; moves++) {
      try {
        return RolloutReader.open(file.path(), 0, part.end());
      } catch (NoSuchFileException e) {
        RolloutFile moved = byKey.apply(file.key());
        if (moved == null || moves == Moves.MAX) {
          throw e;
        }
        file = moved;
      }
    }
  }

  private static JsonObject headOfBase(RolloutFile file, RolloutFile source) throws IOException {
    try {
      return SessionHead.read(source);
    } catch (ThreadStoreException e) {
      throw broken(file, "source rollout belongs to another thread or cannot be read");
    }
  }

  /** Ends of compressed files that were found right: looking at one takes unpacking the file. */
  private static final class RightEnds {
    private static final int MAX = 256;
    private static final Set<RightEnd> KNOWN =
        Collections.newSetFromMap(
            CacheBuilder.newBuilder().maximumSize(MAX).<RightEnd, Boolean>build().asMap());
  }

  private record RightEnd(Path path, @Nullable FileStamp stamp, long end, long endOrdinal) {}

  private static void verifyEnd(RolloutFile file, Part part) throws IOException {
    if (part.isPlain()) {
      lookAtEnd(file, part);
      return;
    }
    RightEnd end = new RightEnd(part.file().path(), part.stamp(), part.end(), part.endOrdinal());
    if (!RightEnds.KNOWN.contains(end)) {
      lookAtEnd(file, part);
      RightEnds.KNOWN.add(end);
    }
  }

  /** The reference must end between two records: after the last inherited one. */
  private static void lookAtEnd(RolloutFile file, Part part) throws IOException {
    if (historyMode(part.meta()) == HistoryMode.LEGACY) {
      verifyLineEnd(file, part);
      return;
    }
    TailScan tail = TailScan.before(part.file().path(), part.end());
    if (tail.size() < part.end()) {
      throw broken(file, "source rollout is shorter than its reference");
    }
    // A crash, or who was writing just then, may have left the last record without a line feed.
    if (!tail.atLineEnd() && !TailScan.unendedRecord(part.file().path(), part.end())) {
      throw broken(file, "reference ends inside a record");
    }
    long next = tail.lastOrdinal() + 1;
    // A damaged line before the end hides its ordinal; that must not take the whole fork away.
    if (next > part.endOrdinal() || (next < part.endOrdinal() && tail.skipped() == 0)) {
      throw broken(file, "reference ends at another record");
    }
  }

  /** Records without ordinals are counted: the bytes before the end are all there is to compare. */
  private static void verifyLineEnd(RolloutFile file, Part part) throws IOException {
    if (part.end() == 0) {
      return;
    }
    int last;
    try (InputStream in = RolloutReader.bytes(part.file().path(), part.end() - 1)) {
      last = in.read();
    } catch (EOFException e) {
      last = -1;
    }
    if (last < 0) {
      throw broken(file, "source rollout is shorter than its reference");
    }
    if (last != '\n') {
      throw broken(file, "reference ends inside a record");
    }
  }

  /** What a header refers to, or null; a reference that lacks a member is broken. */
  private static @Nullable HistoryBase base(RolloutFile file, JsonObject meta) {
    try {
      return HistoryBase.of(meta);
    } catch (IllegalArgumentException e) {
      throw broken(file, String.valueOf(e.getMessage()));
    }
  }

  private static ThreadStoreException broken(RolloutFile file, String detail) {
    return ThreadStoreException.invalid(
        file.threadId(),
        "invalid paginated history lineage for " + file.threadId() + ": " + detail);
  }
}
