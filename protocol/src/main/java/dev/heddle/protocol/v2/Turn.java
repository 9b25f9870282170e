package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of work on a user's input.
 *
 * @param rootTurnId first turn of the chain that led here; null in older history
 * @param items as many as {@code itemsView} says
 * @param error null unless it failed
 * @param startedAt unix seconds, or null before it runs
 * @param completedAt unix seconds, or null while it runs
 * @param durationMs milliseconds, or null while running or unknown
 */
public record Turn(
    String id,
    @Nullable String rootTurnId,
    List<ThreadItem> items,
    @Defaulted("\"full\"") TurnItemsView itemsView,
    TurnStatus status,
    @Nullable TurnError error,
    @Nullable Long startedAt,
    @Nullable Long completedAt,
    @Nullable Long durationMs) {
  /** A turn that has just been accepted, without items. */
  public static Turn accepted(String id, String rootTurnId) {
    return new Turn(
        id,
        rootTurnId,
        List.of(),
        TurnItemsView.NOT_LOADED,
        TurnStatus.IN_PROGRESS,
        null,
        null,
        null,
        null);
  }
}
