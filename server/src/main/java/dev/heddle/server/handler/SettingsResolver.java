package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.CollaborationMode;
import dev.heddle.protocol.v2.DynamicToolSpec;
import dev.heddle.protocol.v2.ReasoningSummary;
import dev.heddle.protocol.v2.ThreadOverrides;
import dev.heddle.protocol.v2.ThreadResumeParams;
import dev.heddle.protocol.v2.ThreadStartParams;
import dev.heddle.protocol.v2.TurnOverrides;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.UnknownProviderException;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.Collaboration;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.dynamic.DynamicToolChecks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a thread runs with: the server's configuration, then what the thread's journal says,
 * then what the request asks for.
 *
 * <p><b>Thread-safety:</b> thread-safe; immutable.
 *
 * <p><b>Errors:</b> an override that cannot be used is an invalid request, in the words of the
 * configuration.
 */
final class SettingsResolver {
  private final Supplier<ServerConfig> server;
  private final WorkingDirectory directory;

  SettingsResolver(Supplier<ServerConfig> server, WorkingDirectory directory) {
    this.server = server;
    this.directory = directory;
  }

  /** The settings of a new thread. */
  TurnSettings start(ThreadStartParams params) {
    ServerConfig config = configured(params.config());
    List<DynamicToolSpec> tools = params.dynamicTools() == null ? List.of() : params.dynamicTools();
    DynamicToolChecks.check(tools);
    TurnSettings settings = overrides(config, params).applyTo(defaults(config));
    checkModel(settings.model());
    return withProvider(config, settings.withDynamicTools(tools));
  }

  /** The settings of a stored thread that a client forks, or of a history that it brings. */
  TurnSettings continued(ThreadOverrides params, @Nullable JsonObject meta, ContextFacts context) {
    ServerConfig config = configured(params.config());
    return continued(config, params, recorded(config, meta, context));
  }

  /**
   * The settings of a stored thread that a client resumes. It keeps its provider. Who names a
   * provider, a model or an effort gets model and effort of the configuration where the request
   * says nothing of them, as from the peer: an effort that was recorded is for the model that was.
   */
  TurnSettings resumed(ThreadResumeParams params, @Nullable JsonObject meta, ContextFacts context) {
    ServerConfig config = resumedConfig(params.config());
    TurnSettings recorded = recorded(config, meta, context);
    Set<String> keys = params.config() == null ? Set.of() : params.config().keySet();
    String named = keys.contains("model_provider") ? config.modelProvider() : null;
    String provider = params.modelProvider() == null ? named : params.modelProvider();
    if (provider != null && !config.modelProviders().containsKey(provider)) {
      throw ConfigErrors.providerNotConfigured(provider);
    }
    if (provider != null && !provider.equals(recorded.modelProvider())) {
      throw ConfigErrors.cannotLoad(
          "Cannot change this thread's model provider from `"
              + recorded.modelProvider()
              + "` to `"
              + provider
              + "` on resume.");
    }
    boolean other =
        provider != null
            || params.model() != null
            || keys.contains("model")
            || keys.contains("model_reasoning_effort");
    return continued(
        config,
        params,
        other ? recorded.withModel(config.model(), config.reasoningEffort()) : recorded);
  }

  private ServerConfig resumedConfig(@Nullable Map<String, JsonElement> overrides) {
    try {
      return server.get().with(overrides == null ? Map.of() : overrides);
    } catch (UnknownProviderException e) {
      throw ConfigErrors.providerNotConfigured(e.provider());
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }

  private TurnSettings continued(
      ServerConfig config, ThreadOverrides params, TurnSettings recorded) {
    SettingsOverrides asked = overrides(config, params);
    SettingsOverrides configured = ofConfig(config, params.config());
    String model = asked.model() == null ? configured.model() : asked.model();
    if (model != null) {
      checkModel(model);
    }
    return withProvider(config, asked.applyTo(configured.applyTo(recorded)));
  }

  private static void checkModel(String model) {
    if (model.isBlank()) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS,
          "No models are available. Set `model` explicitly or check your model catalog"
              + " configuration.");
    }
  }

  /** The settings of a loaded thread if it were resumed again with these overrides. */
  TurnSettings rejoin(ThreadResumeParams params, TurnSettings current) {
    ServerConfig config = configured(params.config());
    return withProvider(
            config,
            overrides(config, params).applyTo(ofConfig(config, params.config()).applyTo(current)))
        .withMcp(McpConfig.isNamedIn(params.config()) ? mcp(config) : current.mcp());
  }

  /** The settings of a thread as it was recorded, without any override. */
  TurnSettings recorded(@Nullable JsonObject meta, ContextFacts context) {
    return recorded(server.get(), meta, context);
  }

  /** The settings of a turn, or between turns; they stay for later turns. */
  TurnSettings turn(TurnSettings current, TurnOverrides params) {
    refuseBoth(params.permissions(), params.sandboxPolicy(), "sandboxPolicy");
    CollaborationMode mode = params.collaborationMode();
    checkEffort(params.effort());
    if (mode != null) {
      checkEffort(mode.settings().reasoningEffort());
    }
    AskedPlace place =
        AskedPlace.of(
            params.environments(), params.cwd(), params.runtimeWorkspaceRoots(), directory);
    TurnSettings next =
        new SettingsOverrides(
                mode == null ? params.model() : mode.settings().model(),
                null,
                place.cwd(),
                place.workspaceRoots(),
                place.machine(),
                params.approvalPolicy(),
                params.approvalsReviewer(),
                SandboxPolicies.asked(server.get(), params.sandboxPolicy(), params.permissions()),
                params.permissions(),
                params.effort(),
                params.summary(),
                params.serviceTier(),
                params.personality(),
                params.disabledPluginIds(),
                null,
                null)
            .applyTo(current);
    return mode == null
        ? next
        : next.withCollaboration(
            new Collaboration(mode.mode(), mode.settings().developerInstructions()),
            mode.settings().reasoningEffort());
  }

  /** Keeps with the settings what the client said of their provider for this thread alone. */
  private TurnSettings withProvider(ServerConfig config, TurnSettings settings) {
    ProviderConfig provider = config.modelProviders().get(settings.modelProvider());
    boolean ofServer =
        Objects.equals(provider, server.get().modelProviders().get(settings.modelProvider()));
    return settings.withOwnProvider(ofServer ? null : provider);
  }

  /** Refuses overrides that cannot be meant, whatever there is for them to change. */
  static void checkForm(ThreadOverrides params) {
    if (params.runtimeWorkspaceRoots() != null) {
      params.runtimeWorkspaceRoots().forEach(AbsolutePath::of);
    }
    refuseBoth(params.permissions(), params.sandbox(), "sandbox");
  }

  private SettingsOverrides overrides(ServerConfig config, ThreadOverrides params) {
    checkForm(params);
    checkProvider(config, params.modelProvider());
    AskedPlace place =
        AskedPlace.of(
            params.environments(), params.cwd(), params.runtimeWorkspaceRoots(), directory);
    return new SettingsOverrides(
        params.model(),
        params.modelProvider(),
        place.cwd(),
        place.workspaceRoots(),
        place.machine(),
        params.approvalPolicy(),
        params.approvalsReviewer(),
        SandboxPolicies.asked(config, params.sandbox(), params.permissions()),
        params.permissions(),
        null,
        null,
        params.serviceTier(),
        params.personality(),
        null,
        params.baseInstructions(),
        params.developerInstructions());
  }

  private TurnSettings recorded(
      ServerConfig config, @Nullable JsonObject meta, ContextFacts context) {
    TurnSettings defaults = defaults(config);
    if (meta != null) {
      defaults = fromMeta(defaults, meta);
    }
    // A settings record is written whenever they change, so it is never older than what it says.
    return SettingsRecords.restore(
        SettingsRecords.restore(defaults, context.turnContext()), context.threadSettings());
  }

  /** What a client's configuration of one thread says about its settings, key by key. */
  private static SettingsOverrides ofConfig(
      ServerConfig config, @Nullable Map<String, JsonElement> overrides) {
    Set<String> keys = overrides == null ? Set.of() : overrides.keySet();
    return new SettingsOverrides(
        keys.contains("model") ? config.model() : null,
        keys.contains("model_provider") ? config.modelProvider() : null,
        null,
        null,
        null,
        keys.contains("approval_policy") ? approvalPolicy(config) : null,
        null,
        keys.stream().anyMatch(key -> key.startsWith("sandbox_"))
            ? SandboxPolicies.configured(config)
            : null,
        null,
        keys.contains("model_reasoning_effort") ? config.reasoningEffort() : null,
        keys.contains("model_reasoning_summary") ? summary(config) : null,
        Settable.keep(),
        null,
        null,
        null,
        null);
  }

  /** What only a thread's first record says. */
  private static TurnSettings fromMeta(TurnSettings defaults, JsonObject meta) {
    JsonObject base = Json.object(meta, "base_instructions");
    String cwd = Json.string(meta, "cwd");
    return new SettingsOverrides(
            null,
            Json.string(meta, "model_provider"),
            cwd,
            cwd == null ? null : List.of(cwd),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Settable.keep(),
            null,
            null,
            base == null ? null : Json.string(base, "text"),
            Json.string(meta, SessionMetas.DEVELOPER_INSTRUCTIONS))
        .applyTo(defaults)
        .withDynamicTools(SessionMetas.dynamicTools(meta));
  }

  private TurnSettings defaults(ServerConfig config) {
    return new TurnSettings(
        config.model(),
        config.modelProvider(),
        null,
        directory.toString(),
        List.of(directory.toString()),
        true,
        mcp(config),
        config.environmentPolicy(),
        approvalPolicy(config),
        ApprovalsReviewer.USER,
        SandboxPolicies.configured(config),
        config.reasoningEffort(),
        summary(config),
        null,
        null,
        List.of(),
        config.instructions(),
        config.developerInstructions(),
        null,
        List.of(),
        Collaboration.DEFAULT);
  }

  private McpConfig mcp(ServerConfig config) {
    return McpConfig.of(config.raw()).besides(McpConfig.of(server.get().raw()));
  }

  private ServerConfig configured(@Nullable Map<String, JsonElement> overrides) {
    try {
      return server.get().with(overrides == null ? Map.of() : overrides);
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }

  private static void checkProvider(ServerConfig config, @Nullable String provider) {
    if (provider != null) {
      try {
        config.provider(provider);
      } catch (ConfigException e) {
        throw ConfigErrors.cannotLoad(e.message());
      }
    }
  }

  private static void refuseBoth(
      @Nullable String permissions, @Nullable Object sandbox, String sandboxMember) {
    if (permissions != null && sandbox != null) {
      throw RpcException.invalidRequest(
          "`permissions` cannot be combined with `" + sandboxMember + "`");
    }
  }

  private static void checkEffort(@Nullable String effort) {
    if (effort != null && effort.isEmpty()) {
      throw RpcException.invalidRequest(
          ErrorKind.INVALID_PARAMS, "Invalid request: reasoning_effort must not be empty");
    }
  }

  private static AskForApproval approvalPolicy(ServerConfig config) {
    JsonElement policy = config.approvalPolicy().toJson();
    // Gone from the wire; asking when the model asks is the nearest that is left.
    if (policy.equals(new JsonPrimitive("on-failure"))) {
      return new AskForApproval.OnRequest();
    }
    try {
      return WireJson.decode(policy, AskForApproval.class);
    } catch (DecodeException e) {
      throw ConfigErrors.cannotLoad(e.getMessage() + "\nin `approval_policy`\n");
    }
  }

  private static @Nullable ReasoningSummary summary(ServerConfig config) {
    if (config.reasoningSummary() == null) {
      return null;
    }
    try {
      return WireJson.decode(new JsonPrimitive(config.reasoningSummary()), ReasoningSummary.class);
    } catch (DecodeException e) {
      throw ConfigErrors.cannotLoad(e.getMessage() + "\nin `model_reasoning_summary`\n");
    }
  }
}
