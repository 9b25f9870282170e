package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ConfigMethods;
import dev.heddle.protocol.v2.ServerMethods;
import dev.heddle.server.config.ConfigLoader;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.dispatch.Routes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigAndModelQueriesTest {
  private static final String FILE =
      """
      model = "alpha"
      model_provider = "house"
      notify = ["a", "b"]
      profile = "slow"
      [model_providers.house]
      name = "House"
      base_url = "http://127.0.0.1:1/v1"
      experimental_bearer_token = "token-of-mine"
      http_headers = { Authorization = "header-of-mine" }
      [model_providers.keyed]
      base_url = "http://127.0.0.1:2/v1"
      env_key = "KEYED_KEY"
      [model_providers.open]
      base_url = "http://127.0.0.1:3/v1"
      [profiles.slow]
      model_reasoning_effort = "xhigh"
      [profiles.other]
      model = "beta"
      [profiles.elsewhere]
      model = "gamma"
      model_provider = "keyed"
      [profiles.broken]
      model = "delta"
      model_provider = "none"
      """;

  @TempDir Path home;

  @Test
  void theConfigurationInForceIsShownWithItsDefaults() throws Exception {
    JsonObject config = read(FILE, List.of(), "{}").getAsJsonObject("config");
    assertThat(config.get("model").getAsString()).isEqualTo("alpha");
    assertThat(config.get("model_provider").getAsString()).isEqualTo("house");
    assertThat(config.get("approval_policy").getAsString()).isEqualTo("on-request");
    assertThat(config.get("sandbox_mode").getAsString()).isEqualTo("workspace-write");
    assertThat(config.get("model_reasoning_effort").getAsString()).isEqualTo("xhigh");
    assertThat(config.get("review_model")).isEqualTo(JsonNull.INSTANCE);
    assertThat(config.get("notify")).hasToString("[\"a\",\"b\"]");
  }

  @Test
  void anEmptyConfigurationNamesTheOfflineModel() throws Exception {
    JsonObject answer = read("", List.of(), "{}");
    JsonObject config = answer.getAsJsonObject("config");
    assertThat(config.get("model").getAsString()).isEqualTo("offline");
    assertThat(config.get("model_provider").getAsString()).isEqualTo("script");
    assertThat(answer.get("origins")).isEqualTo(new JsonObject());
    assertThat(answer.has("layers")).isFalse();
  }

  @Test
  void eachValueNamesTheStrongestPlaceThatSetsIt() throws Exception {
    JsonObject origins =
        read(FILE, List.of("model=omega", "sandbox_mode=read-only"), "{}")
            .getAsJsonObject("origins");
    assertThat(origin(origins, "model")).isEqualTo("sessionFlags");
    assertThat(origin(origins, "sandbox_mode")).isEqualTo("sessionFlags");
    assertThat(origin(origins, "model_reasoning_effort")).isEqualTo("user slow");
    assertThat(origin(origins, "model_providers.house.name")).isEqualTo("user");
    assertThat(origin(origins, "notify.1")).isEqualTo("user");
    assertThat(origins.has("approval_policy")).isFalse();
  }

  private String origin(JsonObject origins, String key) {
    JsonObject name = origins.getAsJsonObject(key).getAsJsonObject("name");
    String type = name.get("type").getAsString();
    if (type.equals("user")) {
      assertThat(name.get("file").getAsString()).isEqualTo(home.resolve("config.toml").toString());
      JsonElement profile = name.get("profile");
      return profile.isJsonNull() ? type : type + " " + profile.getAsString();
    }
    return type;
  }

  @Test
  void layersComeStrongestFirstAndOnlyWhenAskedFor() throws Exception {
    JsonArray layers =
        read(FILE, List.of("model=omega"), "{\"includeLayers\":true,\"cwd\":\".\"}")
            .getAsJsonArray("layers");
    assertThat(layers).hasSize(3);
    assertThat(layer(layers, 0)).isEqualTo("{\"model\":\"omega\"}");
    assertThat(layer(layers, 1)).isEqualTo("{\"model_reasoning_effort\":\"xhigh\"}");
    assertThat(layer(layers, 2)).contains("\"model\":\"alpha\"");
  }

  private static String layer(JsonArray layers, int index) {
    return layers.get(index).getAsJsonObject().get("config").toString();
  }

  @Test
  void theVersionOfALayerIsThatOfItsValuesNotOfTheirOrder() throws Exception {
    String one = version("a = 1\n[t]\nb = 2\nc = [3]\n");
    assertThat(version("a = 1\n[t]\nb = 2\nc = [4]\n")).isNotEqualTo(one);
    assertThat(version("# the same\na = 1\n[t]\nc = [3]\nb = 2\n")).isEqualTo(one);
    // The hash of an empty object, which clients know from the peer.
    assertThat(version(""))
        .isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  private String version(String file) throws Exception {
    JsonArray layers = read(file, List.of(), "{\"includeLayers\":true}").getAsJsonArray("layers");
    return layers.get(0).getAsJsonObject().get("version").getAsString();
  }

  @Test
  void noSecretIsShown() throws Exception {
    String answer = read(FILE, List.of(), "{\"includeLayers\":true}").toString();
    assertThat(answer).doesNotContain("token-of-mine").doesNotContain("header-of-mine");
    assertThat(answer).contains("\"Authorization\":\"[hidden]\"").contains("KEYED_KEY");
    assertThat(ask(FILE, "modelProvider/list", "{}").toString()).doesNotContain("-of-mine");
  }

  @Test
  void readingDoesNotChangeTheConfiguration() throws Exception {
    Routes routes = routes(FILE, List.of());
    JsonObject first = Asked.result(routes, "config/read", "{\"includeLayers\":true}");
    assertThat(Asked.result(routes, "config/read", "{\"includeLayers\":true}")).isEqualTo(first);
  }

  @Test
  void aFileThatWasBrokenSinceIsAnErrorThatSaysWhere() throws Exception {
    Routes routes = routes(FILE, List.of());
    Files.writeString(home.resolve("config.toml"), "model = \n");
    assertThat(Asked.error(routes, "config/read", "{}"))
        .startsWith("-32600 failed to load configuration: ")
        .contains("config.toml");
  }

  @Test
  void theConfiguredModelIsFirstThenThoseOfProfiles() throws Exception {
    JsonArray models = models(FILE, "{\"includeHidden\":true}");
    assertThat(names(models)).containsExactly("alpha", "beta");
    JsonObject first = models.get(0).getAsJsonObject();
    assertThat(first.get("isDefault").getAsBoolean()).isTrue();
    assertThat(models.get(1).getAsJsonObject().get("isDefault").getAsBoolean()).isFalse();
  }

  @Test
  void theDefaultEffortIsOneOfTheSupported() throws Exception {
    for (String file : List.of("", "model = \"m\"\n", FILE)) {
      JsonObject model = models(file, "{}").get(0).getAsJsonObject();
      assertThat(
              model.getAsJsonArray("supportedReasoningEfforts").asList().stream()
                  .map(each -> each.getAsJsonObject().get("reasoningEffort").getAsString()))
          .contains("low", "medium", "high", model.get("defaultReasoningEffort").getAsString());
    }
  }

  @Test
  void withoutConfigurationThereIsTheOfflineModel() throws Exception {
    JsonArray models = models("", "{}");
    assertThat(names(models)).containsExactly("offline");
    assertThat(models.get(0).getAsJsonObject().get("displayName").getAsString())
        .isEqualTo("Offline");
  }

  @Test
  void modelsOfAnotherProviderAreListedOnRequest() throws Exception {
    assertThat(names(models(FILE, "{\"modelProvider\":\"keyed\"}")))
        .containsExactly("alpha", "gamma");
    JsonObject error =
        Asked.answer(routes(FILE, List.of()), "model/list", "{\"modelProvider\":\"nope\"}")
            .getAsJsonObject("error");
    assertThat(error.get("message").getAsString()).contains("“nope”");
    JsonObject data = error.getAsJsonObject("data");
    assertThat(data.get("type").getAsString()).isEqualTo("modelProviderNotConfigured");
    assertThat(data.get("modelProvider").getAsString()).isEqualTo("nope");
  }

  @Test
  void modelsArePaged() throws Exception {
    JsonObject page = ask(FILE, "model/list", "{\"limit\":1}");
    assertThat(names(page.getAsJsonArray("data"))).containsExactly("alpha");
    JsonObject next =
        ask(FILE, "model/list", "{\"limit\":4294967295,\"cursor\":" + page.get("nextCursor") + "}");
    assertThat(names(next.getAsJsonArray("data"))).containsExactly("beta");
    assertThat(next.get("nextCursor")).isEqualTo(JsonNull.INSTANCE);
  }

  @Test
  void providersSayHowTheyAreAuthenticated() throws Exception {
    JsonObject answer = ask(FILE, "modelProvider/list", "{}");
    assertThat(answer.get("defaultProviderId").getAsString()).isEqualTo("house");
    assertThat(
            answer.getAsJsonArray("data").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(each -> each.get("id").getAsString() + " " + each.get("settings")))
        .containsExactly(
            "house {\"type\":\"customGateway\",\"auth\":"
                + "{\"mode\":\"externallyConfigured\",\"envKey\":null}}",
            "keyed {\"type\":\"customGateway\",\"auth\":"
                + "{\"mode\":\"environmentVariable\",\"envKey\":\"KEYED_KEY\"}}",
            "open {\"type\":\"customGateway\",\"auth\":{\"mode\":\"none\"}}",
            "openai {\"type\":\"openai\"}",
            "script {\"type\":\"customGateway\",\"auth\":{\"mode\":\"none\"}}");
  }

  private static List<String> names(JsonArray models) {
    return models.asList().stream()
        .map(each -> each.getAsJsonObject().get("model").getAsString())
        .toList();
  }

  private JsonArray models(String file, String params) throws Exception {
    return ask(file, "model/list", params).getAsJsonArray("data");
  }

  private JsonObject read(String file, List<String> arguments, String params) throws Exception {
    return Asked.result(routes(file, arguments), "config/read", params);
  }

  private JsonObject ask(String file, String method, String params) throws Exception {
    return Asked.result(routes(file, List.of()), method, params);
  }

  private Routes routes(String file, List<String> arguments) throws Exception {
    Files.writeString(home.resolve("config.toml"), file);
    ServerConfig config = ConfigLoader.load(home, arguments);
    ModelQueries models = new ModelQueries(() -> config);
    return new Routes()
        .on(ServerMethods.MODEL_LIST, models::models)
        .on(ServerMethods.MODEL_PROVIDER_LIST, models::providers)
        .on(
            ConfigMethods.CONFIG_READ,
            new ConfigQueries(() -> config, () -> ConfigLoader.sources(home, arguments))::read);
  }
}
