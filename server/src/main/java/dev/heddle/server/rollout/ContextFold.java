package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fold over a thread's records that yields what its next turn needs: the model's conversation, the
 * settings, the token counts, and what a crash left open.
 *
 * <p>Feeding it records as they are made gives the same state as feeding it the journal later.
 *
 * <p><b>Thread-safety:</b> none; its owner guards it.
 */
public final class ContextFold {
  /** Side information in stored Responses items that is not for providers. */
  static final String PASSTHROUGH = "internal_chat_message_metadata_passthrough";

  private final List<JsonObject> conversation = new ArrayList<>();
  private final List<TurnStart> turnStarts = new ArrayList<>();
  private final Map<String, JsonObject> openCalls = new LinkedHashMap<>();
  private @Nullable JsonObject turnContext;
  private @Nullable JsonObject threadSettings;
  private @Nullable JsonObject tokenInfo;
  private @Nullable String tokenTurnId;
  private @Nullable String unfinishedTurnId;
  private @Nullable String lastTurnId;

  /** Where in the conversation a turn begins. */
  private record TurnStart(String turnId, int position) {}

  /** Takes the next record. */
  public void accept(RolloutRecord record) {
    switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM -> addItem(record.payload());
      case RecordTypes.TURN_CONTEXT -> turnContext = record.payload();
      case RecordTypes.COMPACTED -> compact(record.payload());
      case RecordTypes.EVENT_MSG -> event(record.payload());
      default -> {}
    }
  }

  private void addItem(JsonObject stored) {
    JsonObject item = withoutPassthrough(stored);
    conversation.add(item);
    String callId = Members.string(item, "call_id");
    if (callId != null) {
      if (Members.string(item, "type", "").endsWith("_output")) {
        openCalls.remove(callId);
      } else {
        openCalls.put(callId, item);
      }
    }
  }

  private void compact(JsonObject checkpoint) {
    conversation.clear();
    turnStarts.clear();
    openCalls.clear();
    if (checkpoint.get("replacement_history") instanceof JsonArray replacement) {
      for (JsonElement element : replacement) {
        if (element instanceof JsonObject item) {
          addItem(item);
        }
      }
    } else if (Members.string(checkpoint, "message") instanceof String summary) {
      // Checkpoints of old versions hold only the summary.
      JsonObject part = new JsonObject();
      part.addProperty("type", "input_text");
      part.addProperty("text", summary);
      JsonArray content = new JsonArray();
      content.add(part);
      JsonObject message = new JsonObject();
      message.addProperty("type", "message");
      message.addProperty("role", "user");
      message.add("content", content);
      conversation.add(message);
    }
  }

  private void event(JsonObject event) {
    switch (Members.string(event, "type", "")) {
      case "task_started", "turn_started" -> {
        String turnId = Members.string(event, "turn_id", "");
        turnStarts.add(new TurnStart(turnId, conversation.size()));
        unfinishedTurnId = turnId;
        lastTurnId = turnId;
        openCalls.clear();
      }
      case "task_complete", "turn_complete", "turn_aborted" -> unfinishedTurnId = null;
      case "token_count" -> {
        if (event.get("info") instanceof JsonObject info) {
          tokenInfo = info;
          tokenTurnId = unfinishedTurnId == null ? lastTurnId : unfinishedTurnId;
        }
      }
      case "thread_settings_applied" ->
          threadSettings = Members.object(event, "thread_settings");
      case "thread_rolled_back" -> rollBack((int) Members.number(event, "num_turns", 0));
      default -> {}
    }
  }

  private void rollBack(int turns) {
    int keep = Math.max(0, turnStarts.size() - turns);
    if (keep == turnStarts.size()) {
      return;
    }
    int position = turnStarts.get(keep).position();
    conversation.subList(position, conversation.size()).clear();
    turnStarts.subList(keep, turnStarts.size()).clear();
    openCalls.clear();
    unfinishedTurnId = null;
    lastTurnId = keep == 0 ? null : turnStarts.get(keep - 1).turnId();
  }

  private static JsonObject withoutPassthrough(JsonObject stored) {
    if (!stored.has(PASSTHROUGH)) {
      return stored;
    }
    JsonObject item = new JsonObject();
    for (var member : stored.entrySet()) {
      if (!member.getKey().equals(PASSTHROUGH)) {
        item.add(member.getKey(), member.getValue());
      }
    }
    return item;
  }

  /** The conversation as Responses items, oldest first: a view that later records change. */
  public List<JsonObject> conversation() {
    return conversation;
  }

  /** The newest {@code turn_context} payload, or null. */
  public @Nullable JsonObject turnContext() {
    return turnContext;
  }

  /** The newest {@code thread_settings}, or null. */
  public @Nullable JsonObject threadSettings() {
    return threadSettings;
  }

  /** The newest token counts ({@code info} of {@code token_count}), or null. */
  public @Nullable JsonObject tokenInfo() {
    return tokenInfo;
  }

  /** The thread's total token usage, or null when nothing was counted. */
  public @Nullable JsonObject totalTokenUsage() {
    return tokenInfo == null ? null : Members.object(tokenInfo, "total_token_usage");
  }

  /** The turn whose model response the newest token counts belong to, or null. */
  public @Nullable String tokenTurnId() {
    return tokenTurnId;
  }

  /** The turn that was started and has no end, or null. */
  public @Nullable String unfinishedTurnId() {
    return unfinishedTurnId;
  }

  /** The newest turn, or null. */
  public @Nullable String lastTurnId() {
    return lastTurnId;
  }

  /** Calls of the newest turn that have no output. */
  public List<JsonObject> callsWithoutOutput() {
    return List.copyOf(openCalls.values());
  }
}
