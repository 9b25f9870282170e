package dev.heddle.server.store.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.StoredThread;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies of a {@link StoredThread} and its form in the index. */
final class Threads {
  private Threads() {}

  static StoredThread withName(StoredThread t, @Nullable String name) {
    return copy(t, name, t.updatedAt(), t.archived(), t.rolloutPath());
  }

  static StoredThread withUpdatedAt(StoredThread t, Instant updatedAt) {
    return copy(t, t.name(), updatedAt, t.archived(), t.rolloutPath());
  }

  static StoredThread at(StoredThread t, RolloutFile file) {
    return copy(t, t.name(), t.updatedAt(), file.archived(), plainPath(file));
  }

  /** The path clients see: the one the file has when it is not compressed. */
  static String plainPath(RolloutFile file) {
    String path = file.path().toString();
    return file.compressed() ? path.substring(0, path.length() - ".zst".length()) : path;
  }

  private static StoredThread copy(
      StoredThread t,
      @Nullable String name,
      Instant updatedAt,
      boolean archived,
      @Nullable String rolloutPath) {
    return new StoredThread(
        t.id(),
        t.sessionId(),
        t.forkedFromId(),
        t.parentThreadId(),
        t.preview(),
        name,
        t.historyMode(),
        t.modelProvider(),
        t.model(),
        t.reasoningEffort(),
        t.createdAt(),
        updatedAt,
        t.recencyAt(),
        archived,
        rolloutPath,
        t.cwd(),
        t.cliVersion(),
        t.originator(),
        t.source(),
        t.threadSource(),
        t.agentNickname(),
        t.agentRole(),
        t.git(),
        t.memoryMode(),
        t.goal(),
        t.readState(),
        t.tokenUsage());
  }

  /** The facts as text; {@link #parse} is its inverse. */
  static String format(StoredThread t) {
    JsonObject json = new JsonObject();
    json.addProperty("id", t.id());
    json.addProperty("session", t.sessionId());
    json.addProperty("forkedFrom", t.forkedFromId());
    json.addProperty("parent", t.parentThreadId());
    json.addProperty("preview", t.preview());
    json.addProperty("name", t.name());
    json.addProperty("mode", t.historyMode().name());
    json.addProperty("provider", t.modelProvider());
    json.addProperty("model", t.model());
    json.addProperty("effort", t.reasoningEffort());
    json.addProperty("created", t.createdAt().toString());
    json.addProperty("updated", t.updatedAt().toString());
    json.addProperty("recency", t.recencyAt().toString());
    json.addProperty("archived", t.archived());
    json.addProperty("path", t.rolloutPath());
    json.addProperty("cwd", t.cwd());
    json.addProperty("cliVersion", t.cliVersion());
    json.addProperty("originator", t.originator());
    json.add("source", t.source());
    json.addProperty("threadSource", t.threadSource());
    json.addProperty("agentNickname", t.agentNickname());
    json.addProperty("agentRole", t.agentRole());
    GitInfo git = t.git();
    if (git != null) {
      json.addProperty("gitSha", git.sha());
      json.addProperty("gitBranch", git.branch());
      json.addProperty("gitOrigin", git.originUrl());
    }
    json.addProperty("memoryMode", t.memoryMode());
    json.add("goal", t.goal());
    json.addProperty("firstUnread", t.readState().firstUnreadTurnId());
    json.addProperty("readRevision", t.readState().revision());
    json.add("tokenUsage", t.tokenUsage());
    return json.toString();
  }

  static StoredThread parse(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    GitInfo git =
        new GitInfo(string(json, "gitSha"), string(json, "gitBranch"), string(json, "gitOrigin"));
    return new StoredThread(
        required(json, "id"),
        required(json, "session"),
        string(json, "forkedFrom"),
        string(json, "parent"),
        required(json, "preview"),
        string(json, "name"),
        HistoryMode.valueOf(required(json, "mode")),
        required(json, "provider"),
        string(json, "model"),
        string(json, "effort"),
        Instant.parse(required(json, "created")),
        Instant.parse(required(json, "updated")),
        Instant.parse(required(json, "recency")),
        json.get("archived").getAsBoolean(),
        string(json, "path"),
        required(json, "cwd"),
        required(json, "cliVersion"),
        required(json, "originator"),
        json.has("source") ? json.get("source") : JsonNull.INSTANCE,
        string(json, "threadSource"),
        string(json, "agentNickname"),
        string(json, "agentRole"),
        git.isEmpty() ? null : git,
        string(json, "memoryMode"),
        json.get("goal") instanceof JsonObject goal ? goal : null,
        new ReadState(string(json, "firstUnread"), required(json, "readRevision")),
        json.get("tokenUsage") instanceof JsonObject usage ? usage : null);
  }

  static @Nullable String string(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value == null || !value.isJsonPrimitive() ? null : value.getAsString();
  }

  private static String required(JsonObject json, String name) {
    return Objects.requireNonNull(string(json, name), name);
  }
}
