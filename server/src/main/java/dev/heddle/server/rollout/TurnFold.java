package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fold over a thread's records that yields its turns and their items, for both history modes.
 *
 * <p>A paginated history names its turns and keeps completed items. A legacy one is read by its
 * events: they make the same items, with ids {@code item-1}, {@code item-2} … counted over the
 * thread, and a user's message opens a turn where none is open. Text of an item that a crash left
 * unfinished comes from our partial records.
 *
 * <p><b>Thread-safety:</b> none; its owner guards it.
 */
public final class TurnFold {
  private final List<OpenTurn> turns = new ArrayList<>();
  private final Map<String, OpenTurn> byId = new LinkedHashMap<>();
  private @Nullable OpenTurn current;
  private long line = -1;
  private int legacyItems;
  private boolean paginated;

  /** A turn while records may still add to it. */
  private static final class OpenTurn {
    private final String turnId;
    private final long ordinal;
    private final List<StoredItem> items = new ArrayList<>();
    private final Map<String, Partial> partials = new LinkedHashMap<>();
    private @Nullable String rootTurnId;
    private StoredTurn.Status status = StoredTurn.Status.IN_PROGRESS;
    private @Nullable JsonObject error;
    private @Nullable Long startedAt;
    private @Nullable Long completedAt;
    private @Nullable Long durationMs;

    OpenTurn(String turnId, long ordinal) {
      this.turnId = turnId;
      this.ordinal = ordinal;
    }

    StoredTurn stored() {
      List<StoredItem> all = new ArrayList<>(items);
      partials.values().forEach(partial -> all.add(partial.item()));
      return new StoredTurn(
          turnId,
          rootTurnId,
          ordinal,
          status,
          error,
          startedAt,
          completedAt,
          durationMs,
          List.copyOf(all));
    }
  }

  /** Text of an item whose completion was not recorded. */
  private record Partial(
      String turnId, String itemId, String itemType, long ordinal, StringBuilder text) {
    StoredItem item() {
      JsonObject part = new JsonObject();
      part.addProperty("type", "Text");
      part.addProperty("text", text.toString());
      JsonArray content = new JsonArray();
      content.add(part);
      JsonObject item = new JsonObject();
      item.addProperty("type", itemType);
      item.addProperty("id", itemId);
      item.add("content", content);
      return new StoredItem(turnId, itemId, ordinal, null, null, item);
    }
  }

  /** Takes the next record. */
  public void accept(RolloutRecord record) {
    line++;
    long ordinal = record.ordinal() == RolloutRecord.NO_ORDINAL ? line : record.ordinal();
    switch (record.type()) {
      case RecordTypes.SESSION_META -> {
        if (line == 0) {
          paginated =
              Members.string(record.payload(), "history_mode", "legacy")
                  .equals(HistoryMode.PAGINATED.wireName());
        }
      }
      case RecordTypes.EVENT_MSG -> event(record, ordinal);
      case RecordTypes.PARTIAL_ITEM -> partial(record.payload(), ordinal);
      default -> {}
    }
  }

  private void event(RolloutRecord record, long ordinal) {
    JsonObject event = record.payload();
    switch (Members.string(event, "type", "")) {
      case "task_started", "turn_started" -> start(event, ordinal);
      case "task_complete", "turn_complete" -> complete(event, ordinal);
      case "turn_aborted" -> end(event, StoredTurn.Status.INTERRUPTED, ordinal);
      case "item_completed" -> itemCompleted(event, ordinal);
      case "thread_rolled_back" -> rollBack((int) Members.number(event, "num_turns", 0));
      default -> {
        if (!paginated) {
          legacyEvent(event, record, ordinal);
        }
      }
    }
  }

  private void start(JsonObject event, long ordinal) {
    String turnId = Members.string(event, "turn_id");
    if (turnId == null) {
      return;
    }
    OpenTurn turn = turn(turnId, ordinal);
    turn.rootTurnId = Members.string(event, "root_turn_id");
    turn.startedAt = Members.number(event, "started_at");
    current = turn;
  }

  private void complete(JsonObject event, long ordinal) {
    JsonObject error = Members.object(event, "error");
    OpenTurn turn =
        end(
            event,
            error == null ? StoredTurn.Status.COMPLETED : StoredTurn.Status.FAILED,
            ordinal);
    if (turn != null) {
      turn.error = error;
    }
  }

  private @Nullable OpenTurn end(JsonObject event, StoredTurn.Status status, long ordinal) {
    String turnId = Members.string(event, "turn_id");
    OpenTurn turn = turnId == null ? current : turn(turnId, ordinal);
    if (turn == null) {
      return null;
    }
    turn.status = status;
    Long startedAt = Members.number(event, "started_at");
    turn.startedAt = turn.startedAt == null ? startedAt : turn.startedAt;
    turn.completedAt = Members.number(event, "completed_at");
    turn.durationMs = Members.number(event, "duration_ms");
    if (turn == current) {
      current = null;
    }
    return turn;
  }

  private void itemCompleted(JsonObject event, long ordinal) {
    JsonObject item = Members.object(event, "item");
    String turnId = Members.string(event, "turn_id");
    if (item == null || turnId == null) {
      return;
    }
    OpenTurn turn = turn(turnId, ordinal);
    String itemId = Members.string(item, "id");
    if (itemId == null) {
      itemId = "item-" + ++legacyItems;
    }
    turn.partials.remove(itemId);
    put(
        turn,
        new StoredItem(
            turnId,
            itemId,
            ordinal,
            Members.number(event, "started_at_ms"),
            Members.number(event, "completed_at_ms"),
            item));
  }

  /** An item that is recorded again takes the place of the older record. */
  private static void put(OpenTurn turn, StoredItem item) {
    for (int i = turn.items.size() - 1; i >= 0; i--) {
      if (turn.items.get(i).itemId().equals(item.itemId())) {
        turn.items.set(i, item);
        return;
      }
    }
    turn.items.add(item);
  }

  private void partial(JsonObject payload, long ordinal) {
    String turnId = Members.string(payload, "turn_id", "");
    String itemId = Members.string(payload, "item_id", "");
    OpenTurn turn = byId.get(turnId);
    if (turn == null
        || turn.items.stream().anyMatch(item -> item.itemId().equals(itemId))) {
      return;
    }
    turn.partials
        .computeIfAbsent(
            itemId,
            id ->
                new Partial(
                    turnId,
                    id,
                    Members.string(payload, "item_type", "AgentMessage"),
                    ordinal,
                    new StringBuilder()))
        .text()
        .append(Members.string(payload, "text", ""));
  }

  private void rollBack(int count) {
    int keep = Math.max(0, turns.size() - count);
    List<OpenTurn> dropped = turns.subList(keep, turns.size());
    dropped.forEach(turn -> byId.remove(turn.turnId));
    dropped.clear();
    current = null;
  }

  private void legacyEvent(JsonObject event, RolloutRecord record, long ordinal) {
    JsonObject item = LegacyItems.of(event);
    if (item == null) {
      return;
    }
    boolean opensTurn = Members.string(item, "type", "").equals("UserMessage");
    OpenTurn turn = current;
    if (turn == null) {
      if (!opensTurn && !turns.isEmpty()) {
        turn = turns.getLast();
      } else {
        turn = turn("rollout-" + line, ordinal);
        turn.status = StoredTurn.Status.COMPLETED; // such logs record no end
        current = turn;
      }
    } else if (opensTurn && turn.turnId.startsWith("rollout-")) {
      turn = turn("rollout-" + line, ordinal);
      turn.status = StoredTurn.Status.COMPLETED;
      current = turn;
    }
    String itemId = "item-" + ++legacyItems;
    item.addProperty("id", itemId);
    turn.items.add(new StoredItem(turn.turnId, itemId, ordinal, null, null, item));
  }

  private OpenTurn turn(String turnId, long ordinal) {
    OpenTurn known = byId.get(turnId);
    if (known != null) {
      return known;
    }
    OpenTurn turn = new OpenTurn(turnId, ordinal);
    turns.add(turn);
    byId.put(turnId, turn);
    return turn;
  }

  /** The turns so far, oldest first; the last may be in progress. */
  public List<StoredTurn> turns() {
    return turns.stream().map(OpenTurn::stored).toList();
  }

  /** Whether there is a turn with this id. */
  public boolean contains(String turnId) {
    return byId.containsKey(turnId);
  }
}
