package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fold of records into turns and items, for both history modes.
 *
 * <p>Feed it the records of one thread in order; it tells a {@link TurnListener} what they mean.
 * Records with ordinals (paginated history) carry their turns and items whole. Records without them
 * (legacy history) carry events, from which turns and items are inferred: a user message opens a
 * turn when none is open, items without an id are counted through the thread as {@code item-N},
 * turns without one are named {@code rollout-<index of the record>}.
 *
 * <p>Holds no item but the newest, so memory does not grow with what was said. A paginated history
 * may be folded from the start of any of its turns; a legacy one only from its beginning.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time.
 *
 * <p><b>Errors:</b> none for any record; what it does not understand it skips.
 */
public final class TurnFold {
  private final TurnListener listener;
  private final KnownTurns turns;
  private final Map<String, PartialItem> partials = new HashMap<>();
  private long recordIndex = -1;
  private long newestOrdinal = -1;
  private int nextItemNumber = 1;
  private @Nullable OpenTurn open;
  private @Nullable StoredItem newestItem;

  /** A fold that has seen nothing. */
  public TurnFold(TurnListener listener) {
    this(listener, new TurnsInMemory());
  }

  /** A fold that keeps what it has to know of earlier turns elsewhere. */
  public TurnFold(TurnListener listener, KnownTurns turns) {
    this.listener = listener;
    this.turns = turns;
  }

  /**
   * Where the fold stands, beside what its {@link KnownTurns} know, for {@link #restore}. Of texts
   * it keeps nothing: a restored fold tells of every item, place and time, but not their contents.
   */
  public JsonObject state() {
    JsonObject state = new JsonObject();
    state.addProperty("records", recordIndex);
    state.addProperty("ordinal", newestOrdinal);
    state.addProperty("nextItem", nextItemNumber);
    OpenTurn turn = open;
    if (turn != null) {
      state.addProperty("turn", turn.turnId);
      state.addProperty("root", turn.rootTurnId);
      state.addProperty("position", turn.position);
      state.addProperty("explicitly", turn.explicitly);
      state.addProperty("startedAt", turn.startedAt);
    }
    StoredItem newest = newestItem;
    if (newest != null) {
      JsonObject item = new JsonObject();
      item.addProperty("turn", newest.turnId());
      item.addProperty("id", newest.itemId());
      item.addProperty("position", newest.ordinal());
      item.addProperty("type", Json.string(newest.item(), "type"));
      state.add("item", item);
    }
    JsonObject streaming = new JsonObject();
    partials.forEach((id, partial) -> streaming.addProperty(id, partial.itemType()));
    state.add("streaming", streaming);
    return state;
  }

  /** Goes on where another fold stood. */
  public void restore(JsonObject state) {
    recordIndex = number(state, "records", -1);
    newestOrdinal = number(state, "ordinal", -1);
    nextItemNumber = (int) number(state, "nextItem", 1);
    String turnId = Json.string(state, "turn");
    open =
        turnId == null
            ? null
            : new OpenTurn(
                turnId,
                Json.string(state, "root"),
                number(state, "position", 0),
                Json.integer(state, "startedAt"),
                Json.bool(state, "explicitly"));
    JsonObject newest = Json.object(state, "item");
    newestItem = newest == null ? null : restoredItem(newest);
    partials.clear();
    JsonObject streaming = Json.object(state, "streaming");
    if (streaming != null) {
      for (var partial : streaming.entrySet()) {
        partials.put(partial.getKey(), new PartialItem(partial.getValue().getAsString()));
      }
    }
  }

  private static StoredItem restoredItem(JsonObject saved) {
    JsonObject item = new JsonObject();
    item.addProperty("type", Json.string(saved, "type"));
    return new StoredItem(
        Json.string(saved, "turn", ""),
        Json.string(saved, "id", ""),
        number(saved, "position", 0),
        null,
        null,
        item);
  }

  private static long number(JsonObject object, String member, long otherwise) {
    Long value = Json.integer(object, member);
    return value == null ? otherwise : value;
  }

  /** The turns of a whole history, oldest first, with their items. */
  public static List<StoredTurn> turnsOf(Iterable<RolloutRecord> history) {
    TurnCollector collector = new TurnCollector();
    TurnFold fold = new TurnFold(collector);
    history.forEach(fold::accept);
    return collector.turns();
  }

  /** The turn that was started and has not ended, or null. */
  public @Nullable String openTurnId() {
    return open == null ? null : open.turnId;
  }

  /** The id that the record's text is streamed under; null when it is no such record. */
  public static @Nullable String streamedId(RolloutRecord record) {
    return record.type().equals(RecordTypes.PARTIAL_ITEM)
        ? PartialItem.itemId(record.payload())
        : null;
  }

  /** The next record. */
  public void accept(RolloutRecord record) {
    recordIndex++;
    boolean legacy = record.ordinal() == RolloutRecord.NO_ORDINAL;
    long position = legacy ? recordIndex : record.ordinal();
    if (!ofOneThread(record)) {
      newestOrdinal = Math.max(newestOrdinal, record.ordinal());
    }
    if (record.type().equals(RecordTypes.PARTIAL_ITEM)) {
      // It has no ordinal of its own: in a history of ordinals it stands behind all that have one.
      partial(record.payload(), legacy && newestOrdinal >= 0 ? newestOrdinal + 1 : position);
      return;
    }
    if (record.type().equals(RecordTypes.COMPACTED) && legacy && open == null) {
      open(new OpenTurn("rollout-" + position, null, position, null, false));
      return;
    }
    if (!record.type().equals(RecordTypes.EVENT_MSG)) {
      return;
    }
    JsonObject event = record.payload();
    String type = Json.string(event, "type", "");
    switch (type) {
      case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED -> start(event, position);
      case EventTypes.TASK_COMPLETE, EventTypes.TURN_COMPLETE ->
          end(event, StoredTurn.Status.COMPLETED, position);
      case EventTypes.TURN_ABORTED -> end(event, StoredTurn.Status.INTERRUPTED, position);
      case EventTypes.ITEM_COMPLETED -> completed(event, position);
      case EventTypes.THREAD_ROLLED_BACK -> rollBack(event);
      default -> {
        if (legacy) {
          legacyItem(type, event, position);
        }
      }
    }
  }

  /** Whether threads that inherit the record do not see it: it must not move anything. */
  private static boolean ofOneThread(RolloutRecord record) {
    return record.type().equals(RecordTypes.SESSION_META)
        || record.type().equals(RecordTypes.THREAD_METADATA);
  }

  private void start(JsonObject event, long position) {
    String turnId = Json.string(event, "turn_id");
    if (turnId == null || (open != null && open.turnId.equals(turnId))) {
      return;
    }
    open(
        new OpenTurn(
            turnId,
            Json.string(event, "root_turn_id"),
            position,
            Json.integer(event, "started_at"),
            true));
  }

  private void open(OpenTurn turn) {
    open = turn;
    partials.clear();
    newestItem = null;
    turns.started(turn.turnId, turn.position);
    // A log that does not say when turns start does not say when they end either.
    StoredTurn.Status status =
        turn.explicitly ? StoredTurn.Status.IN_PROGRESS : StoredTurn.Status.COMPLETED;
    listener.turnStarted(turn.stored(status, null, null, null, null));
  }

  private void end(JsonObject event, StoredTurn.Status status, long position) {
    String named = Json.string(event, "turn_id");
    OpenTurn turn = open;
    if (turn == null || (named != null && !named.equals(turn.turnId))) {
      Long overtaken = named == null ? null : turns.position(named);
      if (named == null || overtaken == null) {
        return;
      }
      turn = new OpenTurn(named, null, overtaken, null, true);
    } else {
      open = null;
    }
    JsonObject error = Json.object(event, "error");
    if (error != null && status == StoredTurn.Status.COMPLETED) {
      status = StoredTurn.Status.FAILED;
    }
    turn.startedAt = orElse(Json.integer(event, "started_at"), turn.startedAt);
    turn.rootTurnId = orElse(Json.string(event, "root_turn_id"), turn.rootTurnId);
    listener.turnEnded(
        turn.stored(
            status,
            error,
            Json.integer(event, "completed_at"),
            Json.integer(event, "duration_ms"),
            position));
  }

  private static <T> @Nullable T orElse(@Nullable T value, @Nullable T fallback) {
    return value == null ? fallback : value;
  }

  private void completed(JsonObject event, long position) {
    JsonObject item = Json.object(event, "item");
    if (item == null) {
      return;
    }
    String itemId = Json.string(item, "id");
    String turnId = Json.string(event, "turn_id", open == null ? "" : open.turnId);
    if (itemId == null || turnId.isEmpty()) {
      return;
    }
    Long startedAtMs = Json.integer(event, "started_at_ms");
    Long completedAtMs = Json.integer(event, "completed_at_ms");
    partials.remove(itemId);
    add(new StoredItem(turnId, itemId, position, startedAtMs, completedAtMs, item));
  }

  /**
   * More of an item that is still streaming: shown like an item, replaced by its completion. Most
   * records of a legacy history do not name the item they complete, so it has the name it will get.
   */
  private void partial(JsonObject payload, long position) {
    OpenTurn turn = open;
    if (turn == null || !turn.turnId.equals(Json.string(payload, "turn_id"))) {
      return; // its turn has ended: the item is complete
    }
    String itemId = PartialItem.itemId(payload);
    boolean begins = !partials.containsKey(itemId);
    PartialItem partial = partials.computeIfAbsent(itemId, id -> new PartialItem(payload));
    partial.accept(payload);
    String shownId =
        newestOrdinal < 0 && !partial.isNamedAtItsEnd() ? "item-" + nextItemNumber : itemId;
    listener.itemStreamed(
        new StoredItem(turn.turnId, shownId, position, null, null, partial.toItem(shownId)),
        begins);
  }

  private void legacyItem(String type, JsonObject event, long position) {
    StoredItem newest = newestItem;
    if (newest != null) {
      JsonObject longer = LegacyItems.extended(newest.item(), type, event);
      if (longer != null) {
        newestItem =
            new StoredItem(newest.turnId(), newest.itemId(), newest.ordinal(), null, null, longer);
        listener.itemContinued(newestItem);
        return;
      }
    }
    String callId = Json.string(event, "call_id", "");
    String itemId = callId.isEmpty() ? "item-" + nextItemNumber : callId;
    JsonObject item = LegacyItems.read(type, event, itemId);
    if (item == null) {
      return;
    }
    if (callId.isEmpty()) {
      nextItemNumber++;
    }
    OpenTurn turn = open;
    boolean opensTurn =
        turn == null
            || (type.equals(EventTypes.USER_MESSAGE)
                && !turn.explicitly
                && turns.hasItems(turn.turnId));
    String turnId = Json.string(event, "turn_id", "");
    if (!callId.isEmpty() && turns.position(turnId) != null) {
      add(new StoredItem(turnId, itemId, position, null, null, item));
      return;
    }
    if (opensTurn) {
      open(new OpenTurn("rollout-" + position, null, position, null, false));
    }
    turnId = open == null ? "" : open.turnId;
    add(new StoredItem(turnId, itemId, position, null, null, item));
  }

  private void add(StoredItem item) {
    turns.added(
        item.turnId(), item.ordinal(), "UserMessage".equals(Json.string(item.item(), "type")));
    newestItem = item;
    listener.itemCompleted(item);
  }

  private void rollBack(JsonObject event) {
    Long count = Json.integer(event, "num_turns");
    if (count == null || count <= 0) {
      return;
    }
    List<String> dropped = turns.dropNewest(count);
    open = null;
    newestItem = null;
    nextItemNumber = 1 + turns.itemCount();
    if (!dropped.isEmpty()) {
      listener.turnsDropped(dropped);
    }
  }

  /** The turn records belong to at the moment. */
  private static final class OpenTurn {
    private final String turnId;
    private final long position;
    private final boolean explicitly;
    private @Nullable String rootTurnId;
    private @Nullable Long startedAt;

    OpenTurn(
        String turnId,
        @Nullable String rootTurnId,
        long position,
        @Nullable Long startedAt,
        boolean explicitly) {
      this.turnId = turnId;
      this.rootTurnId = rootTurnId;
      this.position = position;
      this.startedAt = startedAt;
      this.explicitly = explicitly;
    }

    StoredTurn stored(
        StoredTurn.Status status,
        @Nullable JsonObject endError,
        @Nullable Long completedAt,
        @Nullable Long durationMs,
        @Nullable Long endOrdinal) {
      return new StoredTurn(
          turnId,
          rootTurnId,
          position,
          status,
          endError,
          startedAt,
          completedAt,
          durationMs,
          endOrdinal,
          List.of());
    }
  }
}
