package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP servers that do not do what they should. */
class McpTroubleTest {
  private static final String NEVER = "{\"approvalPolicy\":\"never\"}";

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
}
