package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where each turn of a history began, for taking turns back: the same turns as {@link TurnFold}
 * has, and counted as {@link TurnsInMemory} counts them, so that a rollback leaves the model
 * exactly the turns that clients are shown. A turn in which the user spoke twice counts once, a
 * review and what a client injected not at all.
 *
 * <p>A history that does not say where turns start begins one with each thing a user said.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time.
 *
 * @param <P> what is remembered of a place in the history
 */
final class TurnMarks<P extends Object> {
  private final Deque<Mark<P>> marks = new ArrayDeque<>();
  private @Nullable String openTurnId;
  private @Nullable Mark<P> input; // what a user said, as long as no turn is known to have it

  private static final class Mark<P extends Object> {
    private final @Nullable String turnId;
    private final P place;
    private boolean said;

    Mark(@Nullable String turnId, P place) {
      this.turnId = turnId;
      this.place = place;
    }
  }

  /**
   * The next record.
   *
   * @param here the place before it
   */
  void accept(RolloutRecord record, P here) {
    JsonObject payload = record.payload();
    switch (record.type()) {
      case RecordTypes.RESPONSE_ITEM -> item(payload, here);
      case RecordTypes.EVENT_MSG -> {
        switch (Json.string(payload, "type", "")) {
          case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED ->
              started(Json.string(payload, "turn_id"), here);
          case EventTypes.TASK_COMPLETE, EventTypes.TURN_COMPLETE, EventTypes.TURN_ABORTED -> {
            String ended = Json.string(payload, "turn_id");
            openTurnId = ended == null || ended.equals(openTurnId) ? null : openTurnId;
          }
          case EventTypes.USER_MESSAGE -> said(here);
          case EventTypes.ITEM_COMPLETED -> {
            JsonObject item = Json.object(payload, "item");
            if (item != null && "UserMessage".equals(Json.string(item, "type"))) {
              said(here);
            }
          }
          default -> {
            // Neither begins a turn nor counts one.
          }
        }
      }
      default -> {
        // Neither begins a turn nor counts one.
      }
    }
  }

  private void item(JsonObject item, P here) {
    if (!ResponseItems.isUserInput(item)) {
      input = null;
    } else if (input == null) {
      input = new Mark<>(ResponseItems.turnId(item), here);
    }
  }

  private void started(@Nullable String turnId, P here) {
    if (turnId == null || turnId.equals(openTurnId)) {
      return;
    }
    marks.add(new Mark<>(turnId, here));
    openTurnId = turnId;
    input = null;
  }

  private void said(P here) {
    if (openTurnId == null) {
      add(input == null ? new Mark<>(null, here) : input);
    }
    marks.getLast().said = true;
    input = null;
  }

  /** Begins a turn there unless the newest is the same one. */
  private void add(Mark<P> mark) {
    Mark<P> newest = marks.peekLast();
    if (newest == null || mark.turnId == null || !mark.turnId.equals(newest.turnId)) {
      marks.add(mark);
    }
  }

  /** Forgets all turns: what follows replaces what was said, {@link #kept} item by item. */
  void replaced() {
    marks.clear();
    openTurnId = null;
    input = null;
  }

  /**
   * An item of those that replace what was said.
   *
   * @param here the place before it
   */
  void kept(JsonObject item, P here) {
    if (ResponseItems.isUserInput(item)) {
      add(new Mark<>(ResponseItems.turnId(item), here));
      marks.getLast().said = true;
    }
  }

  /**
   * Takes the newest turns back: as many as the record says in which a user spoke, and all that are
   * newer.
   *
   * @return the place where the oldest of them began, or null when there is none
   */
  @Nullable P takeBack(RolloutRecord rollback) {
    long left = Objects.requireNonNullElse(Json.integer(rollback.payload(), "num_turns"), 0L);
    P cut = null;
    while (left > 0 && !marks.isEmpty()) {
      Mark<P> gone = marks.removeLast();
      cut = gone.place;
      left -= gone.said ? 1 : 0;
    }
    openTurnId = null;
    input = null;
    return cut;
  }
}
