package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns and other records of every shape, chosen by a number; none like another. */
final class RandomRecords {
  private static final String ODD = "é漢😀\u2028\u0000\r\n\"\\";
  private static final String LONG = "0123456789abcdef".repeat(1 << 10);

  private int made;

  /** The records of one append. */
  List<RolloutRecord> next(HistoryMode mode, String threadId, Instant at, int choice) {
    String id = "t" + ++made;
    List<RolloutRecord> records = new ArrayList<>();
    if (choice % 8 == 7) {
      records.add(note(at, id));
      return records;
    }
    if (choice % 16 == 6) {
      JsonObject summary = ResponseItems.message("user", "summary " + id);
      records.add(Records.compacted(at, "summary " + id, List.of(summary), null));
      return records;
    }
    String text =
        id
            + switch (choice / 8 % 8) {
              case 0 -> LONG;
              case 1, 2 -> ODD;
              default -> "";
            };
    records.add(Records.taskStarted(at, id, id, at.getEpochSecond(), 1000L));
    records.add(context(at, id, choice));
    records.add(Records.responseItem(at, ResponseItems.message("user", text)));
    records.add(said(mode, threadId, id, at, "UserMessage", "u", "text", text));
    if (choice % 3 == 0) {
      records.add(reasoning(mode, threadId, id, at));
    }
    if (choice % 5 == 0) {
      records.addAll(tool(at, id));
    }
    if (choice % 4 == 1) {
      records.add(Records.partialItem(at, id, "a" + id, "AgentMessage", "half "));
      records.add(Records.partialItem(at, id, "a" + id, "AgentMessage", text));
    }
    if (choice % 16 == 5) {
      return records; // the process ended in the middle of the turn
    }
    records.add(Records.responseItem(at, ResponseItems.message("assistant", "re " + text)));
    records.add(said(mode, threadId, id, at, "AgentMessage", "a", "Text", "re " + text));
    JsonObject usage = Records.tokens(made, 0, made, 0, 2L * made);
    records.add(Records.tokenCount(at, usage, usage, 1000L));
    records.add(
        choice % 16 == 2
            ? Records.turnAborted(at, id, id, "interrupted", 1L, 2L, 3L)
            : Records.taskComplete(at, id, id, text, null, 1L, 2L, 3L, null));
    return records;
  }

  private static RolloutRecord note(Instant at, String id) {
    JsonObject payload = new JsonObject();
    payload.addProperty("type", "from_tomorrow");
    payload.addProperty("text", id + ODD);
    return RolloutRecord.of(at, id.endsWith("3") ? "unknown" : RecordTypes.EVENT_MSG, payload);
  }

  private static RolloutRecord context(Instant at, String id, int choice) {
    JsonObject settings = new JsonObject();
    settings.addProperty("cwd", "/w");
    settings.addProperty("model", "m" + choice % 3);
    return Records.turnContext(at, id, id, settings);
  }

  private static RolloutRecord said(
      HistoryMode mode,
      String threadId,
      String turnId,
      Instant at,
      String type,
      String who,
      String partType,
      String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", partType);
    part.addProperty("text", text);
    return item(mode, threadId, turnId, at, type, who, part);
  }

  private static RolloutRecord reasoning(
      HistoryMode mode, String threadId, String turnId, Instant at) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "Reasoning");
    item.addProperty("id", "r" + turnId);
    JsonArray summary = new JsonArray();
    summary.add("thinking of " + turnId);
    item.add("summary_text", summary);
    item.add("raw_content", new JsonArray());
    return Records.item(at, mode, threadId, turnId, item, 1, 2);
  }

  private static RolloutRecord item(
      HistoryMode mode,
      String threadId,
      String turnId,
      Instant at,
      String type,
      String who,
      JsonObject part) {
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", who + turnId);
    item.add("content", content);
    return Records.item(at, mode, threadId, turnId, item, 1, 2);
  }

  private static List<RolloutRecord> tool(Instant at, String id) {
    JsonObject call = new JsonObject();
    call.addProperty("type", "function_call");
    call.addProperty("name", "shell");
    call.addProperty("arguments", "{}");
    call.addProperty("call_id", "c" + id);
    JsonObject output = new JsonObject();
    output.addProperty("type", "function_call_output");
    output.addProperty("call_id", "c" + id);
    output.addProperty("output", "done");
    return List.of(Records.responseItem(at, call), Records.responseItem(at, output));
  }
}
