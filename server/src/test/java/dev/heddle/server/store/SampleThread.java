package dev.heddle.server.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.rollout.TurnFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Threads, turns and queries for tests of stores. */
final class SampleThread {
  static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123Z");

  private SampleThread() {}

  /** A thread that starts {@code seconds} after {@link #T0}, in the store's own mode. */
  static NewThread of(ThreadStore store, int seconds) {
    return of(store, Uuid7.next(), seconds, meta("vscode"));
  }

  static NewThread of(ThreadStore store, String threadId, int seconds, JsonObject meta) {
    return new NewThread(
        threadId, at(seconds), store.defaultHistoryMode(), meta, null, "", null, () -> null);
  }

  static NewThread inMode(NewThread thread, HistoryMode mode) {
    return new NewThread(
        thread.threadId(),
        thread.createdAt(),
        mode,
        thread.sessionMeta(),
        thread.forkedFromId(),
        thread.preview(),
        thread.name(),
        thread.git());
  }

  static NewThread inGit(NewThread thread, Supplier<GitInfo> git) {
    return new NewThread(
        thread.threadId(),
        thread.createdAt(),
        thread.historyMode(),
        thread.sessionMeta(),
        thread.forkedFromId(),
        thread.preview(),
        thread.name(),
        git);
  }

  /** A fork of {@code source}, to be filled by the caller or by the store. */
  static NewThread childOf(StoredThread source, int seconds) {
    return new NewThread(
        Uuid7.next(),
        at(seconds),
        source.historyMode(),
        meta("vscode"),
        source.id(),
        source.preview(),
        source.name(),
        () -> null);
  }

  static JsonObject meta(String source) {
    return meta(new JsonPrimitive(source), "mock", "/w");
  }

  static JsonObject meta(JsonElement source, String provider, String cwd) {
    JsonObject meta = new JsonObject();
    meta.addProperty("cwd", cwd);
    meta.addProperty("originator", "contract");
    meta.addProperty("cli_version", "0.1.0");
    meta.add("source", source);
    meta.addProperty("model_provider", provider);
    return meta;
  }

  static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  /** A whole turn of which the store of {@code mode} can tell everything. */
  static List<RolloutRecord> turn(HistoryMode mode, String turnId, int seconds, String text) {
    List<RolloutRecord> records = new ArrayList<>();
    Instant at = at(seconds);
    records.add(Records.taskStarted(at, turnId, turnId, at.getEpochSecond(), 1000L));
    records.add(Records.responseItem(at, ResponseItems.message("user", text)));
    records.add(said(mode, turnId, at, "user", text));
    records.add(Records.responseItem(at, ResponseItems.message("assistant", "re: " + text)));
    records.add(said(mode, turnId, at, "agent", "re: " + text));
    records.add(
        Records.taskComplete(
            at.plusMillis(500),
            turnId,
            turnId,
            "re: " + text,
            null,
            at.getEpochSecond(),
            at.getEpochSecond(),
            500,
            7L));
    return records;
  }

  private static RolloutRecord said(
      HistoryMode mode, String turnId, Instant at, String who, String text) {
    boolean user = who.equals("user");
    JsonObject part = new JsonObject();
    part.addProperty("type", user ? "text" : "Text");
    part.addProperty("text", text);
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = new JsonObject();
    item.addProperty("type", user ? "UserMessage" : "AgentMessage");
    item.addProperty("id", who + "-" + turnId);
    item.add("content", content);
    return Records.item(at, mode, "any-thread", turnId, item, at.toEpochMilli(), at.toEpochMilli());
  }

  /** A record that says {@code text} and nothing a fold cares for. */
  static RolloutRecord note(int seconds, String text) {
    JsonObject event = new JsonObject();
    event.addProperty("type", "contract_note");
    event.addProperty("text", text);
    return RolloutRecord.of(at(seconds), RecordTypes.EVENT_MSG, event);
  }

  static String noteOf(RolloutRecord record) {
    return record.payload().get("text").getAsString();
  }

  static boolean isNote(RolloutRecord record) {
    return record.payload().get("type") instanceof JsonPrimitive type
        && type.getAsString().equals("contract_note");
  }

  /** Stores a thread with these turns' texts and closes its log. */
  static String stored(ThreadStore store, NewThread thread, String... texts) {
    try (LiveLog log = store.create(thread)) {
      for (int i = 0; i < texts.length; i++) {
        int seconds = (int) (thread.createdAt().getEpochSecond() - T0.getEpochSecond()) + i;
        log.append(turn(thread.historyMode(), "turn-" + (i + 1), seconds, texts[i]));
      }
      log.flush();
    }
    return thread.threadId();
  }

  static List<RolloutRecord> replay(ThreadStore store, String threadId) {
    List<RolloutRecord> records = new ArrayList<>();
    store.replay(threadId, true, records::add);
    return records;
  }

  /** What was appended, without the header the store puts first and changes of metadata. */
  static List<RolloutRecord> appended(ThreadStore store, String threadId) {
    return stored(() -> replay(store, threadId)).stream()
        .filter(record -> !record.type().equals(RecordTypes.SESSION_META))
        .filter(record -> !record.type().equals(RecordTypes.THREAD_METADATA))
        .toList();
  }

  static List<StoredTurn> turns(ThreadStore store, String threadId) {
    return TurnFold.turnsOf(stored(() -> replay(store, threadId)));
  }

  /** A replay that has to succeed: a refusal is a failed step, not an error of the test. */
  private static <T> T stored(Supplier<T> replay) {
    try {
      return replay.get();
    } catch (ThreadStoreException e) {
      throw new AssertionError("replay of a stored thread: " + e.kind() + ": " + e.message(), e);
    }
  }

  static List<String> turnIds(ThreadStore store, String threadId) {
    return turns(store, threadId).stream().map(StoredTurn::turnId).toList();
  }

  /** Records as text without ordinals, which the log gives. */
  static List<String> texts(List<RolloutRecord> records) {
    return records.stream()
        .map(r -> r.timestamp() + " " + r.type() + " " + r.payload() + " " + r.metadata())
        .toList();
  }

  static List<String> ids(ThreadStore store, UnaryOperator<QueryBuilder> query) {
    return store.list(query.apply(new QueryBuilder()).build()).threads().stream()
        .map(StoredThread::id)
        .toList();
  }
}
