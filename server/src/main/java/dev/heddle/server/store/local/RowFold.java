package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.GitInfo;
import dev.heddle.server.store.ReadState;
import dev.heddle.server.store.StoredThread;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fold over a thread's records that yields its row. Starts empty, or goes on behind a row.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class RowFold {
  private final String threadId;
  private final List<String> baseKeys;

  private String sessionId;
  private @Nullable String forkedFromId;
  private @Nullable String parentThreadId;
  private String preview = "";
  private boolean hasUserMessage;
  private @Nullable String name;
  private @Nullable Instant nameAt;
  private HistoryMode mode = HistoryMode.LEGACY;
  private String provider = "";
  private @Nullable String model;
  private @Nullable String effort;
  private @Nullable Instant createdAt;
  private @Nullable Instant updatedAt;
  private @Nullable Instant recencyAt;
  private String cwd = "";
  private String cliVersion = "";
  private String originator = "";
  private JsonElement source = new JsonPrimitive("vscode");
  private @Nullable String threadSource;
  private @Nullable String agentNickname;
  private @Nullable String agentRole;
  private @Nullable GitInfo git;
  private @Nullable String memoryMode;
  private @Nullable JsonObject goal;
  private ReadState readState;
  private @Nullable JsonObject tokenUsage;
  private boolean headSeen;
  private boolean inherited;

  /** Starts with nothing. */
  RowFold(String threadId, List<String> baseKeys) {
    this.threadId = threadId;
    this.baseKeys = baseKeys;
    this.sessionId = threadId;
    this.readState = new ReadState(null, revision(threadId));
  }

  /** Goes on behind what {@code row} covers. */
  RowFold(ThreadRow row) {
    StoredThread t = row.thread();
    this.threadId = t.id();
    this.baseKeys = row.baseKeys();
    this.sessionId = t.sessionId();
    this.forkedFromId = t.forkedFromId();
    this.parentThreadId = t.parentThreadId();
    this.preview = t.preview();
    this.hasUserMessage = row.hasUserMessage();
    this.name = row.journalName();
    this.nameAt = row.journalNameAt();
    this.mode = t.historyMode();
    this.provider = t.modelProvider();
    this.model = t.model();
    this.effort = t.reasoningEffort();
    this.createdAt = t.createdAt();
    this.updatedAt = t.updatedAt();
    this.recencyAt = t.recencyAt();
    this.cwd = t.cwd();
    this.cliVersion = t.cliVersion();
    this.originator = t.originator();
    this.source = t.source();
    this.threadSource = t.threadSource();
    this.agentNickname = t.agentNickname();
    this.agentRole = t.agentRole();
    this.git = t.git();
    this.memoryMode = t.memoryMode();
    this.goal = t.goal();
    this.readState = t.readState();
    this.tokenUsage = t.tokenUsage();
    this.headSeen = true;
  }

  /** Whether the records that follow are another thread's, which only some facts come from. */
  void inherited(boolean nowInherited) {
    inherited = nowInherited;
  }

  /** The thread is older than its current file: a revert does not change when it was created. */
  void createdAt(Instant at) {
    createdAt = at;
  }

  List<String> baseKeys() {
    return baseKeys;
  }

  void accept(RolloutRecord record) {
    JsonObject payload = record.payload();
    switch (record.type()) {
      case RecordTypes.SESSION_META -> sessionMeta(payload, record.timestamp());
      case RecordTypes.THREAD_METADATA -> {
        if (!inherited) {
          metadata(payload, record.timestamp());
        }
        return;
      }
      case RecordTypes.TURN_CONTEXT -> {
        model = or(Threads.string(payload, "model"), model);
        effort = Threads.string(payload, "effort");
      }
      case RecordTypes.EVENT_MSG -> event(payload, record.timestamp());
      default -> {}
    }
    if (!inherited && !record.type().equals(RecordTypes.SESSION_META)) {
      updatedAt = record.timestamp();
    }
  }

  private void sessionMeta(JsonObject meta, Instant at) {
    if (inherited || !SessionHead.id(meta).equalsIgnoreCase(threadId)) {
      return;
    }
    if (meta.get("git") instanceof JsonObject found) {
      GitInfo info =
          new GitInfo(
              Threads.string(found, "commit_hash"),
              Threads.string(found, "branch"),
              Threads.string(found, "repository_url"));
      git = info.isEmpty() ? null : info;
    }
    memoryMode = or(Threads.string(meta, "memory_mode"), memoryMode);
    if (headSeen) {
      return;
    }
    headSeen = true;
    Instant started = time(Threads.string(meta, "timestamp"), at);
    createdAt = started;
    updatedAt = started;
    recencyAt = started;
    sessionId = Objects.requireNonNullElse(Threads.string(meta, "session_id"), threadId);
    forkedFromId = Threads.string(meta, "forked_from_id");
    parentThreadId = Threads.string(meta, "parent_thread_id");
    mode = RolloutChain.historyMode(meta);
    provider = Objects.requireNonNullElse(Threads.string(meta, "model_provider"), "");
    cwd = Objects.requireNonNullElse(Threads.string(meta, "cwd"), "");
    cliVersion = Objects.requireNonNullElse(Threads.string(meta, "cli_version"), "");
    originator = Objects.requireNonNullElse(Threads.string(meta, "originator"), "");
    source = meta.has("source") ? meta.get("source") : source;
    threadSource = Threads.string(meta, "thread_source");
    agentNickname = Threads.string(meta, "agent_nickname");
    agentRole = Threads.string(meta, "agent_role");
  }

  private void metadata(JsonObject change, Instant at) {
    if (change.has("preview") && preview.isEmpty()) {
      preview = Objects.requireNonNullElse(Threads.string(change, "preview"), "");
      hasUserMessage |= !preview.isEmpty();
    }
    if (change.has("name")) {
      name = Threads.string(change, "name");
      nameAt = at;
    }
    if (change.get("git") instanceof JsonObject found) {
      GitInfo now = git == null ? new GitInfo(null, null, null) : git;
      now =
          new GitInfo(
              member(found, "sha", now.sha()),
              member(found, "branch", now.branch()),
              member(found, "origin_url", now.originUrl()));
      git = now.isEmpty() ? null : now;
    }
    memoryMode = member(change, "memory_mode", memoryMode);
    if (change.has("goal")) {
      goal = change.get("goal") instanceof JsonObject set ? set : null;
    }
    if (change.get("read_state") instanceof JsonObject set) {
      readState =
          new ReadState(
              Threads.string(set, "first_unread_turn_id"),
              Objects.requireNonNullElse(Threads.string(set, "revision"), revision(at.toString())));
    }
  }

  private void event(JsonObject event, Instant at) {
    switch (Objects.requireNonNullElse(Threads.string(event, "type"), "")) {
      case "task_started", "turn_started" -> {
        if (!inherited) {
          recencyAt = at;
        }
      }
      case "task_complete", "turn_complete" -> ended(Threads.string(event, "turn_id"));
      case "token_count" -> {
        if (event.get("info") instanceof JsonObject info) {
          tokenUsage = info;
        }
      }
      case "item_completed" -> {
        if (event.get("item") instanceof JsonObject item
            && "UserMessage".equals(Threads.string(item, "type"))) {
          userMessage(texts(item.get("content")));
        }
      }
      case "user_message" ->
          userMessage(Objects.requireNonNullElse(Threads.string(event, "message"), ""));
      case "thread_settings_applied" -> {
        if (event.get("thread_settings") instanceof JsonObject settings) {
          settings(settings);
        }
      }
      case "thread_goal_updated" -> {
        if (!inherited) {
          goal = event.get("goal") instanceof JsonObject set ? set : null;
        }
      }
      default -> {}
    }
  }

  private void settings(JsonObject settings) {
    model = or(Threads.string(settings, "model"), model);
    if (!inherited) {
      provider =
          Objects.requireNonNullElse(Threads.string(settings, "model_provider_id"), provider);
    }
    if (settings.has("effort")) {
      effort = Threads.string(settings, "effort");
    }
  }

  private void userMessage(String text) {
    hasUserMessage = true;
    if (preview.isEmpty()) {
      preview = text;
    }
  }

  private void ended(@Nullable String turnId) {
    if (!inherited && turnId != null) {
      String first = Objects.requireNonNullElse(readState.firstUnreadTurnId(), turnId);
      readState = new ReadState(first, revision(turnId));
    }
  }

  /** The row as of the records so far. */
  ThreadRow row(RolloutFile file, Mark mark) {
    Instant created = Objects.requireNonNullElse(createdAt, Instant.EPOCH);
    StoredThread thread =
        new StoredThread(
            threadId,
            sessionId,
            forkedFromId,
            parentThreadId,
            preview,
            name,
            mode,
            provider,
            model,
            effort,
            created,
            Objects.requireNonNullElse(updatedAt, created),
            Objects.requireNonNullElse(recencyAt, created),
            file.archived(),
            Threads.plainPath(file),
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
            readState,
            tokenUsage);
    return new ThreadRow(thread, name, nameAt, hasUserMessage, baseKeys, mark);
  }

  private static String texts(@Nullable JsonElement content) {
    StringBuilder text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        String found = part instanceof JsonObject object ? Threads.string(object, "text") : null;
        if (found != null) {
          text.append(text.isEmpty() ? "" : "\n").append(found);
        }
      }
    }
    return text.toString();
  }

  private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
    return value == null ? otherwise : value;
  }

  private static @Nullable String member(JsonObject json, String name, @Nullable String current) {
    return json.has(name) ? Threads.string(json, name) : current;
  }

  private static Instant time(@Nullable String text, Instant otherwise) {
    try {
      return text == null ? otherwise : Instant.parse(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }

  /** The same history has the same revision, however often it is folded. */
  private static String revision(String of) {
    return UUID.nameUUIDFromBytes(("read " + of).getBytes(StandardCharsets.UTF_8)).toString();
  }
}
