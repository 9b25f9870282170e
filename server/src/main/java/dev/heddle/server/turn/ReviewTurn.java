package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.review.ReviewOutput;
import dev.heddle.server.review.ReviewSubject;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn in which a reviewer looks at changes: with a conversation of its own, which ends with the
 * turn, and with nobody to ask for approval. Clients see what it looks at; of what it says, only
 * the result, when there is one. The result joins the thread's conversation.
 *
 * <p><b>Durability:</b> items are the thread's and recorded as such. The reviewer's own
 * conversation is in memory: a review that a crash cut is closed without a result, not continued.
 *
 * <p><b>Thread-safety:</b> see {@link TurnKind}.
 */
final class ReviewTurn implements TurnKind {
  /** Why such a turn takes no input. */
  static final String KIND = "review";

  private final LiveThread thread;
  private final TurnSettings settings;
  private final StoredItem entered;
  private final Conversation own = new Conversation(); // guarded by itself

  /**
   * A review on {@code thread}, with the settings that it has now.
   *
   * @param model the reviewer's model, or null for the thread's
   */
  ReviewTurn(
      LiveThread thread, String turnId, ReviewSubject subject, @Nullable String model, long nowMs) {
    this.thread = thread;
    this.settings = thread.settings().unattended(model);
    this.entered = ReviewRecords.entered(turnId, subject, nowMs);
  }

  @Override
  public boolean begunByGoal() {
    return false;
  }

  @Override
  public boolean servesGoal() {
    return false;
  }

  @Override
  public int recordOpening(TurnScope scope) {
    thread.record(scope.items().record(entered));
    return 0;
  }

  @Override
  public void record(List<RolloutRecord> records) {
    List<RolloutRecord> threads = new ArrayList<>(records.size());
    for (RolloutRecord record : records) {
      if (record.type().equals(RecordTypes.RESPONSE_ITEM)
          || record.type().equals(RecordTypes.COMPACTED)) {
        synchronized (own) {
          own.accept(record);
        }
      } else {
        threads.add(record);
      }
    }
    thread.record(threads);
  }

  @Override
  public List<JsonObject> conversation() {
    synchronized (own) {
      return own.items();
    }
  }

  @Override
  public TurnSettings settings() {
    return settings;
  }

  @Override
  public String instructions() {
    return Instructions.ofReview(settings);
  }

  @Override
  public boolean speaksToUser() {
    return false;
  }

  @Override
  public void announceOpening(TurnScope scope) {
    scope.items().announceStarted(entered);
    scope.items().announceCompleted(entered);
  }

  @Override
  public void close(TurnScope scope, TurnStatus status) {
    ReviewOutput output = status == TurnStatus.COMPLETED ? ReviewOutput.read(lastMessage()) : null;
    ReviewRecords ending =
        ReviewRecords.ending(
            thread.log().historyMode(),
            thread.threadId(),
            scope.turnId(),
            output,
            scope.clock().instant());
    thread.record(ending.records());
    scope.items().awaitStored();
    for (StoredItem item : List.of(ending.exited(), ending.message())) {
      scope.items().announceStarted(item);
      scope.items().announceCompleted(item);
    }
  }

  private String lastMessage() {
    return conversation().reversed().stream()
        .filter(item ->
            "message".equals(Json.string(item, "type"))
                && "assistant".equals(Json.string(item, "role")))
        .findFirst()
        .map(ResponseItems::text)
        .orElse("");
  }
}
