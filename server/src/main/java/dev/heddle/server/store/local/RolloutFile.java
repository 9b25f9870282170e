package dev.heddle.server.store.local;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rollout file, known by its name: {@code rollout-<local
 * time>-<thread>[_<segment>].jsonl[.zst]}.
 *
 * @param path where it is
 * @param threadId whose it is, by its name
 * @param segmentId which revert made it, a UUIDv7; null for the file the thread began with
 * @param startedAt local time in its name
 * @param archived whether it is in the archive
 */
record RolloutFile(
    Path path,
    String threadId,
    @Nullable String segmentId,
    LocalDateTime startedAt,
    boolean archived) {

  /**
   * Oldest segment first, and the plain file after its compressed twin: the last one is current.
   * Segment ids are UUIDv7, so their order as text is the order of the reverts, which the local
   * times in the names are not.
   */
  static final Comparator<RolloutFile> BY_AGE =
      Comparator.<RolloutFile, String>comparing(f -> Objects.requireNonNullElse(f.segmentId, ""))
          .thenComparing(f -> !f.compressed())
          .thenComparing(f -> !f.archived);

  private static final String UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final Pattern NAME =
      Pattern.compile(
          "rollout-(\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2})-("
              + UUID
              + ")(?:_("
              + UUID
              + "))?\\.jsonl(?:\\.zst)?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT);

  /** The file at {@code path}, or null when its name is not a rollout's. */
  static @Nullable RolloutFile parse(Path path, boolean archived) {
    Path name = path.getFileName();
    if (name == null) {
      return null;
    }
    Matcher matcher = NAME.matcher(name.toString());
    if (!matcher.matches()) {
      return null;
    }
    try {
      return new RolloutFile(
          path,
          Objects.requireNonNull(matcher.group(2)).toLowerCase(Locale.ROOT),
          matcher.group(3) == null ? null : matcher.group(3).toLowerCase(Locale.ROOT),
          LocalDateTime.parse(matcher.group(1), TIME),
          archived);
    } catch (DateTimeParseException e) {
      return null;
    }
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
    return path.toString().endsWith(".zst");
  }
}
