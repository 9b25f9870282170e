package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.server.goal.GoalUse;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.ThreadQuestions;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * What the parts of one running turn share: its thread, its items, where to record and whom to
 * tell.
 *
 * <p><b>Thread-safety:</b> as its parts: one thread, the turn's runner.
 */
final class TurnScope {
  private final LiveThread thread;
  private final TurnKind kind;
  private final ActiveTurn turn;
  private final ThreadEvents events;
  private final Clock clock;
  private final Later timer;
  private final UserMessages messages;
  private final ThreadQuestions questions;
  private final TurnItems items;
  private final GoalUse goal;

  TurnScope(
      LiveThread thread,
      TurnKind kind,
      ActiveTurn turn,
      ThreadEvents events,
      ThreadQuestions questions,
      Clock clock,
      Later timer,
      UserMessages messages,
      ThreadGoals goals) {
    this.thread = thread;
    this.kind = kind;
    this.turn = turn;
    this.events = events;
    this.questions = questions;
    this.clock = clock;
    this.timer = timer;
    this.messages = messages;
    this.items = new TurnItems(thread, kind, turn, events, clock);
    this.goal = new GoalUse(goals, thread, turn.turnId(), kind.servesGoal(), kind.begunByGoal());
    turn.journalsBy(items.texts()::handOver);
  }

  LiveThread thread() {
    return thread;
  }

  TurnKind kind() {
    return kind;
  }

  /** What the turn runs with; see {@link TurnKind}. */
  TurnSettings settings() {
    return kind.settings();
  }

  /** Records these, in order; the way for everything of a turn but its beginning and its end. */
  void record(List<RolloutRecord> records) {
    kind.record(records);
  }

  /** Records this. */
  void record(RolloutRecord record) {
    kind.record(List.of(record));
  }

  /**
   * Records what takes the place of the thread's conversation; nothing when others have added to it
   * since it had {@code items} items, or when {@code next} are no longer the thread's settings.
   */
  boolean recordIfUnchanged(int items, TurnSettings next, List<RolloutRecord> records) {
    return thread.recordIfUnchanged(items, next, records);
  }

  ActiveTurn turn() {
    return turn;
  }

  /** Whether the turn only compacts the conversation. */
  boolean compacts() {
    return TurnEngine.COMPACT.equals(turn.fixedKind());
  }

  TurnItems items() {
    return items;
  }

  /** What the turn does for the thread's goal. */
  GoalUse goal() {
    return goal;
  }

  Clock clock() {
    return clock;
  }

  /** What users send, as it is recorded. */
  UserMessages messages() {
    return messages;
  }

  String threadId() {
    return thread.threadId();
  }

  String turnId() {
    return turn.turnId();
  }

  /** The provider's id, or a new one where it gave none. */
  String itemId(String providersId, String prefix) {
    return providersId.isEmpty() ? prefix + Uuid7.next() : providersId;
  }

  /** The record of an item of the model's conversation. */
  RolloutRecord responseItem(JsonObject item) {
    return Records.responseItem(clock.instant(), item);
  }

  /** Asks those who hear of the thread. */
  ThreadQuestions questions() {
    return questions;
  }

  <P> void toSubscribers(NotificationSpec<P> spec, P params) {
    events.toSubscribers(threadId(), spec, params);
  }

  /** See {@link ThreadEvents#gather}. */
  void gather() {
    events.gather();
  }

  /** See {@link ThreadEvents#letGo}. */
  void letGo() {
    events.letGo();
  }

  /** Tells every initialized client what the thread does now. */
  void statusChanged(ThreadStatus status) {
    events.statusChanged(threadId(), status);
  }

  /** Tells every initialized client how far the thread was read. */
  void readStateChanged(ReadState state) {
    events.readStateChanged(threadId(), ReadStateViews.of(state));
  }

  <P> ThreadDeltas deltas(NotificationSpec<P> spec, Function<String, P> params) {
    return new ThreadDeltas(events, threadId(), spec, params);
  }

  /** Journals the text of a streaming message at a bounded cadence. */
  PartialText partialMessage(String itemId) {
    return partial(
        itemId,
        text -> Records.partialItem(clock.instant(), turnId(), itemId, StoredItems.MESSAGE, text));
  }

  /** The same for one part of reasoning's summary. */
  PartialText partialSummary(String itemId, int index) {
    return partial(
        itemId,
        text ->
            Records.partialSummary(
                clock.instant(), turnId(), itemId, StoredItems.REASONING, index, text));
  }

  /** The same for one part of raw reasoning. */
  PartialText partialReasoning(String itemId, int index) {
    return partial(
        itemId,
        text ->
            Records.partialContent(
                clock.instant(), turnId(), itemId, StoredItems.REASONING, index, text));
  }

  /** The same for what a tool's item shows piece by piece. */
  PartialText partialOutput(String itemId, String itemType) {
    return partial(
        itemId, text -> Records.partialItem(clock.instant(), turnId(), itemId, itemType, text));
  }

  private PartialText partial(String itemId, Function<String, RolloutRecord> record) {
    PartialText partial = new PartialText(timer, text -> record(record.apply(text)));
    items.texts().begin(itemId, partial);
    return partial;
  }
}
