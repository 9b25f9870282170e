package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told of a configuration that does not do what it says. */
@Timeout(60)
class ConfigWarningsTest {
  @TempDir Path home;

  private TestClient start(String config) throws IOException {
    Files.writeString(home.resolve("config.toml"), config);
    return TestClient.start(ServerOptions.in(home)).initialize(true);
  }

  @Test
  void aFileThatDoesNotParseIsToldOnceWithItsPlace() throws Exception {
    try (TestClient client = start("model = \"a\"\nbad line here\nx = 1\n")) {
      JsonObject error = client.requestError("thread/start", "{}");
      client.requestError("thread/start", "{}");

      List<JsonObject> warnings = told(client, "configWarning");
      assertThat(warnings).hasSize(1);
      JsonObject warning = warnings.getFirst();
      assertThat(warning.get("summary").getAsString()).isEqualTo("Invalid configuration.");
      assertThat(error.get("message").getAsString())
          .isEqualTo("failed to load configuration: " + warning.get("details").getAsString());
      assertThat(warning.get("path").getAsString())
          .isEqualTo(home.resolve("config.toml").toString());
      assertThat(warning.get("range")).isEqualTo(range(2, 1, 2, 1));
    }
  }

  @Test
  void aValueThatDoesNotFitIsToldWithItsPlace() throws Exception {
    try (TestClient client = start("model = \"a\"\nsandbox_mode = \"zz\" # none\n")) {
      client.requestError("thread/start", "{}");

      JsonObject warning = client.awaitNotification("configWarning");
      assertThat(warning.get("details").getAsString()).contains("zz", "sandbox_mode");
      assertThat(warning.get("range")).isEqualTo(range(2, 16, 2, 19));
    }
  }

  @Test
  void aMendedFileIsUsed() throws Exception {
    try (TestClient client = start("model =\n")) {
      client.requestError("thread/start", "{}");
      Files.writeString(home.resolve("config.toml"), "");
      Threads.start(client);
    }
  }

  @Test
  void whatHasNoEffectIsNamedOnce() throws Exception {
    String config =
        """
        notify = ["notify-send"]
        hooks = {}
        service_tier = "fast"
        """;
    try (TestClient client = start(config)) {
      Threads.start(client);
      String first = client.awaitNotification("configWarning").get("summary").getAsString();
      String second = client.awaitNotification("configWarning").get("summary").getAsString();
      client.request("thread/list", "{}");

      assertThat(List.of(first, second))
          .containsExactly(
              "`notify` in the configuration has no effect here.",
              "`service_tier` in the configuration has no effect here.");
      assertThat(told(client, "configWarning")).hasSize(2);
      assertThat(told(client, "warning")).isEmpty();
    }
  }

  @Test
  void aThreadsSettingsThatHaveNoEffectAreNamedToo() throws Exception {
    try (TestClient client = start("")) {
      String config = "{\"hooks\":{\"x\":{\"command\":\"y\"}},\"hooks.z.command\":\"z\"}";
      String threadId = Threads.start(client, "{\"config\":" + config + "}");
      JsonObject warning = client.awaitNotification("warning");

      assertThat(warning.get("threadId").getAsString()).isEqualTo(threadId);
      assertThat(warning.get("message").getAsString()).startsWith("`hooks` of this thread");
      client.request("thread/list", "{}");
      assertThat(told(client, "warning")).hasSize(1);
    }
  }

  private static List<JsonObject> told(TestClient client, String method) {
    return client.trace().stream()
        .filter(entry -> entry.isNotification() && entry.method().equals(method))
        .map(TraceEntry::params)
        .toList();
  }

  private static JsonObject range(int line, int column, int lastLine, int lastColumn) {
    return WireJson.parse(
            """
            {"start":{"line":%d,"column":%d},"end":{"line":%d,"column":%d}}\
            """
                .formatted(line, column, lastLine, lastColumn))
        .getAsJsonObject();
  }
}
