package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Factories for every record Heddle writes; the only place that spells their members.
 *
 * <p>JSON arguments are taken over, not copied. Times inside of records are Unix seconds where the
 * name ends in {@code At} and Unix milliseconds where it ends in {@code Ms}.
 */
public final class Records {
  private Records() {}

  /**
   * The first record of a thread.
   *
   * @param createdAt when the thread was started, which a segment written later repeats
   * @param details members that come from the server: cwd, originator, source, model provider, …
   * @param forkedFromId immediate source of a fork, or null
   * @param base what history the thread inherits by reference, or null
   */
  public static RolloutRecord sessionMeta(
      Instant recordedAt,
      String threadId,
      Instant createdAt,
      HistoryMode mode,
      JsonObject details,
      @Nullable String forkedFromId,
      @Nullable HistoryBase base) {
    JsonObject meta = new JsonObject();
    meta.addProperty("session_id", Json.string(details, "session_id", threadId));
    meta.addProperty("id", threadId);
    if (forkedFromId != null) {
      meta.addProperty("forked_from_id", forkedFromId);
    }
    if (forkedFromId != null && base != null) {
      meta.addProperty("forked_from_ordinal_exclusive", base.endOrdinalExclusive());
    }
    meta.addProperty("timestamp", Timestamps.millis(createdAt));
    details.entrySet().stream()
        .filter(member -> !meta.has(member.getKey()))
        .forEach(member -> meta.add(member.getKey(), member.getValue()));
    meta.addProperty("history_mode", mode.wireName());
    if (base != null) {
      meta.add("history_base", base.toJson());
    }
    return RolloutRecord.of(recordedAt, RecordTypes.SESSION_META, meta);
  }

  /** The git members of a session's first record. */
  public static JsonObject git(
      @Nullable String sha, @Nullable String branch, @Nullable String originUrl) {
    JsonObject git = new JsonObject();
    addIfPresent(git, "commit_hash", sha);
    addIfPresent(git, "branch", branch);
    addIfPresent(git, "repository_url", originUrl);
    return git;
  }

  /** A turn starts. */
  public static RolloutRecord taskStarted(
      Instant at, String turnId, String rootTurnId, long startedAt, @Nullable Long contextWindow) {
    return taskStarted(at, turnId, rootTurnId, null, null, startedAt, contextWindow, "default");
  }

  /**
   * A turn begins.
   *
   * @param parentTurnId the turn that caused it, or null
   * @param trigger what caused it, or null
   * @param collaborationMode name of the way in which the model works with the user
   */
  public static RolloutRecord taskStarted(
      Instant at,
      String turnId,
      String rootTurnId,
      @Nullable String parentTurnId,
      @Nullable String trigger,
      long startedAt,
      @Nullable Long contextWindow,
      String collaborationMode) {
    JsonObject attribution = new JsonObject();
    attribution.addProperty("turn_id", turnId);
    attribution.addProperty("turn_trigger", trigger);
    attribution.addProperty("parent_turn_id", parentTurnId);
    attribution.add("initiating_agent_path", JsonNull.INSTANCE);
    attribution.addProperty("root_turn_id", rootTurnId);
    JsonObject event = event(EventTypes.TASK_STARTED);
    event.add("turn_attribution", attribution);
    event.addProperty("turn_id", turnId);
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("started_at", startedAt);
    event.addProperty("model_context_window", contextWindow);
    event.addProperty("collaboration_mode_kind", collaborationMode);
    return eventRecord(at, event);
  }

  /**
   * A turn ends by itself.
   *
   * @param error the failure ({@code message}, {@code codex_error_info}), or null when it succeeded
   */
  public static RolloutRecord taskComplete(
      Instant at,
      String turnId,
      String rootTurnId,
      @Nullable String lastAgentMessage,
      @Nullable JsonObject error,
      long startedAt,
      long completedAt,
      long durationMs,
      @Nullable Long timeToFirstTokenMs) {
    JsonObject event = event(EventTypes.TASK_COMPLETE);
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("turn_id", turnId);
    event.addProperty("last_agent_message", lastAgentMessage);
    if (error != null) {
      event.add("error", error);
    }
    addTimes(event, startedAt, completedAt, durationMs);
    if (timeToFirstTokenMs != null) {
      event.addProperty("time_to_first_token_ms", timeToFirstTokenMs);
    }
    return eventRecord(at, event);
  }

  /**
   * A turn is cut off.
   *
   * @param reason {@code interrupted} in every case Heddle writes
   */
  public static RolloutRecord turnAborted(
      Instant at,
      String turnId,
      String rootTurnId,
      String reason,
      @Nullable Long startedAt,
      @Nullable Long completedAt,
      @Nullable Long durationMs) {
    JsonObject event = event(EventTypes.TURN_ABORTED);
    event.addProperty("root_turn_id", rootTurnId);
    event.addProperty("turn_id", turnId);
    event.addProperty("reason", reason);
    if (startedAt != null) {
      event.addProperty("started_at", startedAt);
      event.addProperty("completed_at", completedAt);
      event.addProperty("duration_ms", durationMs);
    }
    return eventRecord(at, event);
  }

  private static void addTimes(
      JsonObject event, long startedAt, long completedAt, long durationMs) {
    event.addProperty("started_at", startedAt);
    event.addProperty("completed_at", completedAt);
    event.addProperty("duration_ms", durationMs);
  }

  /**
   * The settings a turn runs with.
   *
   * @param settings its members but the ids (cwd, approval policy, sandbox policy, model, …)
   */
  public static RolloutRecord turnContext(
      Instant at, String turnId, String rootTurnId, JsonObject settings) {
    JsonObject context = new JsonObject();
    context.addProperty("turn_id", turnId);
    context.addProperty("root_turn_id", rootTurnId);
    settings.entrySet().forEach(member -> context.add(member.getKey(), member.getValue()));
    return RolloutRecord.of(at, RecordTypes.TURN_CONTEXT, context);
  }

  /** The settings of the thread changed. */
  public static RolloutRecord threadSettingsApplied(
      Instant at, String threadId, JsonObject settings) {
    JsonObject event = event(EventTypes.THREAD_SETTINGS_APPLIED);
    event.addProperty("thread_id", threadId);
    event.add("thread_settings", settings);
    return eventRecord(at, event);
  }

  /** An item of the model's conversation. */
  public static RolloutRecord responseItem(Instant at, JsonObject item) {
    return RolloutRecord.of(at, RecordTypes.RESPONSE_ITEM, item);
  }

  /**
   * A completed item, in the form the history mode has for it: legacy histories have events for
   * messages and reasoning, and completed items for what the peer does not keep there.
   *
   * @param item the stored form: PascalCase {@code type}, {@code id}, snake_case members
   */
  public static RolloutRecord item(
      Instant at,
      HistoryMode mode,
      String threadId,
      String turnId,
      JsonObject item,
      long startedAtMs,
      long completedAtMs) {
    JsonObject legacy = mode == HistoryMode.LEGACY ? LegacyItems.write(item) : null;
    return legacy != null
        ? eventRecord(at, legacy)
        : itemCompleted(at, threadId, turnId, item, startedAtMs, completedAtMs);
  }

  /** A completed item of a paginated history. */
  public static RolloutRecord itemCompleted(
      Instant at,
      String threadId,
      String turnId,
      JsonObject item,
      long startedAtMs,
      long completedAtMs) {
    JsonObject event = event(EventTypes.ITEM_COMPLETED);
    event.addProperty("thread_id", threadId);
    event.addProperty("turn_id", turnId);
    event.add("item", item);
    event.addProperty("started_at_ms", startedAtMs);
    event.addProperty("completed_at_ms", completedAtMs);
    return eventRecord(at, event);
  }

  /** Token counts of one model response, of its turn so far and of its thread so far. */
  public static RolloutRecord tokenUsage(
      Instant at,
      String threadId,
      String sessionId,
      String turnId,
      String rootTurnId,
      String responseId,
      JsonObject usage,
      JsonObject turnUsage,
      JsonObject threadUsage) {
    JsonObject record = new JsonObject();
    record.addProperty("thread_id", threadId);
    record.addProperty("turn_id", turnId);
    record.addProperty("session_id", sessionId);
    record.addProperty("root_turn_id", rootTurnId);
    record.addProperty("response_id", responseId);
    record.add("usage", usage);
    record.add("turn_token_usage", turnUsage);
    record.add("thread_token_usage", threadUsage);
    return RolloutRecord.of(at, RecordTypes.TOKEN_USAGE_RECORD, record);
  }

  /** One member of a token count record. */
  public static JsonObject tokens(
      long input, long cachedInput, long output, long reasoningOutput, long total) {
    JsonObject tokens = new JsonObject();
    tokens.addProperty("input_tokens", input);
    tokens.addProperty("cached_input_tokens", cachedInput);
    tokens.addProperty("cache_write_input_tokens", 0);
    tokens.addProperty("output_tokens", output);
    tokens.addProperty("reasoning_output_tokens", reasoningOutput);
    tokens.addProperty("total_tokens", total);
    return tokens;
  }

  /** Token counts of the thread and of its newest response. */
  public static RolloutRecord tokenCount(
      Instant at, JsonObject total, JsonObject last, @Nullable Long contextWindow) {
    JsonObject info = new JsonObject();
    info.add("total_token_usage", total);
    info.add("last_token_usage", last);
    info.addProperty("model_context_window", contextWindow);
    JsonObject event = event(EventTypes.TOKEN_COUNT);
    event.add("info", info);
    event.add("rate_limits", JsonNull.INSTANCE);
    return eventRecord(at, event);
  }

  /**
   * A checkpoint: the conversation is this from now on.
   *
   * @param summary the text the model wrote
   * @param resumeMetadata what a reader that starts here needs to know of before, or null
   * @param more further members of the record
   */
  public static RolloutRecord compacted(
      Instant at,
      String summary,
      List<JsonObject> replacementHistory,
      @Nullable JsonObject resumeMetadata,
      JsonObject more) {
    RolloutRecord record = compacted(at, summary, replacementHistory, resumeMetadata);
    more.entrySet().forEach(member -> record.payload().add(member.getKey(), member.getValue()));
    return record;
  }

  /**
   * A checkpoint without further members.
   *
   * @param summary the text the model wrote
   * @param resumeMetadata what a reader that starts here needs to know of before, or null
   */
  public static RolloutRecord compacted(
      Instant at,
      String summary,
      List<JsonObject> replacementHistory,
      @Nullable JsonObject resumeMetadata) {
    JsonArray history = new JsonArray();
    replacementHistory.forEach(history::add);
    JsonObject compacted = new JsonObject();
    compacted.addProperty("message", summary);
    compacted.add("replacement_history", history);
    if (resumeMetadata != null) {
      compacted.add("resume_metadata", resumeMetadata);
    }
    return RolloutRecord.of(at, RecordTypes.COMPACTED, compacted);
  }

  /** The goal of the thread was set or moved on. */
  public static RolloutRecord goalUpdated(Instant at, String threadId, JsonObject goal) {
    JsonObject event = event(EventTypes.THREAD_GOAL_UPDATED);
    event.addProperty("threadId", threadId);
    event.add("goal", goal);
    return eventRecord(at, event);
  }

  /** The newest turns of a legacy history never happened. */
  public static RolloutRecord rolledBack(Instant at, int userTurns) {
    JsonObject event = event(EventTypes.THREAD_ROLLED_BACK);
    event.addProperty("num_turns", userTurns);
    return eventRecord(at, event);
  }

  /** All of what the model was told of its surroundings. */
  public static RolloutRecord worldState(Instant at, JsonObject state) {
    JsonObject payload = new JsonObject();
    payload.addProperty("full", true);
    payload.add("state", state);
    return RolloutRecord.of(at, RecordTypes.WORLD_STATE, payload);
  }

  /**
   * A change of metadata, our own record. Readers apply it to the thread it names only, so that a
   * copied history does not carry the name of its source.
   *
   * @param changes members to set; a JSON null clears
   */
  public static RolloutRecord threadMetadata(Instant at, String threadId, JsonObject changes) {
    JsonObject payload = new JsonObject();
    payload.addProperty("thread_id", threadId);
    for (var change : changes.entrySet()) {
      JsonElement value = change.getValue();
      payload.add(change.getKey(), value);
    }
    return RolloutRecord.of(at, RecordTypes.THREAD_METADATA, payload);
  }

  /**
   * More text of an item that is still streaming; {@code text} follows that of earlier records of
   * the same item. The first, without text, says that the item has begun.
   */
  public static RolloutRecord partialItem(
      Instant at, String turnId, String itemId, String itemType, String text) {
    JsonObject payload = new JsonObject();
    payload.addProperty("turn_id", turnId);
    payload.addProperty("item_id", itemId);
    payload.addProperty("item_type", itemType);
    payload.addProperty("text", text);
    return RolloutRecord.of(at, RecordTypes.PARTIAL_ITEM, payload);
  }

  /**
   * An item of a tool has begun; text of its output follows in records like those above.
   *
   * @param item its stored form as it begins
   */
  public static RolloutRecord itemBegun(Instant at, String turnId, String itemId, JsonObject item) {
    RolloutRecord record =
        partialItem(at, turnId, itemId, Json.string(item, "type", "Unknown"), "");
    record.payload().add("item", item);
    return record;
  }

  /**
   * A question to the clients.
   *
   * @param outcome {@code asked}, {@code answered} or {@code taken_back}
   * @param content the answer, or what was asked
   */
  public static RolloutRecord clientRequest(
      Instant at,
      String turnId,
      long requestId,
      String method,
      String outcome,
      JsonElement content) {
    JsonObject payload = new JsonObject();
    payload.addProperty("turn_id", turnId);
    payload.addProperty("request_id", requestId);
    payload.addProperty("method", method);
    payload.addProperty("outcome", outcome);
    payload.add(outcome.equals("answered") ? "answer" : "params", content);
    return RolloutRecord.of(at, RecordTypes.CLIENT_REQUEST, payload);
  }

  /** The same of one part of an item's summary. */
  public static RolloutRecord partialSummary(
      Instant at, String turnId, String itemId, String itemType, long index, String text) {
    return indexed(partialItem(at, turnId, itemId, itemType, text), "summary_index", index);
  }

  /** The same of one part of an item's raw content. */
  public static RolloutRecord partialContent(
      Instant at, String turnId, String itemId, String itemType, long index, String text) {
    return indexed(partialItem(at, turnId, itemId, itemType, text), "content_index", index);
  }

  private static RolloutRecord indexed(RolloutRecord record, String member, long index) {
    record.payload().addProperty(member, index);
    return record;
  }

  private static JsonObject event(String type) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    return event;
  }

  private static RolloutRecord eventRecord(Instant at, JsonObject event) {
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  private static void addIfPresent(JsonObject object, String member, @Nullable String value) {
    if (value != null) {
      object.addProperty(member, value);
    }
  }
}
