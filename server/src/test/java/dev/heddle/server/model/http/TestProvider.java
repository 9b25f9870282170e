package dev.heddle.server.model.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ProviderConfig;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.model.Sleeper;
import java.util.HashMap;
import java.util.Map;

/** Clients of a {@link FakeModelServer}, configured as a user would. */
public final class TestProvider {
  private TestProvider() {}

  /**
   * @param keysAndJson keys of the provider's table and their values
   */
  public static EventStreamClient client(
      String path,
      String url,
      Sleeper sleeper,
      Map<String, String> environment,
      String... keysAndJson) {
    return client(path, url, sleeper, environment, 1 << 20, keysAndJson);
  }

  public static EventStreamClient client(
      String path,
      String url,
      Sleeper sleeper,
      Map<String, String> environment,
      int maxEventBytes,
      String... keysAndJson) {
    try {
      return new EventStreamClient(
          config(url, keysAndJson), path, environment, maxEventBytes, sleeper);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private static ProviderConfig config(String url, String... keysAndJson) throws ConfigException {
    Map<String, JsonElement> overrides = new HashMap<>();
    overrides.put("model_providers.fake.base_url", JsonParser.parseString('"' + url + '"'));
    for (int i = 0; i < keysAndJson.length; i += 2) {
      overrides.put(
          "model_providers.fake." + keysAndJson[i], JsonParser.parseString(keysAndJson[i + 1]));
    }
    return ServerConfig.defaults().with(overrides).provider("fake");
  }
}
