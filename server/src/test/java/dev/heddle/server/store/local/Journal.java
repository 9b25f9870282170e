package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import dev.heddle.server.store.ThreadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records and requests for tests: turns as short as Codex can read them. */
final class Journal {
  static final Instant START = Instant.parse("2026-01-31T10:20:30.123Z");

  private Journal() {}

  static String threadId(int number) {
    return new java.util.UUID(
            (START.plusSeconds(number).toEpochMilli() << 16) | 0x7000,
            0x8000_0000_0000_0000L + number)
        .toString();
  }

  static NewThread newThread(String id, HistoryMode mode) {
    return newThread(id, mode, null, "", null, START);
  }

  static NewThread newThread(
      String id,
      HistoryMode mode,
      @Nullable String forkedFrom,
      String preview,
      @Nullable String name,
      Instant at) {
    JsonObject meta = new JsonObject();
    meta.addProperty("cwd", "/work");
    meta.addProperty("originator", "test");
    meta.addProperty("cli_version", "0.1.0");
    meta.addProperty("source", "vscode");
    meta.addProperty("model_provider", "mock");
    return new NewThread(id, at, mode, meta, forkedFrom, preview, name, () -> null);
  }

  /** A whole turn: question, answer, end. */
  static List<RolloutRecord> turn(String threadId, String turnId, String question) {
    Instant at = START.plusSeconds(60);
    List<RolloutRecord> records = new ArrayList<>();
    records.add(event(at, "{\"type\":\"task_started\",\"turn_id\":\"" + turnId + "\"}"));
    records.add(
        RolloutRecord.of(
            at,
            RecordTypes.RESPONSE_ITEM,
            json(
                "{\"type\":\"message\",\"role\":\"user\",\"content\":"
                    + "[{\"type\":\"input_text\",\"text\":\""
                    + question
                    + "\"}]}")));
    records.add(userItem(at, threadId, turnId, question));
    records.add(
        item(at, threadId, turnId, "AgentMessage", "a-" + turnId, "Text", "re " + question));
    records.add(
        RolloutRecord.of(
            at,
            RecordTypes.RESPONSE_ITEM,
            json(
                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                    + "[{\"type\":\"output_text\",\"text\":\"re "
                    + question
                    + "\"}]}")));
    records.add(event(at, "{\"type\":\"task_complete\",\"turn_id\":\"" + turnId + "\"}"));
    return records;
  }

  static RolloutRecord userItem(Instant at, String threadId, String turnId, String text) {
    return item(at, threadId, turnId, "UserMessage", "u-" + turnId, "text", text);
  }

  private static RolloutRecord item(
      Instant at,
      String threadId,
      String turnId,
      String type,
      String id,
      String textType,
      String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", textType);
    part.addProperty("text", text);
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", id);
    item.add("content", content);
    JsonObject event = new JsonObject();
    event.addProperty("type", "item_completed");
    event.addProperty("thread_id", threadId);
    event.addProperty("turn_id", turnId);
    event.add("item", item);
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, event);
  }

  static RolloutRecord note(String text) {
    JsonObject payload = new JsonObject();
    payload.addProperty("type", "note");
    payload.addProperty("text", text);
    return RolloutRecord.of(START, RecordTypes.EVENT_MSG, payload);
  }

  static RolloutRecord event(Instant at, String json) {
    return RolloutRecord.of(at, RecordTypes.EVENT_MSG, json(json));
  }

  static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  static List<RolloutRecord> replay(ThreadStore store, String id) {
    List<RolloutRecord> records = new ArrayList<>();
    store.replay(id, true, records::add);
    return records;
  }

  /** Texts of the user's messages, oldest first. */
  static List<String> questions(ThreadStore store, String id) {
    return replay(store, id).stream()
        .filter(r -> r.payload().get("item") != null)
        .map(r -> r.payload().getAsJsonObject("item"))
        .filter(item -> item.get("type").getAsString().equals("UserMessage"))
        .map(item -> item.getAsJsonArray("content").get(0).getAsJsonObject())
        .map(part -> part.get("text").getAsString())
        .toList();
  }

  static List<Long> ordinals(List<RolloutRecord> records) {
    return records.stream()
        .map(RolloutRecord::ordinal)
        .filter(o -> o != RolloutRecord.NO_ORDINAL)
        .toList();
  }

  static ThreadQuery all() {
    return query(100, SortDirection.DESC, false);
  }

  static ThreadQuery query(int limit, SortDirection direction, boolean archived) {
    return new QueryBuilder()
        .limit(limit)
        .by(SortKey.CREATED_AT, direction)
        .archived(archived)
        .build();
  }
}
