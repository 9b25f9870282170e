package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches of the web that a provider carries out by itself are items, live and stored. */
class ProviderSearchesTest {
  @TempDir Path home;

  private static JsonObject call(String id, String members) {
    return JsonParser.parseString(
            "{'type':'web_search_call','id':'%s'%s}".formatted(id, members).replace('\'', '"'))
        .getAsJsonObject();
  }

  private static void searches(ModelListener listener) {
    listener.itemStarted(call("ws1", ",'status':'in_progress'"));
    listener.itemDone(
        call("ws1", ",'action':{'type':'search','query':'','queries':['rain','sun']}"));
    listener.itemDone(
        call("ws2", ",'action':{'type':'find_in_page','url':'https://a.b/c','pattern':'p'}"));
    listener.itemDone(call("ws3", ",'action':{'type':'open_page','url':'https://a.b/c'}"));
    listener.itemDone(call("ws4", ""));
  }

  private static Stream<String> shown(Stream<JsonElement> items) {
    return items
        .map(JsonElement::getAsJsonObject)
        .filter(item -> item.get("type").getAsString().equals("webSearch"))
        .map(item ->
            String.join(
                " ",
                item.get("id").getAsString(),
                item.getAsJsonObject("action").get("type").getAsString(),
                item.get("query").getAsString()));
  }

  private static List<String> told(TestClient client, String method) {
    return shown(
            client.trace().stream()
                .filter(TraceEntry::isNotification)
                .filter(each -> each.method().equals(method))
                .map(each -> each.params().get("item")))
        .toList();
  }

  private static List<String> stored(TestClient client, String threadId) {
    JsonArray turns =
        client
            .request("thread/read", Threads.on(threadId, "\"includeTurns\":true"))
            .getAsJsonObject("thread")
            .getAsJsonArray("turns");
    return turns.asList().stream()
        .map(turn -> turn.getAsJsonObject().getAsJsonArray("items"))
        .flatMap(items -> shown(items.asList().stream()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "paginated"})
  void eachIsAnItemAndTheModelIsToldOfIt(String historyMode) {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          searches(listener);
          ScriptedModel.says("found").play(messageId, listener, cancellation);
        })
        .then((messageId, listener, cancellation) -> {
          listener.itemStarted(call("ws9", ",'action':{'type':'search','query':'fog'}"));
          ScriptedModel.fails("no").play(messageId, listener, cancellation);
        });
    String threadId;
    String[] complete = {
      "ws1 search rain",
      "ws2 findInPage 'p' in https://a.b/c",
      "ws3 openPage https://a.b/c",
      "ws4 other "
    };
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"%s\"}".formatted(historyMode));
      Threads.runTurn(client, threadId, "look");
      assertThat(told(client, "item/started")).contains("ws1 other ").hasSize(4);
      assertThat(told(client, "item/completed")).containsExactly(complete);
      Threads.awaitCompleted(client, Threads.startTurn(client, threadId, "again"));
      assertThat(told(client, "item/completed")).hasSize(5).endsWith("ws9 search fog");
      assertThat(server.model().requests().getLast().input())
          .extracting(item -> item.get("type").getAsString())
          .filteredOn("web_search_call"::equals)
          .hasSize(4);
    }
    try (TestClient client = server.start()) {
      assertThat(stored(client, threadId)).startsWith(complete).endsWith("ws9 search fog");
    }
  }
}
