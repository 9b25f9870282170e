package dev.heddle.server.handler;

import static dev.heddle.server.handler.McpServers.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which MCP servers a thread has, and what clients ask of them. */
class McpConfigurationTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"\"mcp_servers\":{\"two\":SERVER}", "\"mcp_servers.two\":SERVER"})
  void aClientBringsServersForOneThreadAlsoWhenItResumesOrForks(String form) {
    TestServer server = McpServers.in(home, "");
    String config = "\"config\":{" + form.replace("SERVER", McpServers.json("")) + "}";
    String thread;
    try (TestClient client = server.start()) {
      thread = Threads.start(client, "{" + config + "}");
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "fake")).isNotEmpty();
      assertThat(McpServers.offered(server, "two")).isNotEmpty();
    }
    TestServer again = McpServers.in(home, "");
    try (TestClient client = again.start()) {
      client.request("thread/resume", Threads.on(thread, config));
      Threads.runTurn(client, thread, "go on");
      assertThat(McpServers.offered(again, "two")).isNotEmpty();
      String child = Threads.idOf(client.request("thread/fork", Threads.on(thread, config)));
      McpServers.awaitPhase(client, "two", "ready");
      Threads.runTurn(client, child, "go on");
      assertThat(McpServers.offered(again, "two")).isNotEmpty();
      Threads.runTurn(client, Threads.start(client), "go");
      assertThat(McpServers.offered(again, "two")).isEmpty();
    }
  }

  @Test
  void aThreadCanDoWithoutAServer() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, "{\"config\":{\"mcp_servers.fake.enabled\":false}}");
      Threads.runTurn(client, thread, "go");
      assertThat(server.model().requests().getLast().tools()).isEmpty();
      assertThat(statuses(client, thread)).containsExactly("fake:disabled:0");
    }
  }

  @Test
  void ofTheToolsOnlyTheAllowedAreOfferedAndCalled() {
    TestServer server =
        McpServers.in(
            home, "", "enabled_tools = [\"echo\", \"write\"]", "disabled_tools = [\"write\"]");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "fake")).containsExactly("echo");
      assertThat(
              client
                  .requestError(
                      "mcpServer/tool/call",
                      Threads.on(thread, "\"server\":\"fake\",\"tool\":\"write\""))
                  .get("message")
                  .getAsString())
          .isEqualTo("tool 'write' is disabled for MCP server 'fake'");
    }
  }

  @Test
  void aServerThatIsConfiguredWronglyTakesNothingWithIt() {
    McpServers.configure(
        home,
        "[mcp_servers.bad]",
        "command = 1",
        "[mcp_servers.\"a b\"]",
        "command = \"x\"",
        McpServers.table("fake", ""));
    try (TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      client.request("thread/loaded/list", "{}");
      List<String> warnings = new ArrayList<>();
      warnings.add(client.awaitNotification("configWarning").toString());
      warnings.add(client.awaitNotification("configWarning").toString());
      assertThat(warnings).anyMatch(text -> text.contains("`bad`") && text.contains("a string"));
      assertThat(warnings).anyMatch(text -> text.contains("must match pattern"));
    }
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).withMcp();
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, "{\"config\":{\"mcp_servers.two\":{\"command\":2}}}");
      assertThat(
              client
                  .awaitNotification(
                      "warning", params -> params.get("message").getAsString().contains("`two`"))
                  .get("message")
                  .getAsString())
          .contains("invalid type: integer, expected a string");
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "fake")).isNotEmpty();
    }
  }

  @Test
  void aClientCallsToolsAndReadsResources() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      assertThat(
              client.request(
                  "mcpServer/tool/call",
                  Threads.on(
                      thread, "\"server\":\"fake\",\"tool\":\"data\",\"arguments\":{\"a\":\"q\"}")))
          .isEqualTo(
              McpServers.parse(
                  "{\"content\":[{\"type\":\"text\",\"text\":\"five\"}],"
                      + "\"structuredContent\":{\"x\":5},\"_meta\":{\"k\":\"v\"}}"));
      for (String on : List.of("", "\"threadId\":\"" + thread + "\",")) {
        assertThat(
                client
                    .request(
                        "mcpServer/resource/read",
                        "{" + on + "\"server\":\"fake\",\"uri\":\"fake://a\"}")
                    .toString())
            .contains("what is in it");
      }
      assertThat(error(client, "mcpServer/tool/call", thread, "other", "echo"))
          .isEqualTo("unknown MCP server 'other'");
      assertThat(error(client, "mcpServer/tool/call", thread, "fake", "nothing"))
          .contains("tool call failed for `fake/nothing`");
      assertThat(error(client, "mcpServer/tool/call", thread, "fake", "die"))
          .contains("the server ended with exit code 4");
    }
  }

  private static String error(
      TestClient client, String method, String thread, String server, String tool) {
    return client
        .requestError(
            method, Threads.on(thread, "\"server\":\"" + server + "\",\"tool\":\"" + tool + "\""))
        .get("message")
        .getAsString();
  }

  @Test
  void serversAreListedWithWhatTheyOffer() {
    TestServer server = McpServers.in(home, "", McpServers.table("other", "ends"));
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      Threads.runTurn(client, thread, "go");
      assertThat(statuses(client, thread)).containsExactly("fake:connected:14", "other:failed:0");
      JsonObject page = client.request("mcpServerStatus/list", Threads.on(thread, "\"limit\":1"));
      assertThat(page.get("nextCursor").getAsString()).isEqualTo("1");
      JsonObject fake = page.getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(fake.getAsJsonObject("serverInfo").get("title").getAsString()).isEqualTo("Fake");
      assertThat(fake.getAsJsonArray("resources")).hasSize(1);
      assertThat(fake.getAsJsonArray("resourceTemplates")).hasSize(1);
      JsonObject alone =
          client.request(
              "mcpServerStatus/list", "{\"serverName\":\"fake\",\"detail\":\"toolsAndAuthOnly\"}");
      assertThat(alone.getAsJsonArray("data")).hasSize(1);
      JsonObject shown = alone.getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(shown.get("runtimeStatus").isJsonNull()).isTrue();
      assertThat(shown.getAsJsonObject("tools").size()).isEqualTo(14);
      assertThat(shown.getAsJsonArray("resources")).isEmpty();
    }
  }

  @Test
  void aChangedConfigurationReachesLoadedThreads() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread =
          Threads.start(client, "{\"config\":{\"mcp_servers.own\":" + McpServers.json("") + "}}");
      McpServers.awaitPhase(client, "own", "ready");
      McpServers.configure(home, McpServers.table("next", ""));
      client.request("config/mcpServer/reload", null);
      McpServers.awaitPhase(client, "next", "ready");
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "next")).isNotEmpty();
      assertThat(McpServers.offered(server, "own")).isNotEmpty();
      assertThat(McpServers.offered(server, "fake")).isEmpty();
      McpServers.configure(home, "[mcp_servers");
      assertThat(client.requestError("config/mcpServer/reload", null).get("message").getAsString())
          .startsWith("failed to refresh MCP servers: ");
    }
  }

  private static List<String> statuses(TestClient client, String thread) {
    List<String> statuses = new ArrayList<>();
    for (JsonElement each :
        client.request("mcpServerStatus/list", Threads.on(thread)).getAsJsonArray("data")) {
      JsonObject status = each.getAsJsonObject();
      statuses.add(
          status.get("name").getAsString()
              + ":"
              + status.get("runtimeStatus").getAsString()
              + ":"
              + status.getAsJsonObject("tools").size());
    }
    return statuses;
  }

  @Test
  void aReloadBringsWhatClientsHaveWrittenIntoTheFileToLoadedThreads() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      String own =
          Threads.start(client, "{\"config\":{\"mcp_servers.mine\":" + McpServers.json("") + "}}");
      client.request(
          "config/value/write",
          "{\"keyPath\":\"mcp_servers.written\",\"mergeStrategy\":\"replace\",\"value\":"
              + McpServers.json("")
              + "}");
      client.request("config/mcpServer/reload", "{}");
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "written")).isNotEmpty();
      Threads.runTurn(client, own, "go");
      assertThat(McpServers.offered(server, "written")).isNotEmpty();
      assertThat(McpServers.offered(server, "mine")).isNotEmpty();
      client.request(
          "config/value/write",
          "{\"keyPath\":\"mcp_servers.written\",\"mergeStrategy\":\"replace\",\"value\":null}");
      client.request("config/mcpServer/reload", "{}");
      Threads.runTurn(client, own, "go");
      assertThat(McpServers.offered(server, "written")).isEmpty();
      assertThat(McpServers.offered(server, "mine")).isNotEmpty();
    }
  }
}
