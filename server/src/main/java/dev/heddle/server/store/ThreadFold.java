package dev.heddle.server.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fold over a thread's records that yields what lists and reads say of it beside its history.
 *
 * <p>Identity comes from the thread's own {@code session_meta}; those of ancestors, which copied
 * and inherited histories contain, only name where it was forked from. Later records refine the
 * rest. Feeding it records as they are made gives the same facts as feeding it the journal later.
 *
 * <p><b>Thread-safety:</b> none; its owner guards it.
 */
public final class ThreadFold {
  /** Length, in characters, at which lists cut a preview. */
  private static final int MAX_PREVIEW_CHARS = 16 * 1024;

  private final String threadId;
  private String sessionId;
  private @Nullable String forkedFromId;
  private @Nullable String parentThreadId;
  private String preview = "";
  private boolean previewIsOwn;
  private @Nullable String name;
  private HistoryMode historyMode = HistoryMode.LEGACY;
  private String modelProvider = "";
  private @Nullable String model;
  private @Nullable String reasoningEffort;
  private @Nullable Instant createdAt;
  private @Nullable Instant updatedAt;
  private @Nullable Instant recencyAt;
  private String cwd = "";
  private String cliVersion = "";
  private String originator = "";
  private JsonElement source = new JsonPrimitive("unknown");
  private @Nullable String threadSource;
  private @Nullable String agentNickname;
  private @Nullable String agentRole;
  private @Nullable GitInfo git;
  private @Nullable String memoryMode;
  private @Nullable JsonObject goal;
  private @Nullable JsonObject tokenUsage;
  private @Nullable String firstUnreadTurnId;
  private @Nullable String lastEndedTurnId;
  private long readMarks;
  private long endedTurns;
  private boolean sawOwnMeta;

  /** A fold for the thread with this id. */
  public ThreadFold(String threadId) {
    this.threadId = threadId;
    this.sessionId = threadId;
  }

  /** What a new thread starts with before its first record: inherited preview and name. */
  public void inherit(String inheritedPreview, @Nullable String inheritedName) {
    preview = inheritedPreview;
    name = inheritedName;
  }

  /** Takes the next record. */
  public void accept(RolloutRecord record) {
    switch (record.type()) {
      case RecordTypes.SESSION_META -> sessionMeta(record.payload(), record.timestamp());
      case RecordTypes.TURN_CONTEXT -> turnContext(record.payload());
      case RecordTypes.EVENT_MSG -> event(record.payload(), record.timestamp());
      case RecordTypes.THREAD_METADATA -> metadata(record.payload());
      default -> {}
    }
    if (sawOwnMeta && !record.type().equals(RecordTypes.THREAD_METADATA)) {
      updatedAt = later(updatedAt, record.timestamp());
    }
  }

  private void sessionMeta(JsonObject meta, Instant recordedAt) {
    if (!threadId.equals(Json.string(meta, "id"))) {
      return; // an ancestor's
    }
    if (!sawOwnMeta) {
      sawOwnMeta = true;
      firstUnreadTurnId = null; // what was inherited counts as read
      createdAt = instant(Json.string(meta, "timestamp"), recordedAt);
      updatedAt = recordedAt;
      recencyAt = createdAt;
      sessionId = Json.string(meta, "session_id", threadId);
      forkedFromId = Json.string(meta, "forked_from_id");
      parentThreadId = Json.string(meta, "parent_thread_id");
      historyMode =
          Json.string(meta, "history_mode", "").equals(HistoryMode.PAGINATED.wireName())
              ? HistoryMode.PAGINATED
              : HistoryMode.LEGACY;
      cliVersion = Json.string(meta, "cli_version", "");
      originator = Json.string(meta, "originator", "");
      source =
          meta.get("source") instanceof JsonElement given ? given : new JsonPrimitive("vscode");
      threadSource = Json.string(meta, "thread_source");
      agentNickname = Json.string(meta, "agent_nickname");
      agentRole = Json.string(meta, "agent_role");
      modelProvider = Json.string(meta, "model_provider", modelProvider);
      cwd = Json.string(meta, "cwd", cwd);
      if (preview.isEmpty()) {
        preview = Json.string(meta, "heddle_preview", "");
      }
      if (name == null) {
        name = Json.string(meta, "heddle_name");
      }
    }
    if (Json.object(meta, "git") instanceof JsonObject known) {
      git =
          new GitInfo(
              Json.string(known, "commit_hash"),
              Json.string(known, "branch"),
              Json.string(known, "repository_url"));
    }
    if (Json.string(meta, "memory_mode") instanceof String mode) {
      memoryMode = mode;
    }
  }

  private void turnContext(JsonObject context) {
    model = Json.string(context, "model", model == null ? "" : model);
    reasoningEffort = Json.string(context, "effort");
  }

  private void event(JsonObject event, Instant at) {
    switch (Json.string(event, "type", "")) {
      case "task_started", "turn_started" -> recencyAt = later(recencyAt, at);
      case "task_complete", "turn_complete" -> turnEnded(Json.string(event, "turn_id"));
      case "user_message" -> userText(Json.string(event, "message", ""));
      case "item_completed" -> {
        if (Json.object(event, "item") instanceof JsonObject item
            && Json.string(item, "type", "").equals("UserMessage")) {
          userText(textOf(item));
        }
      }
      case "token_count" -> {
        if (event.get("info") instanceof JsonObject info) {
          tokenUsage = info;
        }
      }
      case "thread_settings_applied" -> {
        if (Json.object(event, "thread_settings") instanceof JsonObject settings) {
          model = Json.string(settings, "model", model == null ? "" : model);
          modelProvider = Json.string(settings, "model_provider_id", modelProvider);
          reasoningEffort = Json.string(settings, "reasoning_effort");
          cwd = Json.string(settings, "cwd", cwd);
        }
      }
      case "thread_goal_updated" -> {
        goal = Json.object(event, "goal");
        if (preview.isEmpty() && goal != null) {
          preview = cut(Json.string(goal, "objective", ""));
        }
      }
      default -> {}
    }
  }

  private void userText(String text) {
    if (!previewIsOwn && preview.isEmpty()) {
      preview = cut(text);
    }
    previewIsOwn = true;
  }

  private void turnEnded(@Nullable String turnId) {
    endedTurns++;
    lastEndedTurnId = turnId;
    if (firstUnreadTurnId == null) {
      firstUnreadTurnId = turnId;
    }
  }

  private void metadata(JsonObject patch) {
    if (patch.has("name")) {
      name = Json.string(patch, "name");
    }
    if (patch.has("git_sha") || patch.has("git_branch") || patch.has("git_origin_url")) {
      GitInfo old = git == null ? new GitInfo(null, null, null) : git;
      GitInfo next =
          new GitInfo(
              patch.has("git_sha") ? Json.string(patch, "git_sha") : old.sha(),
              patch.has("git_branch") ? Json.string(patch, "git_branch") : old.branch(),
              patch.has("git_origin_url") ? Json.string(patch, "git_origin_url") : old.originUrl());
      git = next.isEmpty() ? null : next;
    }
    if (patch.has("memory_mode")) {
      memoryMode = Json.string(patch, "memory_mode");
    }
    if (patch.has("goal")) {
      goal = Json.object(patch, "goal");
    }
    if (patch.has("read")) {
      readMarks++;
      firstUnreadTurnId = patch.get("read").getAsBoolean() ? null : lastEndedTurnId;
    }
  }

  /** The record payload that stands for {@code patch}. */
  public static JsonObject payloadOf(ThreadPatch patch) {
    JsonObject payload = new JsonObject();
    put(payload, "name", patch.name());
    put(payload, "git_sha", patch.gitSha());
    put(payload, "git_branch", patch.gitBranch());
    put(payload, "git_origin_url", patch.gitOriginUrl());
    put(payload, "memory_mode", patch.memoryMode());
    if (patch.goal().present()) {
      payload.add("goal", patch.goal().value() == null ? JsonNull.INSTANCE : patch.goal().value());
    }
    if (patch.read() != null) {
      payload.addProperty("read", patch.read());
    }
    return payload;
  }

  private static void put(JsonObject payload, String member, ThreadPatch.Change<String> change) {
    if (change.present()) {
      payload.addProperty(member, change.value());
    }
  }

  /** Whether the thread's own header was among the records. */
  public boolean hasIdentity() {
    return sawOwnMeta;
  }

  /** Whether lists show the thread: a user has said something in it. */
  public boolean listed() {
    return !preview.isEmpty() || previewIsOwn;
  }

  /**
   * The facts so far.
   *
   * @param rolloutPath where the newest records are, or null in a store without paths
   */
  public StoredThread toStoredThread(@Nullable String rolloutPath, boolean archived) {
    Instant created = createdAt == null ? Instant.EPOCH : createdAt;
    return new StoredThread(
        threadId,
        sessionId,
        forkedFromId,
        parentThreadId,
        preview,
        name,
        historyMode,
        modelProvider,
        model,
        reasoningEffort,
        created,
        updatedAt == null ? created : updatedAt,
        recencyAt == null ? created : recencyAt,
        archived,
        rolloutPath,
        cwd,
        cliVersion,
        originator,
        source,
        threadSource,
        agentNickname,
        agentRole,
        git,
        memoryMode,
        goal,
        readState(),
        tokenUsage);
  }

  /** Derived, not stored: the same records give the same revision everywhere. */
  private ReadState readState() {
    String basis = threadId + '/' + readMarks + '/' + endedTurns + '/' + lastEndedTurnId;
    return new ReadState(
        firstUnreadTurnId,
        UUID.nameUUIDFromBytes(basis.getBytes(StandardCharsets.UTF_8)).toString());
  }

  private static String textOf(JsonObject userMessage) {
    StringBuilder text = new StringBuilder();
    if (userMessage.get("content") instanceof JsonArray content) {
      for (JsonElement element : content) {
        if (element instanceof JsonObject part && Json.string(part, "type", "").equals("text")) {
          text.append(Json.string(part, "text", ""));
        }
      }
    }
    return text.toString();
  }

  private static String cut(String text) {
    if (text.length() <= MAX_PREVIEW_CHARS) {
      return text;
    }
    int end = MAX_PREVIEW_CHARS;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private static Instant instant(@Nullable String text, Instant fallback) {
    try {
      return text == null ? fallback : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return fallback;
    }
  }

  private static Instant later(@Nullable Instant known, Instant candidate) {
    return known == null || candidate.isAfter(known) ? candidate : known;
  }
}
