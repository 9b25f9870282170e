package dev.heddle.server.store.local;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
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
  private static final String PATTERN = "0000-00-00T00-00-00-";
  private static final int UUID_CHARS = 36;
  private static final String PLAIN = ".jsonl";
  private static final String COMPRESSED = ".jsonl.zst";
  private static final long SECONDS_OF_A_DAY = 86_400;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT);

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
    int id = PREFIX.length() + PATTERN.length();
    int end = id + UUID_CHARS;
    Long startedAt = name.startsWith(PREFIX) ? time(name) : null;
    if (startedAt == null || !isUuid(name, id)) {
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

  /** In seconds, as if it were of UTC; null when it is none. */
  private static @Nullable Long time(String name) {
    int at = PREFIX.length();
    if (name.length() < at + PATTERN.length()) {
      return null;
    }
    for (int i = 0; i < PATTERN.length(); i++) {
      char wanted = PATTERN.charAt(i);
      char c = name.charAt(at + i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return null;
      }
    }
    int hour = number(name, at + 11, 2);
    int minute = number(name, at + 14, 2);
    int second = number(name, at + 17, 2);
    if (hour >= 24 || minute >= 60 || second >= 60) {
      return null;
    }
    try {
      long day =
          LocalDate.of(number(name, at, 4), number(name, at + 5, 2), number(name, at + 8, 2))
              .toEpochDay();
      return day * SECONDS_OF_A_DAY + hour * 3_600L + minute * 60L + second;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int number(String name, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number * 10 + name.charAt(i) - '0';
    }
    return number;
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

  static String name(LocalDateTime startedAt, String threadId, @Nullable String segmentId) {
    String segment = segmentId == null ? "" : "_" + segmentId;
    return "rollout-" + TIME.format(startedAt) + "-" + threadId + segment + ".jsonl";
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
