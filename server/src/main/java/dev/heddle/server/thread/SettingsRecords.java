package dev.heddle.server.thread;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.CollaborationMode;
import dev.heddle.protocol.v2.Personality;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread's settings as its journal keeps them: {@code turn_context} for each turn and {@code
 * thread_settings_applied} for each change, in the shapes of Codex 0.169.0.
 */
public final class SettingsRecords {
  private SettingsRecords() {}

  /** What a {@code turn_context} record says beside the turn's ids. */
  public static JsonObject turnContext(TurnSettings settings) {
    JsonObject payload = new JsonObject();
    payload.add("disabled_plugin_ids", strings(settings.disabledPluginIds()));
    payload.addProperty("cwd", settings.cwd());
    payload.add("approval_policy", WireJson.toTree(settings.approvalPolicy()));
    payload.add("approvals_reviewer", WireJson.toTree(settings.approvalsReviewer()));
    payload.addProperty("model", settings.model());
    payload.add("collaboration_mode", collaborationMode(settings));
    if (settings.reasoningEffort() != null) {
      payload.addProperty("effort", settings.reasoningEffort());
    }
    payload.addProperty(
        "summary",
        settings.reasoningSummary() == null ? "auto" : wireName(settings.reasoningSummary()));
    payload.add("sandbox_policy", sandbox(settings.sandboxPolicy()));
    return payload;
  }

  /** The record that says what the thread runs with from now on. */
  public static RolloutRecord applied(Instant at, String threadId, TurnSettings settings) {
    return Records.threadSettingsApplied(at, threadId, threadSettings(settings));
  }

  /** The {@code thread_settings} of a {@code thread_settings_applied} event. */
  public static JsonObject threadSettings(TurnSettings settings) {
    JsonObject payload = new JsonObject();
    payload.addProperty("model", settings.model());
    payload.addProperty("model_provider_id", settings.modelProvider());
    payload.add("approval_policy", WireJson.toTree(settings.approvalPolicy()));
    payload.add("approvals_reviewer", WireJson.toTree(settings.approvalsReviewer()));
    payload.add("sandbox_policy", sandbox(settings.sandboxPolicy()));
    payload.add("permission_profile", permissionProfile(settings.sandboxPolicy()));
    payload.addProperty("cwd", settings.cwd());
    payload.add(
        "runtime_workspace_roots",
        strings(settings.machine() ? settings.workspaceRoots() : List.of(settings.cwd())));
    payload.addProperty("reasoning_effort", settings.reasoningEffort());
    if (settings.reasoningSummary() != null) {
      payload.addProperty("reasoning_summary", wireName(settings.reasoningSummary()));
    }
    if (settings.serviceTier() != null) {
      payload.addProperty("service_tier", settings.serviceTier());
    }
    if (settings.personality() != null) {
      payload.add("personality", WireJson.toTree(settings.personality()));
    }
    if (settings.permissionProfile() != null) {
      JsonObject profile = new JsonObject();
      profile.addProperty("id", settings.permissionProfile());
      payload.add("active_permission_profile", profile);
    }
    payload.add("collaboration_mode", collaborationMode(settings));
    payload.add("disabled_plugin_ids", strings(settings.disabledPluginIds()));
    return payload;
  }

  /**
   * {@code defaults} with what the journal says laid over it; members of either record may be
   * missing or of a newer form, and then keep the default; an effort may be null.
   *
   * @param record a {@code turn_context} payload or a {@code thread_settings} object
   */
  public static TurnSettings restore(TurnSettings defaults, @Nullable JsonObject record) {
    if (record == null) {
      return defaults;
    }
    String provider = Json.string(record, "model_provider_id");
    String cwd = Json.string(record, "cwd", defaults.cwd());
    List<String> roots = stringList(record.get("runtime_workspace_roots"));
    return new TurnSettings(
        Json.string(record, "model", defaults.model()),
        provider == null ? defaults.modelProvider() : provider,
        defaults.ownProvider(),
        cwd,
        roots == null ? List.of(cwd) : roots,
        WorkingDirectory.isPath(cwd), // the peer takes any text for one
        defaults.mcp(),
        defaults.environmentPolicy(),
        read(record, "approval_policy", AskForApproval.class, defaults.approvalPolicy()),
        read(record, "approvals_reviewer", ApprovalsReviewer.class, defaults.approvalsReviewer()),
        restoreSandbox(record, defaults.sandboxPolicy()),
        restoreEffort(record, defaults.reasoningEffort()),
        readOrNull(record, "reasoning_summary", ReasoningSummary.class)
                instanceof ReasoningSummary s
            ? s
            : defaults.reasoningSummary(),
        Json.string(record, "service_tier") instanceof String tier ? tier : defaults.serviceTier(),
        readOrNull(record, "personality", Personality.class) instanceof Personality p
            ? p
            : defaults.personality(),
        stringList(record.get("disabled_plugin_ids")) instanceof List<String> ids
            ? ids
            : defaults.disabledPluginIds(),
        defaults.baseInstructions(),
        defaults.developerInstructions(),
        restoreProfile(record, defaults.permissionProfile()),
        defaults.dynamicTools(),
        restoreCollaboration(record, defaults.collaboration()));
  }

  /** Null where the record says that there is none. */
  private static @Nullable String restoreEffort(JsonObject record, @Nullable String fallback) {
    JsonElement effort = record.get(record.has("effort") ? "effort" : "reasoning_effort");
    if (effort == null) {
      return fallback;
    }
    if (effort.isJsonNull()) {
      return null;
    }
    return effort instanceof JsonPrimitive name && name.isString() ? name.getAsString() : fallback;
  }

  private static @Nullable String restoreProfile(JsonObject record, @Nullable String fallback) {
    JsonObject profile = Json.object(record, "active_permission_profile");
    return profile == null ? fallback : Json.string(profile, "id");
  }

  private static Collaboration restoreCollaboration(JsonObject record, Collaboration fallback) {
    CollaborationMode mode = readOrNull(record, "collaboration_mode", CollaborationMode.class);
    return mode == null
        ? fallback
        : new Collaboration(mode.mode(), mode.settings().developerInstructions());
  }

  private static String wireName(Enum<?> value) {
    return WireJson.toTree(value).getAsString();
  }

  private static JsonObject collaborationMode(TurnSettings settings) {
    JsonObject inner = new JsonObject();
    inner.addProperty("model", settings.model());
    inner.addProperty("reasoning_effort", settings.reasoningEffort());
    inner.addProperty("developer_instructions", settings.collaboration().instructions());
    JsonObject mode = new JsonObject();
    mode.addProperty("mode", wireName(settings.collaboration().mode()));
    mode.add("settings", inner);
    return mode;
  }

  /** The stored form of a sandbox policy: kebab-case type, snake_case members. */
  private static JsonObject sandbox(SandboxPolicy policy) {
    JsonObject stored = new JsonObject();
    for (var member : WireJson.toTree(policy).getAsJsonObject().entrySet()) {
      if (member.getKey().equals("type")) {
        stored.addProperty("type", StoredNames.kebab(member.getValue().getAsString()));
      } else {
        stored.add(StoredNames.snake(member.getKey()), member.getValue());
      }
    }
    return stored;
  }

  private static SandboxPolicy restoreSandbox(JsonObject record, SandboxPolicy fallback) {
    JsonObject stored = Json.object(record, "sandbox_policy");
    if (stored == null) {
      JsonObject profile = Json.object(record, "permission_profile");
      return profile != null && Json.string(profile, "type", "").equals("disabled")
          ? new SandboxPolicy.DangerFullAccess()
          : fallback;
    }
    JsonObject wire = new JsonObject();
    for (var member : stored.entrySet()) {
      if (member.getKey().equals("type")) {
        wire.addProperty("type", StoredNames.camel(member.getValue().getAsString()));
      } else {
        wire.add(StoredNames.camel(member.getKey()), member.getValue());
      }
    }
    try {
      return WireJson.decode(wire, SandboxPolicy.class);
    } catch (DecodeException e) {
      return fallback;
    }
  }

  /** What the peer derives from the sandbox; it needs one or the other to read our settings. */
  private static JsonObject permissionProfile(SandboxPolicy policy) {
    JsonObject profile = new JsonObject();
    if (policy instanceof SandboxPolicy.DangerFullAccess) {
      profile.addProperty("type", "disabled");
      return profile;
    }
    JsonObject special = new JsonObject();
    special.addProperty("kind", "root");
    JsonObject path = new JsonObject();
    path.addProperty("type", "special");
    path.add("value", special);
    JsonObject entry = new JsonObject();
    entry.add("path", path);
    entry.addProperty("access", "read");
    JsonArray entries = new JsonArray();
    entries.add(entry);
    JsonObject files = new JsonObject();
    files.addProperty("type", "restricted");
    files.add("entries", entries);
    profile.addProperty("type", "managed");
    profile.add("file_system", files);
    profile.addProperty("network", "restricted");
    return profile;
  }

  private static <T> T read(JsonObject record, String member, Class<T> type, T fallback) {
    T value = readOrNull(record, member, type);
    return value == null ? fallback : value;
  }

  private static <T> @Nullable T readOrNull(JsonObject record, String member, Class<T> type) {
    JsonElement value = record.get(member);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    try {
      return WireJson.decode(value, type);
    } catch (DecodeException e) {
      return null; // written by a newer version: the default stands
    }
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private static @Nullable List<String> stringList(@Nullable JsonElement element) {
    if (!(element instanceof JsonArray array)) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (JsonElement value : array) {
      if (value instanceof JsonPrimitive primitive) {
        values.add(primitive.getAsString());
      }
    }
    return values;
  }
}
