package dev.heddle.server.store.local;

import dev.heddle.server.rollout.Timestamps;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One rollout file, known by its name: {@code rollout-<local
 * time>-<thread>[_<segment>].jsonl[.zst]}.
 *
 * @param path where it is
 * @param threadId whose it is, by its name
 * @param segmentId which revert made it, a UUIDv7; null for the file the thread began with
 * @param startedAt the local time in its name, in seconds, counted as that of UTC is
 * @param archived whether it is in the archive
 */
record RolloutFile(
    Path path, String threadId, @Nullable String segmentId, long startedAt, boolean archived) {

  /**
   * Oldest segment first, the plain file after its compressed twin, the active one after its
   * archived copy, and copies of one place by their paths: the last one is current. Segment ids are
   * UUIDv7, so their order as text is the order of the reverts, which the local times in the names
   * are not.
   */
  static final Comparator<RolloutFile> BY_AGE = RolloutFile::compareAge;

  private static final String PREFIX = "rollout-";
  private static final int TIME_CHARS = "2026-11-21T04-51-22".length();
  private static final int UUID_CHARS = 36;
  private static final String PLAIN = ".jsonl";
  private static final String COMPRESSED = ".jsonl.zst";
  private static final long SECONDS_OF_A_DAY = 86_400;

  private static int compareAge(RolloutFile one, RolloutFile other) {
    int bySegment =
        Objects.requireNonNullElse(one.segmentId, "")
            .compareTo(Objects.requireNonNullElse(other.segmentId, ""));
    if (bySegment != 0) {
      return bySegment;
    }
    int byForm = Boolean.compare(other.compressed(), one.compressed());
    if (byForm != 0) {
      return byForm;
    }
    int byPlace = Boolean.compare(other.archived, one.archived);
    return byPlace != 0 ? byPlace : one.path.compareTo(other.path);
  }

  /** The file at {@code path}, or null when its name is not a rollout's. */
  static @Nullable RolloutFile parse(Path path, boolean archived) {
    Path name = path.getFileName();
    if (name == null) {
      return null;
    }
    return parse(path, name.toString(), archived);
  }

  /** By hand: a home has many files, and a start reads the names of all. */
  private static @Nullable RolloutFile parse(Path path, String name, boolean archived) {
    int id = PREFIX.length() + TIME_CHARS + 1;
    int end = id + UUID_CHARS;
    Long startedAt = name.startsWith(PREFIX) ? Timestamps.second(name, PREFIX.length(), '-') : null;
    if (startedAt == null || !isUuid(name, id) || name.charAt(id - 1) != '-') {
      return null;
    }
    String segmentId = null;
    if (name.length() > end && name.charAt(end) == '_') {
      if (!isUuid(name, end + 1)) {
        return null;
      }
      segmentId = name.substring(end + 1, end + 1 + UUID_CHARS).toLowerCase(Locale.ROOT);
      end += 1 + UUID_CHARS;
    }
    if (!endsAt(name, end, PLAIN) && !endsAt(name, end, COMPRESSED)) {
      return null;
    }
    String threadId = name.substring(id, id + UUID_CHARS).toLowerCase(Locale.ROOT);
    return new RolloutFile(path, threadId, segmentId, startedAt, archived);
  }

  private static boolean endsAt(String name, int at, String end) {
    return name.length() == at + end.length() && name.endsWith(end);
  }

  /** The day in its name. */
  LocalDate day() {
    return LocalDate.ofEpochDay(Math.floorDiv(startedAt, SECONDS_OF_A_DAY));
  }

  private static boolean isUuid(String name, int at) {
    if (name.length() < at + UUID_CHARS) {
      return false;
    }
    for (int i = 0; i < UUID_CHARS; i++) {
      char c = name.charAt(at + i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexDigit(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  /** The file at a path that is known to be well named. */
  static RolloutFile require(Path path, boolean archived) {
    RolloutFile file = parse(path, archived);
    if (file == null) {
      throw new IllegalArgumentException("not the name of a rollout: " + path.getFileName());
    }
    return file;
  }

  /**
   * The name of a file.
   *
   * @param startedAt the local time in it, in seconds, counted as that of UTC is
   */
  static String name(long startedAt, String threadId, @Nullable String segmentId) {
    String segment = segmentId == null ? "" : "_" + segmentId;
    String time = Timestamps.millis(Instant.ofEpochSecond(startedAt));
    return PREFIX
        + time.substring(0, TIME_CHARS).replace(':', '-')
        + "-"
        + threadId
        + segment
        + PLAIN;
  }

  /** What {@code history_base.thread_id} calls this file: the segment if it is one. */
  String key() {
    return segmentId == null ? threadId : segmentId;
  }

  boolean compressed() {
    return compressed(path);
  }

  /** Whether the file at the path is compressed, by its name. */
  static boolean compressed(Path path) {
    return path.toString().endsWith(".zst");
  }
}
