package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.ConversationTooLongException;
import dev.heddle.server.thread.LiveThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records that close a turn which a crash left open: an end for every item that was shown, an
 * output for every call that has none, so that the model's next request is valid, and the word that
 * the turn was cut.
 *
 * <p>They are written before what is next added to the conversation. Reading or resuming a thread
 * writes nothing.
 */
public final class InterruptedTurn {
  private InterruptedTurn() {}

  /**
   * An item of a turn that does not run, as it stands: one that was begun and has no end was
   * declined when it waited for the user's word, and has failed otherwise.
   */
  public static StoredItem settled(StoredItem stored) {
    if (!StoredItems.isOpen(stored.item())) {
      return stored;
    }
    JsonObject item = stored.item().deepCopy();
    StoredItems.cut(item);
    return new StoredItem(
        stored.turnId(),
        stored.itemId(),
        stored.ordinal(),
        stored.startedAtMs(),
        stored.completedAtMs(),
        item);
  }

  /**
   * What is to be recorded before the next turn; empty when the last one has ended.
   *
   * @throws dev.heddle.protocol.rpc.RpcException when memory cannot hold the conversation
   */
  static List<RolloutRecord> closing(LiveThread thread, Instant now) {
    String turnId = thread.<@Nullable String>context(ContextFacts::unfinishedTurnId);
    if (turnId == null) {
      return List.of();
    }
    List<RolloutRecord> records = new ArrayList<>();
    for (JsonObject item : thread.context(ContextFacts::partialItems)) {
      StoredItems.cut(item);
      records.add(
          Records.item(
              now,
              thread.log().historyMode(),
              thread.threadId(),
              turnId,
              item,
              now.toEpochMilli(),
              now.toEpochMilli()));
      // Reasoning without its encrypted end is of no use to the model: kept for people only.
      boolean message = StoredItems.MESSAGE.equals(Json.string(item, "type"));
      String text = message ? StoredItems.text(item) : "";
      if (!text.isEmpty()) {
        String itemId = Json.string(item, "id", "");
        records.add(Records.responseItem(now, Messages.assistant(itemId, text)));
      }
    }
    for (JsonObject call : callsWithoutOutput(thread)) {
      records.add(Records.responseItem(now, ToolCalls.aborted(call)));
    }
    if (thread.context(ContextFacts::reviewing)) {
      records.addAll(
          ReviewRecords.ending(thread.log().historyMode(), thread.threadId(), turnId, null, now)
              .records());
    }
    records.add(Records.responseItem(now, Messages.turnAborted("msg_" + Uuid7.next())));
    records.add(Records.turnAborted(now, turnId, turnId, "interrupted", null, null, null));
    return records;
  }

  private static List<JsonObject> callsWithoutOutput(LiveThread thread) {
    try {
      return thread.callsWithoutOutput();
    } catch (ConversationTooLongException e) {
      throw e.refusal();
    }
  }
}
