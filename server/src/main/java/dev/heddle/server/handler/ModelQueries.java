package dev.heddle.server.handler;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.v2.GatewayAuth;
import dev.heddle.protocol.v2.InputModality;
import dev.heddle.protocol.v2.Model;
import dev.heddle.protocol.v2.ModelListParams;
import dev.heddle.protocol.v2.ModelListResponse;
import dev.heddle.protocol.v2.ModelProviderCapabilitiesReadParams;
import dev.heddle.protocol.v2.ModelProviderCapabilitiesReadResponse;
import dev.heddle.protocol.v2.ModelProviderListParams;
import dev.heddle.protocol.v2.ModelProviderListResponse;
import dev.heddle.protocol.v2.ModelProviderSummary;
import dev.heddle.protocol.v2.ProviderSettings;
import dev.heddle.protocol.v2.ReasoningEffortOption;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.config.WireApi;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code model/list} and the questions about providers, answered from the configuration alone: the
 * server has no catalogue of models and asks no provider for one. What is listed is what is
 * configured, by the file or its profiles, and what a thread gets that names no model.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ModelQueries {
  private static final String DEFAULT_EFFORT = "medium";

  /** Every server that knows efforts knows these. */
  private static final List<ReasoningEffortOption> EFFORTS =
      List.of(
          new ReasoningEffortOption("low", "Little reasoning before the answer"),
          new ReasoningEffortOption(DEFAULT_EFFORT, "Some reasoning before the answer"),
          new ReasoningEffortOption("high", "Much reasoning before the answer"));

  private final Supplier<ServerConfig> config;

  /**
   * Answers from a configuration.
   *
   * @param config the server's configuration, as it is at the time of a call
   */
  public ModelQueries(Supplier<ServerConfig> config) {
    this.config = config;
  }

  /** {@code model/list}: what to choose from with one provider, the one in use first. */
  public Reply<ModelListResponse> models(ModelListParams params, RequestContext context) {
    ServerConfig now = config.get();
    ProviderConfig provider = provider(now, params.modelProvider());
    List<Model> models = new ArrayList<>();
    for (String name : names(now, provider)) {
      models.add(model(now, provider, name, models.isEmpty()));
    }
    OffsetPage<Model> page = OffsetPage.of(models, params.cursor(), params.limit(), "models");
    return Reply.of(new ModelListResponse(page.data(), page.nextCursor()));
  }

  /** {@code modelProvider/list}: every provider, built-in ones included, by id. */
  public Reply<ModelProviderListResponse> providers(
      ModelProviderListParams params, RequestContext context) {
    ServerConfig now = config.get();
    List<ModelProviderSummary> summaries =
        now.modelProviders().values().stream()
            .sorted(Comparator.comparing(ProviderConfig::id))
            .map(each -> summary(now, each))
            .toList();
    // No method changes the table of providers or which of them is the default.
    return Reply.of(new ModelProviderListResponse(summaries, now.modelProvider(), false));
  }

  /**
   * {@code modelProvider/capabilities/read}: nothing, as the server offers models no tools that the
   * provider runs.
   */
  public Reply<ModelProviderCapabilitiesReadResponse> capabilities(
      ModelProviderCapabilitiesReadParams params, RequestContext context) {
    return Reply.of(new ModelProviderCapabilitiesReadResponse(false, false));
  }

  private static ProviderConfig provider(ServerConfig config, @Nullable String id) {
    if (id == null) {
      return config.provider();
    }
    ProviderConfig provider = config.modelProviders().get(id);
    if (provider == null) {
      throw ConfigErrors.providerNotConfigured(id);
    }
    return provider;
  }

  /** What a thread gets that names only the provider, then what the profiles name for it. */
  private static Set<String> names(ServerConfig config, ProviderConfig provider) {
    Set<String> names = new LinkedHashSet<>();
    names.add(modelOf(config, Map.of("model_provider", new JsonPrimitive(provider.id()))));
    if (config.raw().get("profiles") instanceof JsonObject profiles) {
      for (String profile : profiles.keySet()) {
        addModelOf(config, profile, provider, names);
      }
    }
    return names;
  }

  private static void addModelOf(
      ServerConfig config, String profile, ProviderConfig provider, Set<String> names) {
    try {
      ServerConfig profiled = config.with(Map.of("profile", new JsonPrimitive(profile)));
      if (profiled.modelProvider().equals(provider.id())) {
        names.add(profiled.model());
      }
    } catch (ConfigException e) {
      // A thread that asks for this profile is told what is wrong with it.
    }
  }

  private static String modelOf(ServerConfig config, Map<String, JsonElement> overrides) {
    try {
      return config.with(overrides).model();
    } catch (ConfigException e) {
      throw ConfigErrors.cannotLoad(e.message());
    }
  }

  private static Model model(
      ServerConfig config, ProviderConfig provider, String name, boolean isDefault) {
    boolean offline = provider.wireApi() == WireApi.SCRIPT;
    String effort = config.reasoningEffort() == null ? DEFAULT_EFFORT : config.reasoningEffort();
    return new Model(
        name,
        name,
        null,
        null,
        null,
        offline && name.equals(ServerConfig.OFFLINE_MODEL) ? "Offline" : name,
        offline
            ? "Answers without a network, by fixed rules; the effort changes nothing"
            : "Configured for the provider " + provider.name(),
        null,
        false,
        efforts(effort),
        effort,
        offline ? List.of(InputModality.TEXT) : List.of(InputModality.TEXT, InputModality.IMAGE),
        false,
        null,
        List.of(),
        List.of(),
        null,
        null,
        isDefault);
  }

  private static List<ReasoningEffortOption> efforts(String configured) {
    if (EFFORTS.stream().anyMatch(each -> each.reasoningEffort().equals(configured))) {
      return EFFORTS;
    }
    List<ReasoningEffortOption> efforts = new ArrayList<>(EFFORTS);
    efforts.add(new ReasoningEffortOption(configured, "The configured effort"));
    return List.copyOf(efforts);
  }

  private static ModelProviderSummary summary(ServerConfig config, ProviderConfig provider) {
    boolean builtInAddress =
        provider.id().equals(ProviderConfig.OPENAI_ID)
            && !config.raw().has("openai_base_url")
            && !isConfigured(config, provider.id());
    return new ModelProviderSummary(
        provider.id(),
        provider.name(),
        false,
        builtInAddress ? null : provider.baseUrl(),
        provider.id().equals(ProviderConfig.OPENAI_ID)
            ? new ProviderSettings.Openai()
            : new ProviderSettings.CustomGateway(auth(provider)));
  }

  private static boolean isConfigured(ServerConfig config, String id) {
    return config.raw().get("model_providers") instanceof JsonObject tables && tables.has(id);
  }

  private static GatewayAuth auth(ProviderConfig provider) {
    String envKey = provider.envKey();
    if (provider.bearerToken() != null
        || !provider.httpHeaders().isEmpty()
        || !provider.envHttpHeaders().isEmpty()) {
      return new GatewayAuth.ExternallyConfigured(envKey);
    }
    return envKey == null ? new GatewayAuth.None() : new GatewayAuth.EnvironmentVariable(envKey);
  }
}
