package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn as history holds it.
 *
 * @param turnId its id
 * @param rootTurnId the turn it descends from, usually itself; null when not recorded
 * @param ordinal ordinal of the record that started it; in a legacy rollout the index of that line
 * @param status how it stands; {@link Status#IN_PROGRESS} when no terminal record was found, which
 *     a reader reports as interrupted unless the thread is running it
 * @param error the failure as recorded ({@code message}, {@code codex_error_info}), or null
 * @param startedAt Unix seconds, or null when not recorded
 * @param completedAt Unix seconds, or null
 * @param durationMs milliseconds, or null
 * @param endOrdinal ordinal of the record that ended it; null when there is none
 * @param items its items in order
 */
public record StoredTurn(
    String turnId,
    @Nullable String rootTurnId,
    long ordinal,
    Status status,
    @Nullable JsonObject error,
    @Nullable Long startedAt,
    @Nullable Long completedAt,
    @Nullable Long durationMs,
    @Nullable Long endOrdinal,
    List<StoredItem> items) {

  /** Whether the user said something in it: such turns are what a rollback counts. */
  public boolean hasUserMessage() {
    return items.stream().anyMatch(item -> "UserMessage".equals(Json.string(item.item(), "type")));
  }

  /** The same turn with these items. */
  public StoredTurn withItems(List<StoredItem> newItems) {
    return new StoredTurn(
        turnId,
        rootTurnId,
        ordinal,
        status,
        error,
        startedAt,
        completedAt,
        durationMs,
        endOrdinal,
        newItems);
  }

  /**
   * The same turn, place and items, standing as {@code end} says; what the end does not know stays.
   */
  public StoredTurn endedAs(StoredTurn end) {
    return new StoredTurn(
        turnId,
        end.rootTurnId == null ? rootTurnId : end.rootTurnId,
        ordinal,
        end.status,
        end.error,
        end.startedAt == null ? startedAt : end.startedAt,
        end.completedAt,
        end.durationMs,
        end.endOrdinal,
        items);
  }

  /** The same turn; one without an end was interrupted. For turns that are known not to run. */
  public StoredTurn settled() {
    return status != Status.IN_PROGRESS
        ? this
        : new StoredTurn(
            turnId,
            rootTurnId,
            ordinal,
            Status.INTERRUPTED,
            error,
            startedAt,
            completedAt,
            durationMs,
            endOrdinal,
            items);
  }

  /** How a stored turn stands. */
  public enum Status {
    IN_PROGRESS,
    COMPLETED,
    INTERRUPTED,
    FAILED
  }
}
