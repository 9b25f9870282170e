package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.v2.ConfigLayer;
import dev.heddle.protocol.v2.ConfigLayerMetadata;
import dev.heddle.protocol.v2.ConfigLayerSource;
import dev.heddle.protocol.v2.ConfigReadParams;
import dev.heddle.protocol.v2.ConfigReadResponse;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigSource;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code config/read}: the configuration in force, where each value comes from, and on request each
 * source by itself. A project has no configuration of its own here, so the directory asked for
 * changes nothing.
 *
 * <p>What may be a secret of a provider, its token, headers and query, is replaced by {@value
 * #HIDDEN}: answers end up in the logs of clients, and no client needs it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ConfigQueries {
  static final String HIDDEN = "[hidden]";

  /** Members that every answer has, null when nothing sets them. */
  private static final List<String> MEMBERS =
      List.of(
          "model",
          "review_model",
          "model_context_window",
          "model_auto_compact_token_limit",
          "model_auto_compact_token_limit_scope",
          "model_provider",
          "approval_policy",
          "approvals_reviewer",
          "sandbox_mode",
          "sandbox_workspace_write",
          "forced_chatgpt_workspace_id",
          "forced_login_method",
          "web_search",
          "client_search_provider",
          "tools",
          "instructions",
          "developer_instructions",
          "compact_prompt",
          "model_reasoning_effort",
          "model_reasoning_summary",
          "model_verbosity",
          "service_tier",
          "analytics",
          "apps",
          "browser_use",
          "computer_use",
          "desktop",
          "profile");

  /** Tables that every answer has, empty when nothing sets them. */
  private static final List<String> TABLES = List.of("model_providers", "profiles", "mcp_servers");

  private static final List<String> SECRETS =
      List.of("experimental_bearer_token", "http_headers", "query_params");

  private final Supplier<ServerConfig> config;
  private final Sources sources;

  /**
   * Answers from a configuration.
   *
   * @param config the server's configuration, as it is at the time of a call
   * @param sources where it comes from
   */
  public ConfigQueries(Supplier<ServerConfig> config, Sources sources) {
    this.config = config;
    this.sources = sources;
  }

  /** The places that the configuration comes from. */
  @FunctionalInterface
  public interface Sources {
    /**
     * The places as they are now, the strongest first.
     *
     * @throws ConfigException when one cannot be read
     */
    List<ConfigSource> read() throws ConfigException;
  }

  /** {@code config/read}. */
  public Reply<ConfigReadResponse> read(ConfigReadParams params, RequestContext context) {
    ServerConfig now = config.get();
    List<Layer> layers = layers();
    Map<String, ConfigLayerMetadata> origins = new LinkedHashMap<>();
    addOrigins(now.raw(), new ArrayList<>(), layers, origins);
    List<ConfigLayer> shown =
        params.includeLayers() ? layers.stream().map(Layer::shown).toList() : null;
    return Reply.of(new ConfigReadResponse(effective(now), origins, shown));
  }

  private List<Layer> layers() {
    try {
      return sources.read().stream().map(Layer::of).toList();
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }

  private static JsonObject effective(ServerConfig config) {
    JsonObject raw = config.raw();
    JsonObject tree = new JsonObject();
    MEMBERS.forEach(name -> tree.add(name, JsonNull.INSTANCE));
    TABLES.forEach(name -> tree.add(name, new JsonObject()));
    raw.entrySet().forEach(entry -> tree.add(entry.getKey(), entry.getValue().deepCopy()));
    tree.addProperty("model", config.model());
    tree.addProperty("model_provider", config.modelProvider());
    tree.add("approval_policy", config.approvalPolicy().toJson().deepCopy());
    tree.addProperty("sandbox_mode", config.sandboxMode().word());
    return hideSecrets(tree);
  }

  /** Adds the origin of every value below {@code value}, an array's elements by their index. */
  private static void addOrigins(
      JsonElement value,
      List<String> path,
      List<Layer> layers,
      Map<String, ConfigLayerMetadata> origins) {
    Map<String, JsonElement> children = children(value);
    if (children == null) {
      for (Layer layer : layers) {
        if (layer.sets(path)) {
          origins.put(String.join(".", path), layer.metadata());
          return;
        }
      }
      return;
    }
    children.forEach((key, child) -> {
      path.add(key);
      addOrigins(child, path, layers, origins);
      path.remove(path.size() - 1);
    });
  }

  /** The members of a table or elements of an array; null for any other value. */
  private static @Nullable Map<String, JsonElement> children(JsonElement value) {
    if (value instanceof JsonObject table) {
      return table.asMap();
    }
    if (value instanceof JsonArray array) {
      Map<String, JsonElement> elements = new LinkedHashMap<>();
      array.forEach(each -> elements.put(Integer.toString(elements.size()), each));
      return elements;
    }
    return null;
  }

  private static JsonObject hideSecrets(JsonObject tree) {
    if (tree.get("model_providers") instanceof JsonObject providers) {
      providers.asMap().values().forEach(ConfigQueries::hideInProvider);
    }
    if (tree.get("profiles") instanceof JsonObject profiles) {
      for (JsonElement profile : profiles.asMap().values()) {
        if (profile instanceof JsonObject table) {
          hideSecrets(table);
        }
      }
    }
    return tree;
  }

  private static void hideInProvider(JsonElement provider) {
    if (provider instanceof JsonObject table) {
      for (String name : SECRETS) {
        JsonElement secret = table.get(name);
        if (secret instanceof JsonObject values) {
          values.keySet().forEach(key -> values.addProperty(key, HIDDEN));
        } else if (secret != null && !secret.isJsonNull()) {
          table.addProperty(name, HIDDEN);
        }
      }
    }
  }

  /** What clients call a source. */
  static ConfigLayerSource nameOf(ConfigSource source) {
    return switch (source.kind()) {
      case ARGUMENTS -> new ConfigLayerSource.SessionFlags();
      case PROFILE, FILE ->
          new ConfigLayerSource.User(
              Objects.requireNonNull(source.file(), "file").toString(), source.profile());
    };
  }

  /** A source in the form that clients know. */
  private record Layer(ConfigLayerMetadata metadata, JsonObject values) {
    static Layer of(ConfigSource source) {
      return new Layer(new ConfigLayerMetadata(nameOf(source), source.version()), source.values());
    }

    boolean sets(List<String> path) {
      JsonElement at = values;
      for (String key : path) {
        Map<String, JsonElement> children = children(at);
        JsonElement child = children == null ? null : children.get(key);
        if (child == null) {
          return false;
        }
        at = child;
      }
      return at instanceof JsonPrimitive;
    }

    ConfigLayer shown() {
      return new ConfigLayer(
          metadata.name(), metadata.version(), hideSecrets(values.deepCopy()), null);
    }
  }
}
