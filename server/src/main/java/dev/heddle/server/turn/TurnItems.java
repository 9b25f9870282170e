package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ItemCompletedNotification;
import dev.heddle.protocol.v2.ItemStartedNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of one running turn: each is stored before clients are told that it begins, and again
 * before they are told that it is complete, as long as the storage is quick.
 *
 * <p><b>Thread-safety:</b> one thread at a time: the request that starts the turn, then its runner.
 */
final class TurnItems {
  private static final Duration SHOWN_LATER_AT_MOST = Duration.ofMillis(50);

  private final LiveThread thread;
  private final TurnKind kind;
  private final ActiveTurn turn;
  private final ThreadEvents events;
  private final Clock clock;
  private final StreamingTexts texts = new StreamingTexts();
  private @Nullable StoredItem lastAgentMessage;
  private int plans;

  TurnItems(LiveThread thread, TurnKind kind, ActiveTurn turn, ThreadEvents events, Clock clock) {
    this.thread = thread;
    this.kind = kind;
    this.turn = turn;
    this.events = events;
    this.clock = clock;
  }

  /** An item of a tool begins: recorded as it is, then told. Returns when, in Unix milliseconds. */
  long begun(JsonObject item, String itemId) {
    long now = clock.millis();
    kind.record(List.of(Records.itemBegun(clock.instant(), turn.turnId(), itemId, item)));
    awaitStored();
    announceStarted(
        new StoredItem(turn.turnId(), itemId, RolloutRecord.NO_ORDINAL, now, null, item));
    return now;
  }

  /** An item begins: recorded, then told. Returns when, in Unix milliseconds. */
  long started(JsonObject item, String itemId) {
    long now = clock.millis();
    String type = item.get("type").getAsString();
    kind.record(List.of(Records.partialItem(clock.instant(), turn.turnId(), itemId, type, "")));
    awaitStored();
    announceStarted(
        new StoredItem(turn.turnId(), itemId, RolloutRecord.NO_ORDINAL, now, null, item));
    return now;
  }

  /**
   * An item is complete: recorded together with {@code more} (the model's view of it), then told.
   */
  void completed(JsonObject item, String itemId, long startedAtMs, List<RolloutRecord> more) {
    StoredItem stored =
        new StoredItem(
            turn.turnId(), itemId, RolloutRecord.NO_ORDINAL, startedAtMs, clock.millis(), item);
    List<RolloutRecord> records = new ArrayList<>(record(stored));
    records.addAll(more);
    texts.end(itemId, () -> kind.record(records));
    awaitStored();
    announceCompleted(stored);
  }

  /** Those of its texts that stream. */
  StreamingTexts texts() {
    return texts;
  }

  /** The id of the next plan that the model proposes: the first of a turn is known by its turn. */
  String nextPlanId() {
    plans++;
    return turn.turnId() + (plans == 1 ? "-plan" : "-plan-" + plans);
  }

  /** What is shown is stored first, unless that takes too long: live first. */
  void awaitStored() {
    thread.log().flush(SHOWN_LATER_AT_MOST);
  }

  /** The records that say {@code stored} is complete, in the thread's history mode. */
  List<RolloutRecord> record(StoredItem stored) {
    long now = clock.millis();
    return List.of(
        Records.item(
            clock.instant(),
            thread.log().historyMode(),
            thread.threadId(),
            stored.turnId(),
            stored.item(),
            stored.startedAtMs() == null ? now : stored.startedAtMs(),
            stored.completedAtMs() == null ? now : stored.completedAtMs()));
  }

  void announceStarted(StoredItem stored) {
    // An item that is complete at once is still shown as it begins first.
    StoredItem begun =
        new StoredItem(
            stored.turnId(),
            stored.itemId(),
            stored.ordinal(),
            stored.startedAtMs(),
            null,
            stored.item());
    ThreadItem view = ItemViews.of(begun, kind.settings().cwd());
    events.toSubscribers(
        thread.threadId(),
        ServerNotifications.ITEM_STARTED,
        new ItemStartedNotification(view, thread.threadId(), turn.turnId(), startedAtMs(stored)));
  }

  void announceCompleted(StoredItem stored) {
    if (stored.item().get("type").getAsString().equals("AgentMessage")) {
      lastAgentMessage = stored;
    }
    events.toSubscribers(
        thread.threadId(),
        ServerNotifications.ITEM_COMPLETED,
        new ItemCompletedNotification(
            ItemViews.of(stored, kind.settings().cwd()),
            thread.threadId(),
            turn.turnId(),
            null,
            stored.completedAtMs() == null ? clock.millis() : stored.completedAtMs()));
  }

  /** The newest complete agent message, or null. */
  @Nullable StoredItem lastAgentMessage() {
    return lastAgentMessage;
  }

  private long startedAtMs(StoredItem stored) {
    return stored.startedAtMs() == null ? clock.millis() : stored.startedAtMs();
  }
}
