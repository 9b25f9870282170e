package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ContextFold;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The records that close a turn which a crash left open: an output for every call that has none, so
 * that the model's next request is valid, and the word that the turn was cut.
 *
 * <p>They are written before the thread's next turn. Reading or resuming a thread writes nothing.
 */
final class InterruptedTurn {
  private InterruptedTurn() {}

  /** What is to be recorded before the next turn; empty when the last one has ended. */
  static List<RolloutRecord> closing(ContextFold context, Instant now) {
    String turnId = context.unfinishedTurnId();
    if (turnId == null) {
      return List.of();
    }
    List<RolloutRecord> records = new ArrayList<>();
    for (var partial : context.partialTexts().entrySet()) {
      records.add(
          Records.responseItem(now, Messages.assistant(partial.getKey(), partial.getValue())));
    }
    for (JsonObject call : context.callsWithoutOutput()) {
      records.add(Records.responseItem(now, ToolCalls.aborted(call)));
    }
    records.add(Records.responseItem(now, Messages.turnAborted("msg_" + Uuid7.next())));
    records.add(Records.turnAborted(now, turnId, turnId, "interrupted", null, null, null));
    return records;
  }
}
