package dev.heddle.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.config.ConfigLoader;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.model.chat.ChatProvider;
import dev.heddle.server.model.responses.ResponsesProvider;
import dev.heddle.server.model.script.ScriptProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProvidersTest {
  @TempDir Path home;

  @Test
  void eachWireApiHasItsProvider() throws Exception {
    ServerConfig config =
        load(
            """
            [model_providers.a]
            base_url = "http://127.0.0.1:1/v1"
            [model_providers.b]
            base_url = "http://127.0.0.1:1/v1"
            wire_api = "chat"
            """);
    ModelProviders providers = new ModelProviders(config.heddle(), Map.of());

    assertThat(providers.provider(config.provider("script"))).isInstanceOf(ScriptProvider.class);
    assertThat(providers.provider(config.provider("openai"))).isInstanceOf(ResponsesProvider.class);
    assertThat(providers.provider(config.provider("a"))).isInstanceOf(ResponsesProvider.class);
    assertThat(providers.provider(config.provider("b"))).isInstanceOf(ChatProvider.class);
  }

  @Test
  void equalConfigurationsShareOneProvider() throws Exception {
    ServerConfig config = load("[model_providers.a]\nbase_url = \"http://127.0.0.1:1/v1\"\n");
    ModelProviders providers = new ModelProviders(config.heddle(), Map.of());
    ServerConfig same = config.with(Map.of("model", json("\"m\"")));
    ServerConfig other = config.with(Map.of("model_providers.a.name", json("\"other\"")));

    assertThat(providers.provider(same.provider("a")))
        .isSameAs(providers.provider(config.provider("a")));
    assertThat(providers.provider(other.provider("a")))
        .isNotSameAs(providers.provider(config.provider("a")));
  }

  @Test
  void theScenarioIsPlayed() throws Exception {
    Files.writeString(
        home.resolve("s.json"),
        "{\"rules\": [{\"responses\": [[{\"type\": \"message\", \"text\": \"played\"}]]}]}");
    ServerConfig config = load("[heddle]\nscenario = \"s.json\"\n");
    RecordingListener listener = new RecordingListener();
    new ModelProviders(config.heddle(), Map.of())
        .provider(config.provider("script")).stream(Requests.of(), listener, new Cancellation());

    assertThat(listener.text()).isEqualTo("played");
  }

  @Test
  void whatCannotBeMadeIsAConfigurationError() throws Exception {
    ServerConfig config =
        load("[model_providers.a]\nbase_url = \"http://[bad\"\n[heddle]\nscenario = \"absent\"\n");
    ModelProviders providers = new ModelProviders(config.heddle(), Map.of());

    assertThat(
            catchThrowableOfType(
                    ConfigException.class, () -> providers.provider(config.provider("a")))
                .key())
        .isEqualTo("model_providers.a.base_url");
    assertThat(
            catchThrowableOfType(
                    ConfigException.class, () -> providers.provider(config.provider("script")))
                .key())
        .isEqualTo("heddle.scenario");
  }

  private ServerConfig load(String toml) throws Exception {
    Files.writeString(home.resolve("config.toml"), toml);
    return ConfigLoader.load(home, List.of());
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text);
  }
}
