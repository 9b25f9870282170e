package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
  @TempDir Path home;

  @Test
  void aThreadOverridesByDottedKey() throws Exception {
    ServerConfig server = load("model = \"a\"\n[sandbox_workspace_write]\nnetwork_access = true\n");
    ServerConfig thread =
        server.with(
            overrides(
                "model_reasoning_effort", "\"low\"",
                "sandbox_workspace_write.writable_roots", "[\"/x\"]",
                "sandbox_workspace_write", "{\"exclude_slash_tmp\": true}"));

    assertThat(thread.reasoningEffort()).isEqualTo("low");
    assertThat(thread.workspaceWrite())
        .isEqualTo(new WorkspaceWrite(List.of("/x"), true, false, true));
    assertThat(thread.raw().get("model_reasoning_effort")).hasToString("\"low\"");
    assertThat(server.reasoningEffort()).isNull();
    assertThat(server.raw().has("model_reasoning_effort")).isFalse();
  }

  @Test
  void noOverridesChangeNothing() throws Exception {
    ServerConfig server = ServerConfig.defaults();

    assertThat(server.with(Map.of())).isSameAs(server);
  }

  @Test
  void aThreadCannotMoveToAnotherStore() throws Exception {
    ServerConfig server = load("[heddle]\nstore = \"local\"\nmax_event_bytes = 4096\n");
    Map<String, JsonElement> attempts =
        overrides(
            "heddle.store", "\"memory\"",
            "heddle", "{\"store\": \"memory\", \"max_event_bytes\": 9999}",
            "model", "\"m\"");
    ServerConfig thread = server.with(attempts);

    assertThat(thread.heddle()).isEqualTo(server.heddle());
    assertThat(thread.raw().get("heddle")).isEqualTo(server.raw().get("heddle"));
    assertThat(thread.model()).isEqualTo("m");
  }

  @Test
  void aProfileCannotMoveAThreadEither() throws Exception {
    ServerConfig server =
        load("[profiles.p]\nmodel = \"x\"\n[profiles.p.heddle]\nstore = \"memory\"\n");
    ServerConfig thread = server.with(overrides("profile", "\"p\""));

    assertThat(thread.model()).isEqualTo("x");
    assertThat(thread.heddle().store()).isEqualTo(StoreKind.LOCAL);
    assertThat(thread.raw().has("heddle")).isFalse();
  }

  @Test
  void namingAModelKeepsTheProviderThatWasOnlyADefault() throws Exception {
    ServerConfig thread = ServerConfig.defaults().with(overrides("model", "\"gpt-5\""));

    assertThat(thread.modelProvider()).isEqualTo("script");
    assertThat(thread.model()).isEqualTo("gpt-5");
    assertThat(thread.with(overrides("model_reasoning_effort", "\"low\"")).model())
        .isEqualTo("gpt-5");
  }

  @Test
  void anotherProviderBringsItsOwnDefaultModel() throws Exception {
    ServerConfig thread = ServerConfig.defaults().with(overrides("model_provider", "\"openai\""));

    assertThat(thread.modelProvider()).isEqualTo("openai");
    assertThat(thread.model()).isNotEqualTo("offline");
  }

  @Test
  void aThreadMayBringItsOwnProvider() throws Exception {
    ServerConfig thread =
        ServerConfig.defaults()
            .with(
                overrides(
                    "model_providers.mine", "{\"base_url\": \"http://h/v1\"}",
                    "model_provider", "\"mine\""));

    assertThat(thread.provider().baseUrl()).isEqualTo("http://h/v1");
    assertThat(ServerConfig.defaults().modelProviders()).doesNotContainKey("mine");
  }

  @Test
  void aBadOverrideNamesItsKey() {
    ConfigException failure =
        catchThrowableOfType(
            ConfigException.class,
            () -> ServerConfig.defaults().with(overrides("approval_policy", "\"zz\"")));

    assertThat(failure.message())
        .isEqualTo(
            "unknown variant `zz`, expected one of `untrusted`, `on-failure`, `on-request`,"
                + " `granular`, `never`\nin `approval_policy`\n");
  }

  @Test
  void aThreadMayBeUntrustedAndNullMeansUnset() throws Exception {
    Map<String, JsonElement> overrides = overrides("approval_policy", "\"untrusted\"");
    overrides.put("model", JsonNull.INSTANCE);
    ServerConfig thread = ServerConfig.defaults().with(overrides);

    assertThat(thread.approvalPolicy().mode()).isEqualTo(ApprovalPolicy.Mode.UNTRUSTED);
    assertThat(thread.model()).isEqualTo("offline");
  }

  @Test
  void anUnknownProviderIsNamed() {
    ConfigException failure =
        catchThrowableOfType(ConfigException.class, () -> ServerConfig.defaults().provider("nope"));

    assertThat(failure.message()).isEqualTo("Model provider `nope` not found");
  }

  @Test
  void overridesAreNotKept() throws Exception {
    JsonObject table = JsonParser.parseString("{\"network_access\": true}").getAsJsonObject();
    ServerConfig thread = ServerConfig.defaults().with(Map.of("sandbox_workspace_write", table));
    table.add("network_access", new JsonPrimitive(false));

    assertThat(thread.raw().get("sandbox_workspace_write"))
        .hasToString("{\"network_access\":true}");
  }

  private ServerConfig load(String toml) throws Exception {
    Files.writeString(home.resolve("config.toml"), toml);
    return ConfigLoader.load(home, List.of());
  }

  private static Map<String, JsonElement> overrides(String... keysAndJson) {
    Map<String, JsonElement> overrides = new LinkedHashMap<>();
    for (int i = 0; i < keysAndJson.length; i += 2) {
      overrides.put(keysAndJson[i], JsonParser.parseString(keysAndJson[i + 1]));
    }
    return overrides;
  }
}
