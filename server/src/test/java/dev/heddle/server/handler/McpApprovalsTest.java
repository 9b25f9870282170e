package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked before a tool of an MCP server is called, and the questions of servers. */
class McpApprovalsTest {
  private static final String ASK = "mcpServer/elicitation/request";
  private static final String ACCEPT = "{\"action\":\"accept\",\"content\":null,\"_meta\":null}";

  @TempDir Path home;

  @Test
  void theQuestionSaysWhatIsToBeCalled() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "write");
      JsonObject asked = client.awaitServerRequest(ASK);
      JsonObject params = asked.getAsJsonObject("params");
      assertThat(params.get("mode").getAsString()).isEqualTo("form");
      assertThat(params.get("serverName").getAsString()).isEqualTo("fake");
      assertThat(params.getAsJsonObject("_meta"))
          .isEqualTo(
              McpServers.parse(
                  "{\"codex_approval_kind\":\"mcp_tool_call\",\"persist\":[\"session\",\"always\"],"
                      + "\"tool_name\":\"write\",\"tool_title\":\"The Write\","
                      + "\"tool_description\":\"Does write.\",\"tool_params\":{\"a\":\"1\"},"
                      + "\"tool_params_display\":[{\"name\":\"a\",\"value\":\"1\","
                      + "\"display_name\":\"a\"}]}"));
      client.answer(asked, ACCEPT);
      assertThat(McpServers.item(client, "write").get("status").getAsString())
          .isEqualTo("completed");
      assertThat(client.trace()).anyMatch(each -> each.toString().contains("waitingOnApproval"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "safe"})
  void whatDoesNoHarmIsNotAskedFor(String tool) {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      assertThat(
              McpServers.call(server, client, Threads.start(client), tool)
                  .get("status")
                  .getAsString())
          .isEqualTo("completed");
      assertThat(client.trace()).noneMatch(each -> each.toString().contains(ASK));
    }
  }

  @ParameterizedTest
  @CsvSource({"decline,user rejected MCP tool call", "cancel,user cancelled MCP tool call"})
  void aNoFailsTheCall(String action, String told) {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      McpServers.start(server, client, Threads.start(client), "destroy");
      client.answer(
          client.awaitServerRequest(ASK),
          "{\"action\":\"" + action + "\",\"content\":null,\"_meta\":null}");
      JsonObject item = McpServers.item(client, "destroy");
      assertThat(item.getAsJsonObject("error").get("message").getAsString()).isEqualTo(told);
      assertThat(McpServers.told(server)).containsExactly(told);
    }
  }

  @Test
  void anErrorOfAClientDecidesNothing() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "write");
      JsonObject asked = client.awaitServerRequest(ASK);
      client.sendLine(
          "{\"id\":" + asked.get("id") + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
      client.request("thread/unsubscribe", Threads.on(thread));
      client.request("thread/resume", Threads.on(thread));
      JsonObject again = client.awaitServerRequest(ASK);
      assertThat(again).isEqualTo(asked);
      client.answer(again, ACCEPT);
      assertThat(McpServers.item(client, "write").get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @Test
  void anApprovalForTheSessionHoldsForTheThread() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "write");
      client.answer(
          client.awaitServerRequest(ASK),
          "{\"action\":\"accept\",\"content\":{},\"_meta\":{\"persist\":\"session\"}}");
      McpServers.item(client, "write");
      McpServers.call(server, client, thread, "write");
      McpServers.start(server, client, Threads.start(client), "write");
      client.answer(client.awaitServerRequest(ASK), ACCEPT);
      McpServers.item(client, "write");
    }
  }

  @Test
  void anApprovalForEverIsWrittenDown() throws IOException {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      McpServers.start(server, client, Threads.start(client), "write");
      client.answer(
          client.awaitServerRequest(ASK),
          "{\"action\":\"accept\",\"content\":{},\"_meta\":{\"persist\":\"always\"}}");
      McpServers.item(client, "write");
      McpServers.call(server, client, Threads.start(client), "write");
    }
    assertThat(Files.readString(home.resolve("config.toml")))
        .contains("[mcp_servers.fake.tools.write]\napproval_mode = \"approve\"");
  }

  @ParameterizedTest
  @CsvSource({
    "workspace-write,failed,'MCP tool call requires approval, but approval policy is never'",
    "danger-full-access,completed,ran with {'a':'1'}"
  })
  void whoIsNeverAskedAllowsNothingButWithFullAccess(String sandbox, String status, String told) {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread =
          Threads.start(client, "{\"approvalPolicy\":\"never\",\"sandbox\":\"" + sandbox + "\"}");
      assertThat(McpServers.call(server, client, thread, "write").get("status").getAsString())
          .isEqualTo(status);
      assertThat(McpServers.told(server).getFirst().replace("'", ""))
          .isEqualTo(told.replace("'", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prompt,echo,true",
    "writes,echo,false",
    "writes,safe,true",
    "approve,destroy,false",
    "auto,write,true"
  })
  void theConfigurationSaysWhenToAsk(String mode, String tool, boolean asks) {
    TestServer server =
        McpServers.in(
            home, "", "[mcp_servers.fake.tools." + tool + "]\napproval_mode = \"" + mode + "\"");
    try (TestClient client = server.start()) {
      McpServers.start(server, client, Threads.start(client), tool);
      if (asks) {
        client.answer(client.awaitServerRequest(ASK), ACCEPT);
      }
      assertThat(McpServers.item(client, tool).get("status").getAsString()).isEqualTo("completed");
    }
  }

  @Test
  void aQuestionOfAServerIsPutToTheUserAndTheAnswerGoesBack() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "ask");
      JsonObject asked = client.awaitServerRequest(ASK);
      assertThat(asked.getAsJsonObject("params").get("message").getAsString()).isEqualTo("Name?");
      client.answer(asked, "{\"action\":\"accept\",\"content\":{\"name\":\"Bo\"},\"_meta\":null}");
      McpServers.item(client, "ask");
      assertThat(McpServers.told(server).getFirst())
          .contains("'action':'accept','content':{'name':'Bo'}");
      McpServers.start(server, client, thread, "open");
      JsonObject opening = client.awaitServerRequest(ASK);
      assertThat(opening.getAsJsonObject("params").get("url").getAsString())
          .isEqualTo("https://example.test/");
      client.answer(opening, "{\"action\":\"cancel\",\"content\":null,\"_meta\":null}");
      McpServers.item(client, "open");
      assertThat(McpServers.told(server).getFirst()).contains("{'action':'cancel'}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"never\"",
        "{\"granular\":{\"sandbox_approval\":true,\"rules\":true,\"mcp_elicitations\":false}}"
      })
  void aQuestionOfAServerIsDeclinedWhereNobodyIsToBeAsked(String policy) {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, "{\"approvalPolicy\":" + policy + "}");
      McpServers.call(server, client, thread, "ask");
      assertThat(McpServers.told(server).getFirst()).contains("{'action':'decline'}");
    }
  }

  @Test
  void anInterruptTakesTheQuestionBack() {
    TestServer server = McpServers.in(home, "");
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      McpServers.start(server, client, thread, "ask");
      client.awaitServerRequest(ASK);
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      assertThat(McpServers.item(client, "ask").get("status").getAsString()).isEqualTo("failed");
      client.awaitNotification("serverRequest/resolved");
      assertThat(McpServers.call(server, client, thread, "echo").get("status").getAsString())
          .isEqualTo("completed");
    }
  }
}
