package dev.heddle.server.handler;

import static dev.heddle.server.handler.McpServers.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP servers that do not do what they should. */
class McpTroubleTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "ends,the server ended with exit code 3",
    "hangs,timed out after 300 ms",
    "huge,the server sent a line of more than"
  })
  void aServerThatCannotBeStartedIsToldAndTheTurnGoesWithout(String mode, String why) {
    TestServer server =
        McpServers.in(
            home, mode, mode.equals("hangs") ? "startup_timeout_sec = 0.3" : "required = false");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "fake", "failed").get("error").getAsString())
          .startsWith("MCP client for `fake` failed to start: ")
          .contains(why);
      Threads.runTurn(client, thread, "go");
      assertThat(McpServers.offered(server, "fake")).isEmpty();
      JsonObject shown =
          client
              .request("mcpServerStatus/list", Threads.on(thread))
              .getAsJsonArray("data")
              .get(0)
              .getAsJsonObject();
      assertThat(shown.get("runtimeStatus").getAsString()).isEqualTo("failed");
      assertThat(shown.get("toolsError").getAsString()).contains(why);
    }
  }

  @Test
  void aProgramThatIsNotThereIsTold() {
    McpServers.configure(home, "[mcp_servers.none]", "command = \"/does/not/exist\"");
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).withMcp();
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      assertThat(McpServers.awaitPhase(client, "none", "failed").get("error").getAsString())
          .startsWith("MCP client for `none` failed to start: ");
      Threads.runTurn(client, thread, "go");
    }
  }

  @Test
  void aTurnWithoutARequiredServerFails() {
    TestServer server = McpServers.in(home, "ends", "required = true");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      JsonObject turn = Threads.awaitCompleted(client, Threads.startTurn(client, thread, "go"));
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      assertThat(turn.getAsJsonObject("error").get("message").getAsString())
          .contains("required MCP servers failed to initialize: fake: ");
      assertThat(server.model().requests()).isEmpty();
    }
  }

  @Test
  void aTurnThatWaitsForAServerCanBeInterrupted() {
    TestServer server = McpServers.in(home, "hangs", "startup_timeout_sec = 600");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      String turn = Threads.startTurn(client, thread, "go");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"" + turn + "\""));
      assertThat(Threads.awaitCompleted(client, turn).get("status").getAsString())
          .isEqualTo("interrupted");
      assertThat(server.model().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "stranger"})
  void whatIsNoAnswerIsPassedOver(String mode) {
    TestServer server = McpServers.in(home, mode);
    try (TestClient client = server.start()) {
      McpServers.call(server, client, Threads.start(client, NEVER), "echo");
      assertThat(McpServers.told(server)).containsExactly("ran with {'a':'1'}");
    }
  }

  @Test
  void ofTooManyToolsTheFirstAreOffered() {
    TestServer server = McpServers.in(home, "many");
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client, NEVER), "go");
      assertThat(McpServers.offered(server, "fake")).hasSize(1000).contains("t0", "t999");
    }
  }

  @Test
  void namesThatNoModelCanUseAreMadeFitAndCalledByTheirOwn() {
    TestServer server = McpServers.in(home, "names");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      Threads.runTurn(client, thread, "go");
      var names = McpServers.offered(server, "fake");
      assertThat(new HashSet<>(names)).hasSize(4).hasSameSizeAs(names); // one name came twice
      assertThat(names).allMatch(name -> name.matches("[a-zA-Z0-9_-]{1,128}"));
      String marked =
          names.stream().filter(name -> name.startsWith("a_b_")).sorted().findFirst().orElseThrow();
      McpServers.start(server, client, thread, marked);
      JsonObject item =
          client
              .awaitNotification(
                  "item/completed", params -> params.getAsJsonObject("item").has("server"))
              .getAsJsonObject("item");
      assertThat(item.get("tool").getAsString()).isIn("a b", "a.b", "a_b");
    }
  }

  @Test
  void aServerThatSaysItHasOtherToolsInBetweenIsAskedForThem() {
    TestServer server = McpServers.in(home, "late");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      Threads.runTurn(client, thread, "go");
      for (int i = 0; i < 100 && !McpServers.offered(server, "fake").contains("added"); i++) {
        Threads.runTurn(client, thread, "look");
      }
      assertThat(McpServers.offered(server, "fake")).contains("added");
    }
  }

  @Test
  void howeverOftenAServerHasOtherToolsItIsAskedForThemOnceAtATime() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "storm", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.call(server, client, thread, "echo");
      client.request(
          "mcpServer/resource/read",
          Threads.on(thread, "\"server\":\"fake\",\"uri\":\"fake://a\""));
      // At its start, in the storm, and once for what came in the meantime.
      assertThat(asked(log, "tools/list")).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void aListWithoutAnEndIsReadAsFarAsItIsOffered() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "endless", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client, NEVER), "go");
      assertThat(McpServers.offered(server, "fake")).containsExactly("t1", "t2", "t3");
      assertThat(asked(log, "tools/list")).isEqualTo(4);
    }
  }

  private static long asked(Path log, String method) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("\"method\":\"" + method + "\"")).count();
    }
  }

  @Test
  void aCallOfAServerThatNeverStopsTalkingTakesNoLongerThanItMay() {
    TestServer server = McpServers.in(home, "wild", "tool_timeout_sec = 0.2");
    try (TestClient client = server.start()) {
      JsonObject item = McpServers.call(server, client, Threads.start(client, NEVER), "babble");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .contains("timed out awaiting tools/call after 200ms");
    }
  }

  @Test
  void aServerThatClosesItsOutputHasEnded() {
    TestServer server = McpServers.in(home, "wild");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      JsonObject item = McpServers.call(server, client, thread, "mute");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .contains("the server has closed its output");
      assertThat(McpServers.call(server, client, thread, "echo").get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @Test
  void aServerThatClosesItsInputHasEnded() {
    TestServer server = McpServers.in(home, "wild");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      McpServers.call(server, client, thread, "deaf");
      JsonObject item = McpServers.call(server, client, thread, "echo");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .contains("the server takes no more input");
    }
  }

  @Test
  void eachQuestionOfAnInterruptedCallIsAnswered() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "wild", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "twice");
      client.awaitServerRequest("mcpServer/elicitation/request");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      McpServers.item(client, "twice");
      awaitLogged(log, "\"id\":\"q1\"");
      awaitLogged(log, "\"id\":\"q2\"");
    }
  }

  /** Waits until the server has read this. */
  private static void awaitLogged(Path log, String text) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.readString(log).contains(text)) {
      assertThat(System.nanoTime()).as("it never read " + text).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void anInterruptedReadIsTakenBackAtTheServer() throws IOException {
    Path log = home.resolve("log");
    TestServer server = McpServers.in(home, "", "env = { MCP_LOG = \"" + log + "\" }");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, NEVER);
      server
          .model()
          .then(
              ScriptedModel.calls(
                  "c1", "read_mcp_resource", "{\"server\":\"fake\",\"uri\":\"never://a\"}"));
      Threads.startTurn(client, thread, "read");
      client.awaitNotification(
          "item/started",
          params -> params.getAsJsonObject("item").get("type").getAsString().equals("mcpToolCall"));
      awaitLogged(log, "never://a");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      awaitLogged(log, "\"method\":\"notifications/cancelled\"");
    }
  }

  @Test
  void whatAServerSaysOfAFailureIsBounded() {
    TestServer server = McpServers.in(home, "wild");
    try (TestClient client = server.start()) {
      JsonObject item = McpServers.call(server, client, Threads.start(client, NEVER), "lament");
      assertThat(item.getAsJsonObject("error").get("message").getAsString())
          .startsWith("tool call failed for `fake/lament`: Mcp error: -32000: xxx")
          .hasSizeLessThan(20_000);
    }
  }
}
