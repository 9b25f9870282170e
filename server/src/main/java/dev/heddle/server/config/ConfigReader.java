package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a merged tree into a {@link ServerConfig}: the keys, their types and their defaults. */
final class ConfigReader {
  private static final int PROJECT_DOC_MAX_BYTES = 32 << 10;

  /** The model of a provider that is configured without one. */
  private static final String DEFAULT_MODEL = "gpt-5";

  private static final List<String> SUMMARIES = List.of("auto", "concise", "detailed", "none");

  /** The server's own table, which no thread may change. */
  private static final String HEDDLE = "heddle";

  private static final int MIB = 1024 * 1024;

  private ConfigReader() {}

  /** The server's configuration. {@code heddle.scenario} must be absolute in it. */
  static ServerConfig ofServer(JsonObject tree) throws ConfigException {
    ConfigTable root = ConfigTable.root(tree);
    ApprovalPolicy approval = approvalPolicy(root, ApprovalPolicy.ON_REQUEST);
    if (approval.mode() == ApprovalPolicy.Mode.UNTRUSTED) {
      throw ConfigException.invalid(
          "approval_policy = \"untrusted\" is no longer supported; remove this setting",
          "approval_policy");
    }
    // A model without a provider means OpenAI, as it does to Codex; nothing at all means offline.
    String provider = root.has("model") ? ProviderConfig.OPENAI_ID : ProviderConfig.SCRIPT_ID;
    return read(tree, root, approval, provider, null, heddle(root.table(HEDDLE)));
  }

  /** A thread's configuration: the server's, with overrides. */
  static ServerConfig ofThread(ServerConfig server, Map<String, JsonElement> overrides)
      throws ConfigException {
    JsonObject tree = server.raw().deepCopy();
    JsonElement profile = overrides.get("profile");
    if (profile != null && !profile.isJsonNull()) {
      ConfigTree.set(tree, "profile", profile);
      ConfigTree.merge(tree, profile(ConfigTable.root(tree)));
    }
    for (Map.Entry<String, JsonElement> override : overrides.entrySet()) {
      ConfigTree.set(tree, override.getKey(), override.getValue());
    }
    // Whatever an override or a profile put there: a thread lives in the server's store.
    JsonElement own = server.raw().get(HEDDLE);
    if (own == null) {
      tree.remove(HEDDLE);
    } else {
      tree.add(HEDDLE, own.deepCopy());
    }
    ConfigTable root = ConfigTable.root(tree);
    // What was only a default stays: naming another model must not change the provider.
    return read(
        tree,
        root,
        approvalPolicy(root, server.approvalPolicy()),
        server.modelProvider(),
        server.model(),
        server.heddle());
  }

  /** The table of the profile that {@code profile} names; empty when it names none. */
  static JsonObject profile(ConfigTable root) throws ConfigException {
    String name = root.string("profile");
    if (name == null) {
      return new JsonObject();
    }
    if (root.table("profiles").get(name) instanceof JsonObject profile) {
      return profile;
    }
    throw ConfigException.invalid("config profile `" + name + "` not found", "profile");
  }

  private static ServerConfig read(
      JsonObject tree,
      ConfigTable root,
      ApprovalPolicy approval,
      String defaultProvider,
      @Nullable String defaultModel,
      HeddleConfig heddle)
      throws ConfigException {
    String provider = root.string("model_provider", defaultProvider);
    Map<String, ProviderConfig> providers = providers(root);
    ProviderConfig chosen = providers.get(provider);
    if (chosen == null) {
      throw new UnknownProviderException(provider);
    }
    String model = root.string("model");
    if (model == null) {
      model =
          defaultModel != null && provider.equals(defaultProvider)
              ? defaultModel
              : defaultModel(chosen);
    }
    ConfigTable workspace = root.table("sandbox_workspace_write");
    return new ServerConfig(
        model,
        provider,
        providers,
        effort(root),
        root.word("model_reasoning_summary", SUMMARIES),
        root.integer("model_context_window", 1, Long.MAX_VALUE),
        root.integer("model_auto_compact_token_limit", 1, Long.MAX_VALUE),
        root.strings("project_doc_fallback_filenames"),
        (int) root.integer("project_doc_max_bytes", PROJECT_DOC_MAX_BYTES, 0, 1 << 20),
        approval,
        root.word("sandbox_mode", SandboxMode.values(), SandboxMode.WORKSPACE_WRITE),
        new WorkspaceWrite(
            workspace.strings("writable_roots"),
            workspace.bool("network_access", false),
            workspace.bool("exclude_tmpdir_env_var", false),
            workspace.bool("exclude_slash_tmp", false)),
        environmentPolicy(root.table("shell_environment_policy")),
        root.string("instructions"),
        root.string("developer_instructions"),
        root.string("profile"),
        heddle,
        tree);
  }

  private static EnvironmentPolicy environmentPolicy(ConfigTable table) throws ConfigException {
    return new EnvironmentPolicy(
        table.word("inherit", EnvironmentPolicy.Inherit.values(), EnvironmentPolicy.Inherit.ALL),
        !table.bool("ignore_default_excludes", true),
        table.strings("exclude"),
        table.stringMap("set"),
        table.strings("include_only"));
  }

  private static @Nullable String effort(ConfigTable root) throws ConfigException {
    String key = "model_reasoning_effort";
    String effort = root.string(key);
    if (effort != null && effort.isEmpty()) {
      throw root.bad("reasoning_effort must not be empty", key);
    }
    return effort;
  }

  private static String defaultModel(ProviderConfig provider) {
    return provider.wireApi() == WireApi.SCRIPT ? ServerConfig.OFFLINE_MODEL : DEFAULT_MODEL;
  }

  private static ApprovalPolicy approvalPolicy(ConfigTable root, ApprovalPolicy absent)
      throws ConfigException {
    String key = "approval_policy";
    JsonElement value = root.get(key);
    if (value == null) {
      return absent;
    }
    if (value instanceof JsonObject table) {
      String granular = ApprovalPolicy.Mode.GRANULAR.word();
      if (table.size() == 1 && table.get(granular) instanceof JsonObject kinds) {
        return new ApprovalPolicy(ApprovalPolicy.Mode.GRANULAR, kinds);
      }
      throw root.bad("expected a table with the one key `" + granular + "`", key);
    }
    if (!(value instanceof JsonPrimitive primitive) || !primitive.isString()) {
      throw root.wrongType(value, "a string or a table", key);
    }
    ApprovalPolicy.Mode mode =
        root.word(key, primitive.getAsString(), ApprovalPolicy.Mode.values());
    if (mode == ApprovalPolicy.Mode.GRANULAR) {
      throw root.bad("`granular` needs a table of what may be asked", key);
    }
    return new ApprovalPolicy(mode, null);
  }

  private static Map<String, ProviderConfig> providers(ConfigTable root) throws ConfigException {
    Map<String, ProviderConfig> providers = new LinkedHashMap<>();
    providers.put(
        ProviderConfig.SCRIPT_ID, builtIn(ProviderConfig.SCRIPT_ID, "Offline", WireApi.SCRIPT));
    providers.put(ProviderConfig.OPENAI_ID, openai(root));
    ConfigTable tables = root.table("model_providers");
    for (String id : tables.keys()) {
      if (tables.has(id)) {
        providers.put(id, provider(id, tables.table(id)));
      }
    }
    return Collections.unmodifiableMap(providers);
  }

  private static ProviderConfig builtIn(String id, String name, WireApi wireApi) {
    return new ProviderConfig(
        id,
        name,
        wireApi,
        null,
        null,
        null,
        null,
        Map.of(),
        Map.of(),
        Map.of(),
        ProviderConfig.DEFAULT_REQUEST_MAX_RETRIES,
        ProviderConfig.DEFAULT_STREAM_MAX_RETRIES,
        ProviderConfig.DEFAULT_STREAM_IDLE_TIMEOUT);
  }

  private static ProviderConfig openai(ConfigTable root) throws ConfigException {
    ProviderConfig plain = builtIn(ProviderConfig.OPENAI_ID, "OpenAI", WireApi.RESPONSES);
    return new ProviderConfig(
        plain.id(),
        plain.name(),
        plain.wireApi(),
        root.string("openai_base_url", "https://api.openai.com/v1"),
        "OPENAI_API_KEY",
        null,
        null,
        Map.of(),
        Map.of(),
        Map.of("OpenAI-Organization", "OPENAI_ORGANIZATION", "OpenAI-Project", "OPENAI_PROJECT"),
        plain.requestMaxRetries(),
        plain.streamMaxRetries(),
        plain.streamIdleTimeout());
  }

  private static ProviderConfig provider(String id, ConfigTable table) throws ConfigException {
    WireApi wireApi = table.word("wire_api", WireApi.values(), WireApi.RESPONSES);
    String baseUrl = table.string("base_url");
    if (wireApi != WireApi.SCRIPT) {
      if (baseUrl == null) {
        throw table.bad("missing field `base_url`", "base_url");
      }
      if (!baseUrl.startsWith("http://") && !baseUrl.startsWith("https://")) {
        throw table.bad("expected a URL that begins with http:// or https://", "base_url");
      }
    }
    return new ProviderConfig(
        id,
        table.string("name", id),
        wireApi,
        baseUrl,
        table.string("env_key"),
        table.string("env_key_instructions"),
        table.string("experimental_bearer_token"),
        table.stringMap("query_params"),
        table.stringMap("http_headers"),
        table.stringMap("env_http_headers"),
        retries(table, "request_max_retries", ProviderConfig.DEFAULT_REQUEST_MAX_RETRIES),
        retries(table, "stream_max_retries", ProviderConfig.DEFAULT_STREAM_MAX_RETRIES),
        Duration.ofMillis(
            table.integer(
                "stream_idle_timeout_ms",
                ProviderConfig.DEFAULT_STREAM_IDLE_TIMEOUT.toMillis(),
                1,
                Integer.MAX_VALUE)));
  }

  private static int retries(ConfigTable table, String key, int absent) throws ConfigException {
    // More than the maximum is not an error to Codex either.
    long retries = table.integer(key, absent, 0, Long.MAX_VALUE);
    return (int) Math.min(retries, ProviderConfig.MAX_RETRIES);
  }

  private static HeddleConfig heddle(ConfigTable table) throws ConfigException {
    String scenario = table.string("scenario");
    Path scenarioFile;
    try {
      scenarioFile = scenario == null ? null : Path.of(scenario);
    } catch (InvalidPathException e) {
      throw table.bad("not a path", "scenario");
    }
    StoreKind store = table.word("store", StoreKind.values(), StoreKind.LOCAL);
    return new HeddleConfig(
        store,
        store == StoreKind.POSTGRES ? PostgresConfig.of(table.table("postgres")) : null,
        table.word("durability", Durability.values(), Durability.DEFAULT),
        table.word("blobs", BlobsSetting.values(), BlobsSetting.OFF),
        scenarioFile,
        (int) table.integer("max_event_bytes", 64L * MIB, 1024, Integer.MAX_VALUE - 64),
        (int) table.integer("backlog_records", 10_000, 1, Integer.MAX_VALUE),
        table.integer("backlog_bytes", 64L * MIB, 1, Long.MAX_VALUE),
        Duration.ofMinutes(table.integer("idle_unload_minutes", 30, 1, 1_000_000)),
        Duration.ofMinutes(table.integer("approval_timeout_minutes", 60, 0, 1_000_000)),
        table.table("context_windows").integerMap(1, Long.MAX_VALUE),
        table.strings("without_reasoning"));
  }
}
