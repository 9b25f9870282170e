package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fold of records into the small things a thread needs to go on: the settings it ran with, its
 * token counts, whether it was cut off, and how its last turn ended. What was said is a {@link
 * Conversation}'s.
 *
 * <p>What a rollback restores depends on where turns began, so that is noted too. {@link #state}
 * leaves it out: a restored fold must not be given a rollback; {@link #isRollback} tells.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time. Accessors answer for the records fed so far.
 *
 * <p><b>Errors:</b> none for any record; what it does not understand it skips.
 */
public final class ContextFacts {
  private final Map<String, PartialItem> partials = new LinkedHashMap<>();

  /** For each turn: the context of the one before. */
  private final TurnMarks<Before> turns = new TurnMarks<>();

  private @Nullable JsonObject turnContext;
  private @Nullable JsonObject newestItemContext;
  private @Nullable JsonObject threadSettings;
  private @Nullable JsonObject worldState;
  private @Nullable JsonObject window;
  private @Nullable JsonObject tokenCount;
  private @Nullable String tokenCountTurnId;
  private @Nullable String lastStartedTurnId;
  private @Nullable String openTurnId;
  private boolean reviewing;
  private @Nullable Boolean lastTurnInterrupted;

  private record Before(@Nullable JsonObject context) {}

  /** Whether the record says what its thread runs with from now on. */
  public static boolean isSettings(RolloutRecord record) {
    return record.type().equals(RecordTypes.EVENT_MSG)
        && EventTypes.THREAD_SETTINGS_APPLIED.equals(Json.string(record.payload(), "type"));
  }

  /** Whether the record takes back what a fold knows of earlier ones. */
  public static boolean isRollback(RolloutRecord record) {
    return record.type().equals(RecordTypes.EVENT_MSG)
        && EventTypes.THREAD_ROLLED_BACK.equals(Json.string(record.payload(), "type"));
  }

  /** The next record. */
  public void accept(RolloutRecord record) {
    JsonObject payload = record.payload();
    turns.accept(record, new Before(newestItemContext)); // a turn's own context may precede it
    switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM -> newestItemContext = turnContext;
      case RecordTypes.COMPACTED -> compact(payload);
      case RecordTypes.TURN_CONTEXT -> turnContext = payload;
      case RecordTypes.WORLD_STATE -> worldState = WorldState.after(worldState, payload);
      case RecordTypes.EVENT_MSG -> event(record);
      case RecordTypes.PARTIAL_ITEM ->
          partials
              .computeIfAbsent(PartialItem.itemId(payload), id -> new PartialItem(payload))
              .accept(payload);
      default -> {
        // Says nothing about the conversation.
      }
    }
  }

  private void event(RolloutRecord record) {
    JsonObject event = record.payload();
    switch (Json.string(event, "type", "")) {
      case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED -> {
        openTurnId = Json.string(event, "turn_id");
        lastStartedTurnId = openTurnId;
        lastTurnInterrupted = false;
        partials.clear();
      }
      case EventTypes.TASK_COMPLETE, EventTypes.TURN_COMPLETE, EventTypes.TURN_ABORTED -> {
        lastTurnInterrupted = EventTypes.TURN_ABORTED.equals(Json.string(event, "type"));
        String ended = Json.string(event, "turn_id");
        if (ended == null || ended.equals(openTurnId)) {
          openTurnId = null;
          reviewing = false;
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
          switch (Json.string(item, "type", "")) {
            case "EnteredReviewMode" -> reviewing = true;
            case "ExitedReviewMode" -> reviewing = false;
            default -> {
              // Ordinary.
            }
          }
        }
      }
      case EventTypes.AGENT_MESSAGE, EventTypes.AGENT_REASONING -> endOldest(event);
      case EventTypes.PATCH_APPLY_END, EventTypes.WEB_SEARCH_END ->
          partials.remove(Json.string(event, "call_id", ""));
      case EventTypes.ENTERED_REVIEW_MODE -> reviewing = true;
      case EventTypes.EXITED_REVIEW_MODE -> reviewing = false;
      case EventTypes.THREAD_ROLLED_BACK -> rollBack(record);
      default -> {
        // Says nothing about the conversation.
      }
    }
  }

  /** A legacy history does not name the message or the reasoning that ended. */
  private void endOldest(JsonObject event) {
    String type = Json.string(event, "type");
    partials.values().stream()
        .filter(partial -> partial.endsWith(type))
        .findFirst()
        .ifPresent(partials.values()::remove);
  }

  private void compact(JsonObject compacted) {
    worldState = null; // what the model was told is gone; a record of what it is told now follows
    window = window(compacted);
    JsonObject resume = Json.object(compacted, "resume_metadata");
    if (lastStartedTurnId == null && resume != null) {
      lastStartedTurnId = Json.string(resume, "last_started_turn_id");
    }
  }

  private static JsonObject window(JsonObject compacted) {
    JsonObject window = new JsonObject();
    for (String member : List.of("window_number", "first_window_id", "window_id")) {
      window.add(member, compacted.get(member));
    }
    return window;
  }

  private void rollBack(RolloutRecord record) {
    worldState = null; // perhaps among what was taken back
    Before before = turns.takeBack(record);
    if (before != null) {
      turnContext = before.context();
      newestItemContext = turnContext;
    }
    openTurnId = null;
  }

  /** Where the fold stands, for {@link #restore}. */
  public JsonObject state() {
    JsonObject state = new JsonObject();
    state.add("context", turnContext);
    state.add("settings", threadSettings);
    state.add("world", worldState);
    state.add("window", window);
    state.add("tokens", tokenCount);
    state.addProperty("tokensTurn", tokenCountTurnId);
    state.addProperty("lastTurn", lastStartedTurnId);
    state.addProperty("openTurn", openTurnId);
    if (reviewing) {
      state.addProperty("reviewing", true);
    }
    state.addProperty("interrupted", lastTurnInterrupted);
    JsonObject streaming = new JsonObject();
    partials.forEach((id, partial) -> streaming.add(id, partial.state()));
    state.add("streaming", streaming);
    return state;
  }

  /** A fold that goes on where another stood. */
  public static ContextFacts restore(JsonObject state) {
    ContextFacts facts = new ContextFacts();
    facts.turnContext = Json.object(state, "context");
    facts.threadSettings = Json.object(state, "settings");
    facts.worldState = Json.object(state, "world");
    facts.window = Json.object(state, "window");
    facts.tokenCount = Json.object(state, "tokens");
    facts.tokenCountTurnId = Json.string(state, "tokensTurn");
    facts.lastStartedTurnId = Json.string(state, "lastTurn");
    facts.openTurnId = Json.string(state, "openTurn");
    facts.reviewing = Json.bool(state, "reviewing");
    facts.lastTurnInterrupted =
        state.get("interrupted") instanceof JsonPrimitive saved ? saved.getAsBoolean() : null;
    JsonObject streaming = Json.object(state, "streaming");
    if (streaming != null) {
      for (var partial : streaming.entrySet()) {
        JsonObject saved = Json.object(streaming, partial.getKey());
        if (saved != null) {
          facts.partials.put(partial.getKey(), PartialItem.restore(saved));
        }
      }
    }
    return facts;
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

  /**
   * What the model was last told of its surroundings, as {@link WorldState} remembers it; null when
   * it was told nothing that is still in its conversation.
   */
  public @Nullable JsonObject worldState() {
    return worldState;
  }

  /**
   * Of the newest checkpoint: {@code window_number}, {@code first_window_id}, {@code window_id};
   * null before the first.
   */
  public @Nullable JsonObject window() {
    return window;
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

  /** Whether the unfinished turn is in the middle of a review. */
  public boolean reviewing() {
    return reviewing;
  }

  /**
   * Whether the last turn was interrupted, be it rolled back since; one without an end was not.
   * Null when there was none, and when this goes on from a state that does not say.
   */
  public @Nullable Boolean lastTurnInterrupted() {
    return lastTurnInterrupted;
  }

  /** The last turn if it has no end: it runs, or its process died. Null otherwise. */
  public @Nullable String unfinishedTurnId() {
    return openTurnId;
  }
}
