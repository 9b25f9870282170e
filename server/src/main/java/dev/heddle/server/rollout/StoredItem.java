package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One item of a turn as history holds it.
 *
 * @param turnId the turn it belongs to
 * @param itemId its id, unique in the thread
 * @param ordinal ordinal of the record that completed it; in a legacy rollout the index of its line
 * @param startedAtMs Unix milliseconds, or null when not recorded
 * @param completedAtMs Unix milliseconds, or null when not recorded
 * @param item the stored form: PascalCase {@code type}, snake_case members, whatever the history
 *     mode (the fold brings legacy events into it). Shared, treat as immutable
 */
public record StoredItem(
    String turnId,
    String itemId,
    long ordinal,
    @Nullable Long startedAtMs,
    @Nullable Long completedAtMs,
    JsonObject item) {

  /** The client's own id for a user's message; null for any other item, or when it gave none. */
  public @Nullable String clientMessageId() {
    return "UserMessage".equals(Json.string(item, "type")) ? Json.string(item, "client_id") : null;
  }
}
