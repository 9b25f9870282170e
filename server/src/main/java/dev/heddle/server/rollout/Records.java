package dev.heddle.server.rollout;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The records Heddle writes, in the shapes Codex 0.169.0 writes and reads, so that nobody else spells
 * a member's name.
 */
public final class Records {
  private Records() {}

  /** An item of the model's conversation, as the Responses API has it. */
  public static RolloutRecord responseItem(Instant at, String turnId, JsonObject item) {
    JsonObject passthrough = new JsonObject();
    passthrough.addProperty("turn_id", turnId);
    JsonObject payload = new JsonObject();
    item.entrySet().forEach(member -> payload.add(member.getKey(), member.getValue()));
    payload.add(ContextFold.PASSTHROUGH, passthrough);
    return RolloutRecord.of(at, RecordTypes.RESPONSE_ITEM, payload);
  }

  /** A turn begins. */
  public static RolloutRecord taskStarted(
      Instant at, String turnId, String rootTurnId, @Nullable Long modelContextWindow) {
    JsonObject event = event("task_started");
    event.addProperty("turn_id", turnId);
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("started_at", at.getEpochSecond());
    event.addProperty("model_context_window", modelContextWindow);
    event.addProperty("collaboration_mode_kind", "default");
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /**
   * A turn ended by itself.
   *
   * @param error {@code {message, codex_error_info}} when it failed, or null
   * @param startedAt Unix seconds
   * @param timeToFirstTokenMs or null when the model said nothing
   */
  public static RolloutRecord taskComplete(
      Instant at,
      String turnId,
      String rootTurnId,
      @Nullable String lastAgentMessage,
      @Nullable JsonObject error,
      long startedAt,
      long durationMs,
      @Nullable Long timeToFirstTokenMs) {
    JsonObject event = event("task_complete");
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("turn_id", turnId);
    event.addProperty("last_agent_message", lastAgentMessage);
    if (error != null) {
      event.add("error", error);
    }
    event.addProperty("started_at", startedAt);
    event.addProperty("completed_at", at.getEpochSecond());
    event.addProperty("duration_ms", durationMs);
    event.addProperty("time_to_first_token_ms", timeToFirstTokenMs);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** A turn was stopped. {@code startedAt} and {@code durationMs} are null when a crash ended it. */
  public static RolloutRecord turnAborted(
      Instant at,
      String turnId,
      String rootTurnId,
      String reason,
      @Nullable Long startedAt,
      @Nullable Long durationMs) {
    JsonObject event = event("turn_aborted");
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("turn_id", turnId);
    event.addProperty("reason", reason);
    if (startedAt != null) {
      event.addProperty("started_at", startedAt);
      event.addProperty("completed_at", at.getEpochSecond());
      event.addProperty("duration_ms", durationMs);
    }
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** What a turn runs with; {@code payload} as the rollout has it. */
  public static RolloutRecord turnContext(Instant at, JsonObject payload) {
    return RolloutRecord.of(at, RecordTypes.TURN_CONTEXT, payload);
  }

  /** The thread's settings from now on. */
  public static RolloutRecord threadSettingsApplied(
      Instant at, String threadId, JsonObject threadSettings) {
    JsonObject event = event("thread_settings_applied");
    event.addProperty("thread_id", threadId);
    event.add("thread_settings", threadSettings);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** An item is complete; {@code item} in its stored form. */
  public static RolloutRecord itemCompleted(
      Instant at,
      String threadId,
      String turnId,
      JsonObject item,
      @Nullable Long startedAtMs,
      @Nullable Long completedAtMs) {
    JsonObject event = event("item_completed");
    event.addProperty("thread_id", threadId);
    event.addProperty("turn_id", turnId);
    event.add("item", item);
    event.addProperty("started_at_ms", startedAtMs);
    event.addProperty("completed_at_ms", completedAtMs);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** More text of an item that is still streaming. */
  public static RolloutRecord partialItem(
      Instant at, String turnId, String itemId, String itemType, String text) {
    JsonObject payload = new JsonObject();
    payload.addProperty("turn_id", turnId);
    payload.addProperty("item_id", itemId);
    payload.addProperty("item_type", itemType);
    payload.addProperty("text", text);
    return RolloutRecord.of(at, RecordTypes.PARTIAL_ITEM, payload);
  }

  /** The tokens of one model response: its own, those of its turn so far and of its thread. */
  public static RolloutRecord tokenUsageRecord(
      Instant at,
      String threadId,
      String turnId,
      String rootTurnId,
      String responseId,
      JsonObject usage,
      JsonObject turnUsage,
      JsonObject threadUsage) {
    JsonObject payload = new JsonObject();
    payload.addProperty("thread_id", threadId);
    payload.addProperty("turn_id", turnId);
    payload.addProperty("session_id", threadId);
    payload.addProperty("root_turn_id", rootTurnId);
    payload.addProperty("response_id", responseId);
    payload.add("usage", usage);
    payload.add("turn_token_usage", turnUsage);
    payload.add("thread_token_usage", threadUsage);
    return RolloutRecord.of(at, RecordTypes.TOKEN_USAGE_RECORD, payload);
  }

  /** The thread's token counts after a model response. */
  public static RolloutRecord tokenCount(
      Instant at, JsonObject total, JsonObject last, @Nullable Long modelContextWindow) {
    JsonObject info = new JsonObject();
    info.add("total_token_usage", total);
    info.add("last_token_usage", last);
    info.addProperty("model_context_window", modelContextWindow);
    JsonObject event = event("token_count");
    event.add("info", info);
    event.add("rate_limits", JsonNull.INSTANCE);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** The thread's goal from now on; {@code goal} as the rollout has it. */
  public static RolloutRecord goalUpdated(
      Instant at, String threadId, @Nullable String turnId, JsonObject goal) {
    JsonObject event = event("thread_goal_updated");
    event.addProperty("thread_id", threadId);
    event.addProperty("turn_id", turnId);
    event.add("goal", goal);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  /** The newest {@code turns} user turns no longer count. Legacy histories only. */
  public static RolloutRecord threadRolledBack(Instant at, int turns) {
    JsonObject event = event("thread_rolled_back");
    event.addProperty("num_turns", turns);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  private static JsonObject event(String type) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    return event;
  }
}
