package dev.heddle.server.handler;

import static dev.heddle.server.model.http.FakeModelServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of answers that are not as a provider of the Responses API should give them. */
@Timeout(60)
class ProviderAnswersTest {
  @TempDir Path home;

  @Test
  void aMessageWhoseEveryEventHasAnotherIdStreamsAndIsOne() throws Exception {
    FakeModelServer.Answer answer =
        events(
            """
            {"type":"response.output_item.added","output_index":0,\
            "item":{"type":"message","id":"a","role":"assistant","content":[]}}\
            """,
            """
            {"type":"response.output_text.delta","output_index":0,"item_id":"b","delta":"hello"}\
            """,
            """
            {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"c",\
            "role":"assistant","content":[{"type":"output_text","text":"hello"}]}}\
            """,
            """
            {"type":"response.completed","response":{"id":"r","usage":null}}\
            """);
    try (FakeModelServer model = new FakeModelServer(answer);
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId =
          Threads.start(
              client,
              """
              {"config": {"model_provider": "theirs", "model_providers.theirs":
                {"name": "Theirs", "base_url": "%s", "wire_api": "responses"}}}
              """
                  .formatted(model.url())
                  .replace("\n", " "));
      String turnId = Threads.startTurn(client, threadId, "hi");
      JsonObject delta = client.awaitNotification("item/agentMessage/delta", params -> true);
      assertThat(delta.get("itemId").getAsString()).isEqualTo("a");
      assertThat(delta.get("delta").getAsString()).isEqualTo("hello");
      Threads.awaitCompleted(client, turnId);

      assertThat(messages(client, threadId)).containsExactly("a hello");
    }
  }

  private static List<String> messages(TestClient client, String threadId) {
    JsonArray turns =
        client
            .request("thread/read", Threads.on(threadId, "\"includeTurns\":true"))
            .getAsJsonObject("thread")
            .getAsJsonArray("turns");
    return turns.get(0).getAsJsonObject().getAsJsonArray("items").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(item -> item.get("type").getAsString().equals("agentMessage"))
        .map(item -> item.get("id").getAsString() + " " + item.get("text").getAsString())
        .toList();
  }
}
