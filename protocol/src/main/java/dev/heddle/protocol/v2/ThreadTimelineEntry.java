package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.TaggedUnion;
import dev.heddle.protocol.rpc.Unsigned;
import dev.heddle.protocol.rpc.Variant;
import org.jspecify.annotations.Nullable;

/** An item of a thread's history, or where a turn of it begins or ends. */
@TaggedUnion
public sealed interface ThreadTimelineEntry {
  /** Where it stands: larger than what came before it, and the same in every page. */
  long position();

  /** An item of a turn. */
  @Variant("item")
  record Item(@Unsigned(64) long position, String turnId, ThreadItem item)
      implements ThreadTimelineEntry {}

  /**
   * The beginning of a turn.
   *
   * @param startedAt unix seconds, or null when not recorded
   */
  @Variant("turnStarted")
  record TurnStarted(@Unsigned(64) long position, String turnId, @Nullable Long startedAt)
      implements ThreadTimelineEntry {}

  /**
   * The end of a turn.
   *
   * @param error why it failed; null when it did not
   * @param startedAt unix seconds, or null when not recorded
   * @param completedAt unix seconds, or null when not recorded
   * @param durationMs milliseconds, or null when not recorded
   */
  @Variant("turnCompleted")
  record TurnCompleted(
      @Unsigned(64) long position,
      String turnId,
      TurnStatus status,
      @Nullable TurnError error,
      @Nullable Long startedAt,
      @Nullable Long completedAt,
      @Nullable Long durationMs)
      implements ThreadTimelineEntry {}
}
