package dev.heddle.server.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.EventTypes;
import dev.heddle.server.rollout.GoalMembers;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fold over a thread's records that yields what lists and reads say of it beside its history.
 *
 * <p>Identity comes from the thread's own {@code session_meta}; those of ancestors, which copied
 * and inherited histories contain, say nothing of this thread. Inherited records count for what the
 * model has seen (preview, model, token counts), not for what happened to this thread (name, goal,
 * read marks, times). Records told as they are made give the same facts as the journal read later,
 * and going on from earlier facts gives the same as starting over.
 *
 * <p><b>Thread-safety:</b> none; its owner guards it.
 */
public final class ThreadFold {
  /** Ours: member of a stored message that was broken off before the model had finished it. */
  public static final String CUT = "heddle_cut";

  /** Length, in characters, at which lists cut a preview. */
  private static final int MAX_PREVIEW_CHARS = 16 * 1024;

  private final String threadId;
  private String sessionId;
  private @Nullable String forkedFromId;
  private @Nullable String parentThreadId;
  private String preview = "";
  private boolean hasUserMessage;
  private boolean answered; // the open turn, by a complete message
  private @Nullable String name;
  private HistoryMode historyMode = HistoryMode.LEGACY;
  private String modelProvider = "";
  private @Nullable String model;
  private @Nullable String reasoningEffort;
  private @Nullable Instant createdAt; // null until the thread's own header was seen
  private boolean refers; // so all that is inherited comes before the thread's own header
  private boolean copied; // an ancestor's header came behind the thread's own
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
  private ReadState readState;

  /** A fold for the thread with this id that has seen nothing. */
  public ThreadFold(String threadId) {
    this.threadId = threadId;
    this.sessionId = threadId;
    this.readState = ReadState.initial(threadId);
  }

  /** The store's name for the thread, or null: it may come from elsewhere than its records. */
  public void takeName(@Nullable String storedName) {
    name = storedName;
  }

  /** What a new thread starts with before its first record: inherited preview and name. */
  public void inherit(String inheritedPreview, @Nullable String inheritedName) {
    preview = inheritedPreview;
    name = inheritedName;
  }

  /** Takes the next record. */
  public void accept(RolloutRecord record) {
    JsonObject payload = record.payload();
    boolean own = isOwn(record);
    switch (record.type()) {
      case RecordTypes.SESSION_META -> sessionMeta(payload, record.timestamp());
      case RecordTypes.TURN_CONTEXT -> turnContext(payload);
      case RecordTypes.EVENT_MSG -> event(payload, own);
      case RecordTypes.THREAD_METADATA -> {
        String named = Json.string(payload, "thread_id");
        if (createdAt != null && (named == null ? own : named.equals(threadId))) {
          metadata(payload);
        }
      }
      default -> {}
    }
    if (own && changesThread(record)) {
      updatedAt = later(updatedAt, record.timestamp());
    }
    if (own && isTurnStart(record)) {
      recencyAt = later(recencyAt, record.timestamp());
    }
  }

  /** Whether a record was made in this thread, not inherited from the one it was forked from. */
  private boolean isOwn(RolloutRecord record) {
    Instant created = createdAt;
    if (created == null) {
      return false; // a history inherited by reference comes before the thread's own header
    }
    if (refers || (forkedFromId == null && !copied)) {
      return true; // whatever the clock said
    }
    return forkedFromId == null // a copied one comes after it and is older
        ? !record.timestamp().isBefore(created)
        : record.timestamp().isAfter(created);
  }

  /** Settings and metadata leave the time of change alone, as lists sort by it. */
  private static boolean changesThread(RolloutRecord record) {
    return switch (record.type()) {
      case RecordTypes.THREAD_METADATA, RecordTypes.SESSION_META -> false;
      case RecordTypes.EVENT_MSG ->
          !EventTypes.THREAD_SETTINGS_APPLIED.equals(Json.string(record.payload(), "type"));
      default -> true;
    };
  }

  private static boolean isTurnStart(RolloutRecord record) {
    String event = Json.string(record.payload(), "type", "");
    return record.type().equals(RecordTypes.EVENT_MSG)
        && (event.equals(EventTypes.TASK_STARTED) || event.equals(EventTypes.TURN_STARTED));
  }

  private void sessionMeta(JsonObject meta, Instant recordedAt) {
    if (!threadId.equals(Json.string(meta, "id"))) {
      copied |= createdAt != null;
      return; // an ancestor's
    }
    if (createdAt == null) {
      identity(meta, recordedAt);
    }
    // Codex repeats the header of a legacy thread to change what follows.
    if (Json.object(meta, "git") instanceof JsonObject known) {
      GitInfo named =
          new GitInfo(
              Json.string(known, "commit_hash"),
              Json.string(known, "branch"),
              Json.string(known, "repository_url"));
      git = named.isEmpty() ? null : named;
    }
    if (Json.string(meta, "memory_mode") instanceof String mode) {
      memoryMode = mode;
    }
  }

  private void identity(JsonObject meta, Instant recordedAt) {
    Instant created = instant(Json.string(meta, "timestamp"), recordedAt);
    createdAt = created;
    updatedAt = later(created, recordedAt);
    recencyAt = created;
    readState = ReadState.initial(threadId); // what was inherited counts as read
    sessionId = Json.string(meta, "session_id", threadId);
    forkedFromId = Json.string(meta, "forked_from_id");
    refers = Json.object(meta, "history_base") != null;
    parentThreadId = Json.string(meta, "parent_thread_id");
    historyMode = HistoryMode.of(meta);
    cliVersion = Json.string(meta, "cli_version", "");
    originator = Json.string(meta, "originator", "");
    source = meta.get("source") instanceof JsonElement given ? given : new JsonPrimitive("unknown");
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

  private void turnContext(JsonObject context) {
    model = orElse(Json.string(context, "model"), model);
    reasoningEffort = Json.string(context, "effort");
    if (cwd.isEmpty()) {
      cwd = Json.string(context, "cwd", "");
    }
  }

  private void event(JsonObject event, boolean own) {
    switch (Json.string(event, "type", "")) {
      case EventTypes.TASK_COMPLETE, EventTypes.TURN_COMPLETE -> {
        // What a goal goes on with by itself is to be read when that has come to an end.
        if (own && !GoalMembers.isPursued(goal)) {
          turnEnded(Json.string(event, "turn_id"));
        }
      }
      case EventTypes.TASK_STARTED, EventTypes.TURN_STARTED -> answered = false;
      case EventTypes.TURN_ABORTED -> {
        if (own && answered) { // there is something to read, though the turn was cut
          turnEnded(Json.string(event, "turn_id"));
        }
      }
      case EventTypes.USER_MESSAGE ->
          userMessage(
              Json.string(event, "message", ""),
              hasAny(event, "images", "local_images"),
              hasAny(event, "audio", "local_audio"));
      case EventTypes.AGENT_MESSAGE -> answered = true;
      case EventTypes.ITEM_COMPLETED -> {
        if (Json.object(event, "item") instanceof JsonObject item) {
          switch (Json.string(item, "type", "")) {
            case "UserMessage" ->
                userMessage(
                    ResponseItems.text(item),
                    hasPart(item, "image", "local_image"),
                    hasPart(item, "audio", "local_audio"));
            case "AgentMessage" -> answered |= !Json.bool(item, CUT);
            default -> {}
          }
        }
      }
      case EventTypes.TOKEN_COUNT -> {
        if (Json.object(event, "info") instanceof JsonObject info) {
          tokenUsage = info;
        }
      }
      case EventTypes.THREAD_SETTINGS_APPLIED -> {
        JsonObject settings = Json.object(event, "thread_settings");
        if (settings != null && threadId.equals(Json.string(event, "thread_id", threadId))) {
          settings(settings);
        }
      }
      case EventTypes.THREAD_GOAL_UPDATED -> {
        if (threadId.equals(Json.string(event, "threadId", threadId))) {
          goal(Json.object(event, "goal"));
        }
      }
      case EventTypes.THREAD_ROLLED_BACK -> {
        if (own) {
          readState = new ReadState(null, nextRevision("rolled back"));
        }
      }
      default -> {}
    }
  }

  private void settings(JsonObject settings) {
    model = orElse(Json.string(settings, "model"), model);
    modelProvider = Json.string(settings, "model_provider_id", modelProvider);
    reasoningEffort = Json.string(settings, "reasoning_effort");
    cwd = Json.string(settings, "cwd", cwd);
  }

  private void goal(@Nullable JsonObject newGoal) {
    goal = newGoal;
    if (preview.isEmpty() && newGoal != null) {
      preview = cut(Json.string(newGoal, "objective", ""));
    }
  }

  private void userMessage(String text, boolean hasPictures, boolean hasSounds) {
    hasUserMessage = true;
    if (preview.isEmpty()) {
      String instead = hasPictures ? "[Image]" : hasSounds ? "[Audio]" : "";
      preview = text.isBlank() ? instead : cut(text.strip()); // a blank one leaves it to the next
    }
  }

  private static boolean hasAny(JsonObject event, String list, String other) {
    return !Json.array(event, list).isEmpty() || !Json.array(event, other).isEmpty();
  }

  private static boolean hasPart(JsonObject item, String type, String other) {
    for (JsonElement part : Json.array(item, "content")) {
      String of = part instanceof JsonObject object ? Json.string(object, "type", "") : "";
      if (of.equals(type) || of.equals(other)) {
        return true;
      }
    }
    return false;
  }

  private void turnEnded(@Nullable String turnId) {
    String first = readState.firstUnreadTurnId();
    if (first == null && !readState.fromStart()) {
      first = turnId;
    }
    // A turn ends once, so its id is as good as a digest, and every turn needs one.
    String revision = turnId == null ? nextRevision("ended") : turnId;
    readState = new ReadState(first, revision, readState.fromStart());
  }

  /** Derived, not drawn: the same records give the same revision everywhere. */
  private String nextRevision(String change) {
    String basis = threadId + '/' + readState.revision() + '/' + change;
    return UUID.nameUUIDFromBytes(basis.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void metadata(JsonObject patch) {
    if (patch.has("name")) {
      name = Json.string(patch, "name");
    }
    if (patch.has("git_sha") || patch.has("git_branch") || patch.has("git_origin_url")) {
      GitInfo old = git == null ? new GitInfo(null, null, null) : git;
      GitInfo next =
          new GitInfo(
              patched(patch, "git_sha", old.sha()),
              patched(patch, "git_branch", old.branch()),
              patched(patch, "git_origin_url", old.originUrl()));
      git = next.isEmpty() ? null : next;
    }
    memoryMode = patched(patch, "memory_mode", memoryMode);
    if (patch.has("goal")) {
      goal(Json.object(patch, "goal"));
    }
    if (patch.has("read")) {
      boolean read = Json.bool(patch, "read");
      readState =
          Json.object(patch, "read") instanceof JsonObject earlier
              ? savedReadState(earlier)
              : new ReadState(null, nextRevision(read ? "read" : "unread"), !read);
    }
  }

  private static @Nullable String patched(
      JsonObject patch, String member, @Nullable String current) {
    return patch.has(member) ? Json.string(patch, member) : current;
  }

  /**
   * The members of the record that stands for {@code patch}; see {@code Records.threadMetadata},
   * which adds the thread they are for.
   */
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

  /**
   * The members of the record that takes {@code patch} back.
   *
   * @param before the thread as it was without the patch
   */
  public static JsonObject payloadOfUndoing(ThreadPatch patch, StoredThread before) {
    GitInfo git = before.git() == null ? new GitInfo(null, null, null) : before.git();
    JsonObject payload = new JsonObject();
    put(payload, "name", undone(patch.name(), before.name()));
    put(payload, "git_sha", undone(patch.gitSha(), git.sha()));
    put(payload, "git_branch", undone(patch.gitBranch(), git.branch()));
    put(payload, "git_origin_url", undone(patch.gitOriginUrl(), git.originUrl()));
    put(payload, "memory_mode", undone(patch.memoryMode(), before.memoryMode()));
    if (patch.goal().present()) {
      payload.add("goal", before.goal() == null ? JsonNull.INSTANCE : before.goal());
    }
    if (patch.read() != null) {
      JsonObject read = new JsonObject();
      saveReadState(read, before.readState());
      payload.add("read", read);
    }
    return payload;
  }

  private static ThreadPatch.Change<String> undone(
      ThreadPatch.Change<String> change, @Nullable String before) {
    return change.present() ? ThreadPatch.Change.to(before) : ThreadPatch.Change.keep();
  }

  private static void put(JsonObject payload, String member, ThreadPatch.Change<String> change) {
    if (change.present()) {
      payload.addProperty(member, change.value());
    }
  }

  /**
   * Where the fold stands, for {@link #restore} to go on from. What it consists of may change from
   * one version to the next.
   */
  public JsonObject state() {
    JsonObject state = new JsonObject();
    save(state, "session", sessionId.equals(threadId) ? null : sessionId);
    save(state, "forkedFrom", forkedFromId);
    save(state, "parent", parentThreadId);
    save(state, "preview", preview);
    save(state, "hasUserMessage", hasUserMessage);
    save(state, "name", name);
    save(state, "mode", historyMode.name());
    save(state, "provider", modelProvider);
    save(state, "model", model);
    save(state, "effort", reasoningEffort);
    save(state, "created", createdAt);
    save(state, "refers", refers);
    save(state, "copied", copied);
    save(state, "updated", updatedAt);
    save(state, "recency", recencyAt);
    save(state, "cwd", cwd);
    save(state, "cliVersion", cliVersion);
    save(state, "originator", originator);
    save(state, "source", source);
    save(state, "threadSource", threadSource);
    save(state, "agentNickname", agentNickname);
    save(state, "agentRole", agentRole);
    save(state, "git", git == null ? null : gitState(git));
    save(state, "memoryMode", memoryMode);
    save(state, "goal", goal);
    save(state, "tokenUsage", tokenUsage);
    saveReadState(state, readState);
    save(state, "answered", answered);
    return state;
  }

  private static void saveReadState(JsonObject state, ReadState readState) {
    save(state, "firstUnread", readState.firstUnreadTurnId());
    save(state, "readRevision", readState.revision());
    save(state, "unreadFromStart", readState.fromStart());
  }

  private ReadState savedReadState(JsonObject state) {
    return new ReadState(
        Json.string(state, "firstUnread"),
        Json.string(state, "readRevision", readState.revision()),
        Json.bool(state, "unreadFromStart"));
  }

  private static void save(JsonObject state, String member, @Nullable String value) {
    if (value != null) {
      state.addProperty(member, value);
    }
  }

  private static void save(JsonObject state, String member, boolean value) {
    if (value) {
      state.addProperty(member, true);
    }
  }

  private static void save(JsonObject state, String member, @Nullable JsonElement value) {
    if (value != null) {
      state.add(member, value);
    }
  }

  /** Milliseconds where they say it all: a list reads many of these, and text takes its time. */
  private static void save(JsonObject state, String member, @Nullable Instant value) {
    if (value != null && value.getNano() % 1_000_000 == 0) {
      state.addProperty(member, value.toEpochMilli());
    } else if (value != null) {
      state.addProperty(member, value.toString());
    }
  }

  private static JsonObject gitState(GitInfo git) {
    JsonObject state = new JsonObject();
    state.addProperty("sha", git.sha());
    state.addProperty("branch", git.branch());
    state.addProperty("originUrl", git.originUrl());
    return state;
  }

  /** A fold that goes on where another stood. */
  public static ThreadFold restore(String threadId, JsonObject state) {
    ThreadFold fold = new ThreadFold(threadId);
    fold.sessionId = Json.string(state, "session", threadId);
    fold.forkedFromId = Json.string(state, "forkedFrom");
    fold.parentThreadId = Json.string(state, "parent");
    fold.preview = Json.string(state, "preview", "");
    fold.hasUserMessage = Json.bool(state, "hasUserMessage");
    fold.name = Json.string(state, "name");
    fold.historyMode = HistoryMode.valueOf(Json.string(state, "mode", HistoryMode.LEGACY.name()));
    fold.modelProvider = Json.string(state, "provider", "");
    fold.model = Json.string(state, "model");
    fold.reasoningEffort = Json.string(state, "effort");
    fold.createdAt = savedInstant(state, "created");
    fold.refers = Json.bool(state, "refers");
    fold.copied = Json.bool(state, "copied");
    fold.updatedAt = savedInstant(state, "updated");
    fold.recencyAt = savedInstant(state, "recency");
    fold.cwd = Json.string(state, "cwd", "");
    fold.cliVersion = Json.string(state, "cliVersion", "");
    fold.originator = Json.string(state, "originator", "");
    fold.source = state.get("source") instanceof JsonElement given ? given : fold.source;
    fold.threadSource = Json.string(state, "threadSource");
    fold.agentNickname = Json.string(state, "agentNickname");
    fold.agentRole = Json.string(state, "agentRole");
    if (Json.object(state, "git") instanceof JsonObject saved) {
      fold.git =
          new GitInfo(
              Json.string(saved, "sha"),
              Json.string(saved, "branch"),
              Json.string(saved, "originUrl"));
    }
    fold.memoryMode = Json.string(state, "memoryMode");
    fold.goal = Json.object(state, "goal");
    fold.tokenUsage = Json.object(state, "tokenUsage");
    fold.readState = fold.savedReadState(state);
    fold.answered = Json.bool(state, "answered");
    return fold;
  }

  private static @Nullable Instant savedInstant(JsonObject state, String member) {
    if (!(state.get(member) instanceof JsonPrimitive saved)) {
      return null;
    }
    return saved.isNumber()
        ? Instant.ofEpochMilli(saved.getAsLong())
        : Timestamps.parse(saved.getAsString());
  }

  /** Whether a user has said something, here or in what was inherited. */
  public boolean hasUserMessage() {
    return hasUserMessage;
  }

  /** Whether lists show the thread: a user has said something in it or given it a goal. */
  public boolean listed() {
    return hasUserMessage || !preview.isEmpty();
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
        readState,
        tokenUsage);
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
      return text == null ? fallback : Timestamps.parse(text);
    } catch (DateTimeParseException e) {
      return fallback;
    }
  }

  private static Instant later(@Nullable Instant known, Instant candidate) {
    return known == null || candidate.isAfter(known) ? candidate : known;
  }

  private static @Nullable String orElse(@Nullable String value, @Nullable String fallback) {
    return value == null ? fallback : value;
  }
}
