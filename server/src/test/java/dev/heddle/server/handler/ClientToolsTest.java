package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.dynamic.DynamicTools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that the client implements: offered, called, kept. */
class ClientToolsTest {
  private static final String TOOLS =
      "{\"dynamicTools\":[{\"type\":\"function\",\"name\":\"lookup\",\"description\":\"Looks up.\","
          + "\"inputSchema\":{\"type\":\"object\"}},"
          + "{\"type\":\"namespace\",\"name\":\"ns\",\"description\":\"d\",\"tools\":["
          + "{\"type\":\"function\",\"name\":\"in\",\"description\":\"d\","
          + "\"inputSchema\":true,\"deferLoading\":true}]}]}";

  @TempDir Path home;

  private TestServer server(TestServer.Kind kind) {
    return new TestServer(home, kind).offering(new DynamicTools());
  }

  private static JsonObject call(TestClient client, TestServer server, String thread, String id) {
    server.model().then(ScriptedModel.calls(id, "lookup", "{\"key\":\"k\"}"));
    Threads.startTurn(client, thread, "look");
    return client.awaitServerRequest("item/tool/call");
  }

  private static JsonObject itemOf(TestClient client) {
    return client
        .awaitNotification(
            "item/completed",
            params ->
                params.getAsJsonObject("item").get("type").getAsString().equals("dynamicToolCall"))
        .getAsJsonObject("item");
  }

  @ParameterizedTest
  @EnumSource
  void aToolIsOfferedAndItsAnswerGivenToTheModelAlsoAfterARestartAndInAFork(TestServer.Kind kind) {
    TestServer server = server(kind);
    String thread;
    try (TestClient client = server.start()) {
      thread = Threads.start(client, TOOLS);
      JsonObject asked = call(client, server, thread, "c1");
      assertThat(asked.getAsJsonObject("params").get("callId").getAsString()).isEqualTo("c1");
      assertThat(asked.getAsJsonObject("params").get("arguments"))
          .isEqualTo(JsonParser.parseString("{\"key\":\"k\"}"));
      client.answer(
          asked, "{\"contentItems\":[{\"type\":\"inputText\",\"text\":\"v\"}],\"success\":true}");
      JsonObject item = itemOf(client);
      assertThat(item.get("status").getAsString()).isEqualTo("completed");
      assertThat(item.get("success").getAsBoolean()).isTrue();
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("v");
      assertThat(offered(server)).containsExactly("lookup", "ns");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(thread));
      client.answer(
          call(client, server, thread, "c2"),
          "{\"contentItems\":[{\"type\":\"inputText\",\"text\":\"w\"}],\"success\":true}");
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c2")).isEqualTo("w");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(thread)));
      client.answer(
          call(client, server, child, "c3"),
          "{\"contentItems\":[{\"type\":\"inputText\",\"text\":\"x\"}],\"success\":true}");
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c3")).isEqualTo("x");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"x\":1}|dynamic tool response was invalid",
        "{\"contentItems\":[{\"type\":\"inputImage\",\"imageUrl\":\"https://x/y\"}],\"success\":true}|remote"
            + " image URLs are not supported; use an inline data URL instead"
      })
  void anAnswerThatCannotBeUsedFailsTheItemAndTheTurnGoesOn(String answer, String text) {
    TestServer server = server(TestServer.Kind.MEMORY);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, TOOLS);
      client.answer(call(client, server, thread, "c1"), answer);
      JsonObject item = itemOf(client);
      assertThat(item.get("status").getAsString()).isEqualTo("failed");
      assertThat(item.get("contentItems").toString()).contains(text);
      JsonObject ended = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(ended.get("status").getAsString()).isEqualTo("completed");
      assertThat(server.model().lastOutputOf("c1")).isEqualTo(text);
    }
  }

  @Test
  void picturesReachTheModelAsPartsAndWhatIsNoneIsNamed() {
    TestServer server = server(TestServer.Kind.MEMORY);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, TOOLS);
      client.answer(
          call(client, server, thread, "c1"),
          "{\"contentItems\":[{\"type\":\"inputText\",\"text\":\"t\"},"
              + "{\"type\":\"inputImage\",\"imageUrl\":\"data:image/png;base64,AA\"},"
              + "{\"type\":\"inputImage\",\"imageUrl\":\"data:;base64,R0lGODdhAQABAAAAACw=\"}],"
              + "\"success\":true}");
      client.awaitNotification("turn/completed");
      JsonElement output =
          server.model().requests().getLast().input().stream()
              .filter(item -> item.has("output"))
              .findFirst()
              .orElseThrow()
              .get("output");
      assertThat(output)
          .isEqualTo(
              JsonParser.parseString(
                  "[{\"type\":\"input_text\",\"text\":\"t\"},{\"type\":\"input_text\",\"text\":"
                      + "\"(A picture was left out here: its data is none.)\"},"
                      + "{\"type\":\"input_image\",\"image_url\":"
                      + "\"data:image/gif;base64,R0lGODdhAQABAAAAACw=\",\"detail\":\"high\"}]"));
    }
  }

  @Test
  void anInterruptEndsTheCallAndALateAnswerChangesNothing() {
    TestServer server = server(TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, TOOLS);
      JsonObject asked = call(client, server, thread, "c1");
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"\""));
      JsonObject item = itemOf(client);
      assertThat(item.get("status").getAsString()).isEqualTo("failed");
      assertThat(item.getAsJsonArray("contentItems")).isEmpty();
      client.awaitNotification("turn/completed");
      client.answer(asked, "{\"contentItems\":[],\"success\":true}");
      Threads.runTurn(client, thread, "go on");
      assertThat(server.model().lastOutputOf("c1")).doesNotContain("AND AGAIN");
    }
  }

  @Test
  void argumentsThatAreNoJsonAreTheModelsMistake() {
    TestServer server = server(TestServer.Kind.MEMORY);
    server.model().then(ScriptedModel.calls("c1", "lookup", "no json"));
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client, TOOLS), "look");
      assertThat(server.model().lastOutputOf("c1")).contains("not valid JSON");
      assertThat(client.trace()).noneMatch(entry -> entry.toString().contains("dynamicToolCall"));
    }
  }

  private static List<String> offered(TestServer server) {
    JsonArray names = new JsonArray();
    server.model().requests().getLast().tools().forEach(tool -> names.add(tool.get("name")));
    return names.asList().stream().map(JsonElement::getAsString).toList();
  }
}
