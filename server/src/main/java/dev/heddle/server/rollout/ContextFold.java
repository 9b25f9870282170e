package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fold of records into what a thread needs to go on: the model's conversation, the settings it ran
 * with, its token counts, and whether it was cut off.
 *
 * <p>Feed it the records of one thread in order. A {@link #isCheckpoint checkpoint} replaces the
 * conversation, so feeding may start at one; what lies before it is then unknown, and settings are
 * null until a later record tells them.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time. Accessors answer for the records fed so far.
 *
 * <p><b>Errors:</b> none for any record; what it does not understand it skips.
 */
public final class ContextFold {
  private final List<Entry> conversation = new ArrayList<>();
  private final Map<String, PartialItem> partials = new LinkedHashMap<>();
  private @Nullable JsonObject turnContext;
  private @Nullable JsonObject threadSettings;
  private @Nullable JsonObject worldState;
  private @Nullable JsonObject tokenCount;
  private @Nullable String tokenCountTurnId;
  private @Nullable String lastStartedTurnId;
  private @Nullable String openTurnId;

  /** Whether the conversation can be rebuilt from this record and what follows it. */
  public static boolean isCheckpoint(RolloutRecord record) {
    return record.type().equals(RecordTypes.COMPACTED)
        && record.payload().get("replacement_history") instanceof JsonArray;
  }

  /** The next record. */
  public void accept(RolloutRecord record) {
    JsonObject payload = record.payload();
    switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM -> add(payload);
      case RecordTypes.COMPACTED -> compact(payload);
      case RecordTypes.TURN_CONTEXT -> turnContext = payload;
      case RecordTypes.WORLD_STATE -> worldState = payload;
      case RecordTypes.EVENT_MSG -> event(payload);
      case RecordTypes.PARTIAL_ITEM ->
          partials
              .computeIfAbsent(PartialItem.itemId(payload), id -> new PartialItem(payload))
              .accept(payload);
      default -> {
        // Says nothing about the conversation.
      }
    }
  }

  private void event(JsonObject event) {
    switch (Json.string(event, "type", "")) {
      case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED -> {
        openTurnId = Json.string(event, "turn_id");
        lastStartedTurnId = openTurnId;
        partials.clear();
      }
      case EventTypes.TASK_COMPLETE, EventTypes.TURN_COMPLETE, EventTypes.TURN_ABORTED -> {
        String ended = Json.string(event, "turn_id");
        if (ended == null || ended.equals(openTurnId)) {
          openTurnId = null;
        }
      }
      case EventTypes.THREAD_SETTINGS_APPLIED -> {
        JsonObject settings = Json.object(event, "thread_settings");
        threadSettings = settings == null ? threadSettings : settings;
      }
      case EventTypes.TOKEN_COUNT -> {
        JsonObject info = Json.object(event, "info");
        if (info != null) {
          tokenCount = info;
          tokenCountTurnId = openTurnId == null ? lastStartedTurnId : openTurnId;
        }
      }
      case EventTypes.ITEM_COMPLETED -> {
        JsonObject item = Json.object(event, "item");
        if (item != null) {
          partials.remove(Json.string(item, "id", ""));
        }
      }
      case EventTypes.AGENT_MESSAGE, EventTypes.AGENT_REASONING -> endOldest(event);
      case EventTypes.THREAD_ROLLED_BACK -> rollBack(event);
      default -> {
        // Says nothing about the conversation.
      }
    }
  }

  /** A legacy history does not name the item that ended. */
  private void endOldest(JsonObject event) {
    String type = Json.string(event, "type");
    partials.values().stream()
        .filter(partial -> partial.endsWith(type))
        .findFirst()
        .ifPresent(partials.values()::remove);
  }

  private void add(JsonObject item) {
    conversation.add(Entry.of(item, turnContext));
  }

  private void compact(JsonObject compacted) {
    JsonElement replacement = compacted.get("replacement_history");
    List<JsonObject> items = new ArrayList<>();
    if (replacement instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element instanceof JsonObject item) {
          items.add(item);
        }
      }
    } else {
      // Old checkpoints hold the summary only; the conversation was what the user said, then it.
      conversation.stream()
          .map(entry -> entry.item)
          .filter(ResponseItems::isUserInput)
          .forEach(items::add);
      items.add(ResponseItems.message("user", Json.string(compacted, "message", "")));
    }
    conversation.clear();
    items.forEach(this::add);
    JsonObject resume = Json.object(compacted, "resume_metadata");
    if (lastStartedTurnId == null && resume != null) {
      lastStartedTurnId = Json.string(resume, "last_started_turn_id");
    }
  }

  private void rollBack(JsonObject event) {
    Long count = Json.integer(event, "num_turns");
    long left = count == null ? 0 : count;
    int cut = conversation.size();
    for (int i = conversation.size() - 1; i >= 0 && left > 0; i--) {
      if (ResponseItems.isUserInput(conversation.get(i).item)) {
        cut = i;
        left--;
      }
    }
    if (cut < conversation.size()) {
      // The context record of a turn precedes what its user said, so the turn before knows best.
      turnContext = cut == 0 ? null : conversation.get(cut - 1).turnContext;
      conversation.subList(cut, conversation.size()).clear();
    }
    openTurnId = null;
  }

  /**
   * The conversation as the model has it, oldest first. A snapshot; its items are shared. Outputs
   * of calls that are not in it are left out, as providers refuse them.
   */
  public List<JsonObject> items() {
    Set<String> calls = new HashSet<>();
    List<JsonObject> items = new ArrayList<>(conversation.size());
    for (Entry entry : conversation) {
      if (entry.callId != null) {
        calls.add(entry.callId);
      }
      if (entry.answeredCallId == null || calls.contains(entry.answeredCallId)) {
        items.add(entry.forModel);
      }
    }
    return items;
  }

  /** Calls of the conversation that have no output, oldest first. */
  public List<JsonObject> callsWithoutOutput() {
    Map<String, JsonObject> open = new LinkedHashMap<>();
    for (Entry entry : conversation) {
      if (entry.callId != null) {
        open.put(entry.callId, entry.item);
      }
      if (entry.answeredCallId != null) {
        open.remove(entry.answeredCallId);
      }
    }
    return List.copyOf(open.values());
  }

  /** The stored forms of the newest turn's unfinished items, as far as they got, in order. */
  public List<JsonObject> partialItems() {
    return partials.entrySet().stream().map(each -> each.getValue().toItem(each.getKey())).toList();
  }

  /** Payload of the newest {@code turn_context}, or null. */
  public @Nullable JsonObject turnContext() {
    return turnContext;
  }

  /** The newest {@code thread_settings}, or null. */
  public @Nullable JsonObject threadSettings() {
    return threadSettings;
  }

  /** Payload of the newest {@code world_state}, full or patch, or null. */
  public @Nullable JsonObject worldState() {
    return worldState;
  }

  /** The newest token counts that were known when recorded ({@code info}), or null. */
  public @Nullable JsonObject tokenCount() {
    return tokenCount;
  }

  /** The turn that was active when {@link #tokenCount} was recorded, or null. */
  public @Nullable String tokenCountTurnId() {
    return tokenCountTurnId;
  }

  /** The turn that was started last, ended or not, or null. */
  public @Nullable String lastStartedTurnId() {
    return lastStartedTurnId;
  }

  /** The last turn if it has no end: it runs, or its process died. Null otherwise. */
  public @Nullable String unfinishedTurnId() {
    return openTurnId;
  }

  /**
   * One item, and what is asked about it with every request: looked up once.
   *
   * @param item the response item
   * @param forModel the item as the model gets it
   * @param callId of the call it is, or null
   * @param answeredCallId of the call it answers, or null
   * @param turnContext the context that was known when it was recorded, for rollbacks
   */
  private record Entry(
      JsonObject item,
      JsonObject forModel,
      @Nullable String callId,
      @Nullable String answeredCallId,
      @Nullable JsonObject turnContext) {
    static Entry of(JsonObject item, @Nullable JsonObject turnContext) {
      return new Entry(
          item,
          ResponseItems.forModel(item),
          ResponseItems.callId(item),
          ResponseItems.answeredCallId(item),
          turnContext);
    }
  }
}
