package dev.heddle.server.handler;

import static dev.heddle.server.handler.McpServers.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools of MCP servers: offered, called, shown, kept. */
class McpToolsTest {
  @TempDir Path home;

  @Test
  void aServerStartsWithItsThreadAndItsToolsAreOfferedAsANamespace() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.awaitPhase(client, "fake", "starting");
      assertThat(McpServers.awaitPhase(client, "fake", "ready").get("threadId").getAsString())
          .isEqualTo(thread);
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "fake"))
          .startsWith("ask", "data", "destroy", "die", "echo")
          .isSorted();
      JsonObject namespace =
          server.model().requests().getLast().tools().stream()
              .filter(tool -> tool.get("name").getAsString().equals("mcp__fake"))
              .findFirst()
              .orElseThrow();
      assertThat(namespace.get("description").getAsString()).isEqualTo("Use it well.");
      assertThat(namespace.getAsJsonArray("tools").get(4).getAsJsonObject())
          .isEqualTo(
              McpServers.parse(
                  "{\"type\":\"function\",\"name\":\"echo\",\"description\":\"Does echo.\","
                      + "\"strict\":false,\"parameters\":{\"type\":\"object\",\"properties\":"
                      + "{\"a\":{\"type\":\"string\"}}}}"));
    }
  }

  @Test
  void aServerEndsWithItsThreadAlsoWhenNoTurnEverRan() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.awaitPhase(client, "fake", "ready");
      assertThat(running(log)).isPositive();
      client.request("thread/delete", Threads.on(thread));
      while (running(log) > 0) {
        Thread.onSpinWait(); // it ends behind the answer
      }
    }
  }

  /** How many processes have this log in their environment. */
  private static long running(Path log) {
    String wanted = "MCP_LOG=" + log;
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> {
          try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"),
                    StandardCharsets.ISO_8859_1)
                .contains(wanted);
          } catch (IOException e) {
            return false; // gone, or not ours
          }
        })
        .count();
  }

  @Test
  void withoutServersNothingIsOffered() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).withMcp();
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "go");
      assertThat(server.model().requests().getLast().tools()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "paginated"})
  void aCallIsShownAndReadBackTheSameAfterARestart(String mode) {
    TestServer server = McpServers.in(home, "");
    JsonObject item;
    JsonObject failed;
    JsonObject broken;
    String thread;
    try (TestClient client = server.start()) {
      thread =
          Threads.start(client, "{\"approvalPolicy\":\"never\",\"historyMode\":\"" + mode + "\"}");
      item = McpServers.call(server, client, thread, "data");
      assertThat(item.get("server").getAsString()).isEqualTo("fake");
      assertThat(item.get("status").getAsString()).isEqualTo("completed");
      assertThat(item.get("readOnlyHint").getAsBoolean()).isTrue();
      assertThat(item.getAsJsonObject("arguments")).isEqualTo(McpServers.parse("{\"a\":\"1\"}"));
      assertThat(item.getAsJsonObject("result"))
          .isEqualTo(
              McpServers.parse(
                  "{\"content\":[{\"type\":\"text\",\"text\":\"five\"}],"
                      + "\"structuredContent\":{\"x\":5},\"_meta\":{\"k\":\"v\"}}"));
      assertThat(McpServers.told(server)).containsExactly("{\"x\":5}");
      failed = McpServers.call(server, client, thread, "fail");
      broken = McpServers.call(server, client, thread, "error");
    }
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String turns =
          client
              .request("thread/read", Threads.on(thread, "\"includeTurns\":true"))
              .getAsJsonObject("thread")
              .get("turns")
              .toString();
      for (JsonObject each : List.of(item, failed, broken)) {
        assertThat(turns).contains(withoutTimes(each));
      }
    }
  }

  @Test
  void halfOfASurrogatePairReachesAServerAsItIs() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      server
          .model()
          .then(ScriptedModel.callsIn("mcp__fake", "c1", "echo", "{\"a\":\"x\\ud83dy\"}"));
      Threads.runTurn(client, thread, "go");
      assertThat(log).content().contains("{\"a\":\"x\\ud83dy\"}");
    }
  }

  private static String withoutTimes(JsonObject item) {
    JsonObject kept = item.deepCopy();
    kept.remove("startedAtMs"); // a legacy history does not have them
    kept.remove("completedAtMs");
    String text = kept.toString();
    return text.substring(0, text.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo|completed|ran with {'a':'1'}",
        "fail|failed|it went wrong",
        "error|failed|tool call failed for `fake/error`: Mcp error: -32000: no luck",
        "image|completed|a picture",
      },
      quoteCharacter = '"')
  void theModelIsToldWhatCameOfACall(String tool, String status, String told) {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      JsonObject item = McpServers.call(server, client, Threads.start(client, NEVER), tool);
      assertThat(item.get("status").getAsString()).isEqualTo(status);
      assertThat(McpServers.told(server).getFirst()).isEqualTo(told);
      if (tool.equals("image")) {
        assertThat(McpServers.told(server).getLast()).startsWith("data:image/png;base64,iVBOR");
      }
      if (tool.equals("error")) {
        assertThat(item.getAsJsonObject("error").get("message").getAsString()).isEqualTo(told);
      }
    }
  }

  @Test
  void aLongAnswerIsCutForTheModelOnly() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      JsonObject item = McpServers.call(server, client, Threads.start(client, NEVER), "long");
      assertThat(item.get("result").toString()).hasSizeGreaterThan(200_000);
      assertThat(McpServers.told(server).getFirst())
          .contains("characters left out")
          .hasSizeLessThan(41_000);
    }
  }

  @Test
  void progressIsTold() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.start(server, client, thread, "progress");
      JsonObject first = client.awaitNotification("item/mcpToolCall/progress");
      assertThat(first.get("message").getAsString()).isEqualTo("half");
      assertThat(first.get("itemId").getAsString()).isEqualTo("c_progress");
      assertThat(client.awaitNotification("item/mcpToolCall/progress").get("message").getAsString())
          .isEqualTo("2 of 2");
      McpServers.item(client, "progress");
    }
  }

  @Test
  void anInterruptedCallIsTakenBackAtTheServer() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.start(server, client, thread, "wait");
      client.awaitNotification(
          "item/started",
          params -> params.getAsJsonObject("item").get("type").getAsString().equals("mcpToolCall"));
      while (!Files.readString(log).contains("\"name\":\"wait\"")) {
        Thread.onSpinWait(); // until the server has it
      }
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      assertThat(McpServers.item(client, "wait").get("status").getAsString()).isEqualTo("failed");
      McpServers.call(server, client, thread, "echo"); // the server goes on
      assertThat(McpServers.told(server)).containsExactly("ran with {'a':'1'}");
      assertThat(Files.readString(log)).contains("\"method\":\"notifications/cancelled\"");
    }
  }

  @Test
  void aCallThatTakesTooLongFails() {
    TestServer server = McpServers.in(home, "", "tool_timeout_sec = 0.2");
    try (TestClient client = server.start()) {
      JsonObject item = McpServers.call(server, client, Threads.start(client, NEVER), "wait");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .contains("timed out awaiting tools/call after 200ms");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainByTheNextTurn() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      JsonObject item = McpServers.call(server, client, thread, "die");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .contains("the server ended with exit code 4");
      McpServers.awaitPhase(client, "fake", "failed");
      assertThat(McpServers.call(server, client, thread, "echo").get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @Test
  void otherToolsAreOfferedByTheNextTurn() {
    TestServer server = McpServers.in(home, "changes");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.call(server, client, thread, "echo");
      for (int i = 0; i < 1000 && !McpServers.offered(server, "fake").contains("added"); i++) {
        Threads.runTurn(client, thread, "look");
      }
      McpServers.call(server, client, thread, "added");
      assertThat(McpServers.told(server)).containsExactly("ran with {'a':'1'}");
    }
  }

  @Test
  void resourcesCanBeListedAndRead() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      server
          .model()
          .then(ScriptedModel.calls("c1", "list_mcp_resources", "{}"))
          .then(ScriptedModel.calls("c2", "list_mcp_resource_templates", "{\"server\":\"fake\"}"))
          .then(
              ScriptedModel.calls(
                  "c3", "read_mcp_resource", "{\"server\":\"fake\",\"uri\":\"fake://a\"}"))
          .then(
              ScriptedModel.calls(
                  "c4", "read_mcp_resource", "{\"server\":\"other\",\"uri\":\"fake://a\"}"));
      Threads.runTurn(client, thread, "read");
      assertThat(server.model().lastOutputOf("c1"))
          .isEqualTo(
              "{\"resources\":[{\"server\":\"fake\",\"uri\":\"fake://a\",\"name\":\"a\","
                  + "\"mimeType\":\"text/plain\"}]}");
      assertThat(server.model().lastOutputOf("c2")).contains("fake://{x}");
      assertThat(server.model().lastOutputOf("c3")).contains("what is in it");
      assertThat(server.model().lastOutputOf("c4")).isEqualTo("unknown MCP server 'other'");
    }
  }
}
