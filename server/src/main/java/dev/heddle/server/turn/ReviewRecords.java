package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.review.ReviewOutput;
import dev.heddle.server.review.ReviewSubject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a review leaves in its thread: that it began, that it ended and with what, and the same in
 * the conversation, where the model reads it with the next turn.
 *
 * @param exited the item that says that it is over
 * @param message the item with the result as a message
 * @param records both, and what the model is told, as they are recorded
 */
record ReviewRecords(StoredItem exited, StoredItem message, List<RolloutRecord> records) {
  private static final String STOPPED =
      "The review was stopped before it had a result. Start it again to have one.";

  /** The item that says that a review begins. */
  static StoredItem entered(String turnId, ReviewSubject subject, long nowMs) {
    return item(
        turnId,
        StoredItems.enteredReview(Uuid7.next(), subject.storedTarget(), subject.hint()),
        nowMs);
  }

  /**
   * The end of a review.
   *
   * @param output its result, or null when it was cut short or said nothing
   */
  static ReviewRecords ending(
      HistoryMode mode,
      String threadId,
      String turnId,
      @Nullable ReviewOutput output,
      Instant now) {
    long nowMs = now.toEpochMilli();
    String text = output == null ? STOPPED : output.text();
    String messageId = "msg_" + Uuid7.next();
    StoredItem exited =
        item(
            turnId,
            StoredItems.exitedReview(Uuid7.next(), output == null ? null : output.stored()),
            nowMs);
    StoredItem message = item(turnId, StoredItems.agentMessage(messageId, text, null), nowMs);
    return new ReviewRecords(
        exited,
        message,
        List.of(
            Records.responseItem(
                now, Messages.reviewed("msg_" + Uuid7.next(), output == null ? null : text)),
            Records.item(now, mode, threadId, turnId, exited.item(), nowMs, nowMs),
            Records.responseItem(now, Messages.assistant(messageId, text)),
            Records.item(now, mode, threadId, turnId, message.item(), nowMs, nowMs)));
  }

  private static StoredItem item(String turnId, JsonObject item, long nowMs) {
    return new StoredItem(
        turnId, item.get("id").getAsString(), RolloutRecord.NO_ORDINAL, nowMs, nowMs, item);
  }
}
