package dev.heddle.server.model;

import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.HeddleConfig;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.WireApi;
import dev.heddle.server.model.chat.ChatProvider;
import dev.heddle.server.model.http.EventStreamClient;
import dev.heddle.server.model.responses.ResponsesProvider;
import dev.heddle.server.model.script.ScenarioReader;
import dev.heddle.server.model.script.ScriptProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model providers of this process, each made when it is first asked for.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ModelProviders {
  /** Threads may bring providers of their own; the longest unused are made anew. */
  private static final int MAX_PROVIDERS = 64;

  private final HeddleConfig heddle;
  private final Map<String, String> environment;
  private final Sleeper sleeper;
  private final Map<ProviderConfig, ModelProvider> providers; // guarded by itself

  /**
   * @param heddle the scenario and the bounds
   * @param environment the process's environment: keys, headers and proxies
   */
  public ModelProviders(HeddleConfig heddle, Map<String, String> environment) {
    this(heddle, environment, Sleeper.REAL);
  }

  /**
   * @param sleeper waits for retries and for a scenario's delays
   */
  ModelProviders(HeddleConfig heddle, Map<String, String> environment, Sleeper sleeper) {
    this.heddle = heddle;
    this.environment = Map.copyOf(environment);
    this.sleeper = sleeper;
    this.providers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ProviderConfig, ModelProvider> eldest) {
            return size() > MAX_PROVIDERS;
          }
        };
  }

  /**
   * The provider that is configured so. Equal configurations share one provider.
   *
   * @throws ConfigException when it cannot be made: a base URL that is none, a scenario that does
   *     not parse
   */
  public ModelProvider provider(ProviderConfig wanted) throws ConfigException {
    synchronized (providers) {
      ModelProvider provider = providers.get(wanted);
      if (provider == null) {
        provider = create(wanted);
        providers.put(wanted, provider);
      }
      return provider;
    }
  }

  private ModelProvider create(ProviderConfig config) throws ConfigException {
    if (config.wireApi() == WireApi.SCRIPT) {
      Path scenario = heddle.scenario();
      return scenario == null ? new ScriptProvider() : ScenarioReader.provider(scenario, sleeper);
    }
    String path = config.wireApi() == WireApi.CHAT ? ChatProvider.PATH : ResponsesProvider.PATH;
    EventStreamClient client =
        new EventStreamClient(config, path, environment, heddle.maxEventBytes(), sleeper);
    return config.wireApi() == WireApi.CHAT
        ? new ChatProvider(client)
        : new ResponsesProvider(client, !heddle.withoutReasoning().contains(config.id()));
  }
}
