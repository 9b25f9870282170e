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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final String SAYS =
      """
      {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m",\
      "role":"assistant","content":[{"type":"output_text","text":"said"}]}}\
      """;

  private static FakeModelServer.Answer says(String usage) {
    return events(
        SAYS,
        "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":" + usage + "}}");
  }

  private String startThread(TestClient client, FakeModelServer model, String settings) {
    return Threads.start(
        client,
        """
        {"config": {"model_provider": "theirs", "model_providers.theirs":
          {"name": "Theirs", "base_url": "%s", "wire_api": "responses" %s}}}
        """
            .formatted(model.url(), settings)
            .replace("\n", " "));
  }

  @Test
  void whileALimitedProviderIsWaitedForTheClientKnows() throws Exception {
    try (FakeModelServer model =
            new FakeModelServer(
                FakeModelServer.status("429 Too Many Requests", "slow", "Retry-After: 0"),
                says("null"));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId = startThread(client, model, ", \"stream_max_retries\": 2");
      String turnId = Threads.startTurn(client, threadId, "hi");
      JsonObject told = client.awaitNotification("error");

      assertThat(told.get("willRetry").getAsBoolean()).isTrue();
      JsonObject error = told.getAsJsonObject("error");
      assertThat(error.get("message").getAsString()).isEqualTo("Reconnecting... 1/2");
      assertThat(error.get("codexErrorInfo").toString())
          .isEqualTo("{\"responseStreamDisconnected\":{\"httpStatusCode\":429}}");
      assertThat(error.get("additionalDetails").getAsString())
          .isEqualTo("exceeded retry limit, last status: 429 Too Many Requests");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "500 | m | \"internalServerError\"",
        "502 | m | {\"httpConnectionFailed\":{\"httpStatusCode\":502}}",
        "504 | m | {\"httpConnectionFailed\":{\"httpStatusCode\":504}}",
        "529 | m | {\"httpConnectionFailed\":{\"httpStatusCode\":529}}",
        "400 | m | \"other\"",
        "400 | The image data you provided does not represent a valid image | \"badRequest\"",
      })
  void aStatusSaysWhatFailed(String status, String body, String info) throws Exception {
    try (FakeModelServer model = new FakeModelServer(FakeModelServer.status(status + " X", body));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId =
          startThread(client, model, ", \"stream_max_retries\": 0, \"request_max_retries\": 0");
      String turnId = Threads.startTurn(client, threadId, "hi");

      assertThat(
              Threads.awaitCompleted(client, turnId)
                  .getAsJsonObject("error")
                  .get("codexErrorInfo")
                  .toString())
          .isEqualTo(info);
    }
  }

  @Test
  void aKeyThatIsNotSetIsNoFailureOfTheConnection() throws Exception {
    try (FakeModelServer model = new FakeModelServer(says("null"));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId = startThread(client, model, ", \"env_key\": \"NO_SUCH_KEY_ANYWHERE\"");
      String turnId = Threads.startTurn(client, threadId, "hi");

      assertThat(
              Threads.awaitCompleted(client, turnId)
                  .getAsJsonObject("error")
                  .get("codexErrorInfo")
                  .getAsString())
          .isEqualTo("other");
    }
  }

  @Test
  void anAnswerThatDoesNotSayWhatItTookLeavesWhatIsKnown() throws Exception {
    try (FakeModelServer model =
            new FakeModelServer(says("{\"input_tokens\":10,\"output_tokens\":5}"), says("null"));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId = startThread(client, model, "");
      for (int turn = 1; turn <= 2; turn++) {
        String turnId = Threads.startTurn(client, threadId, "hi");
        JsonObject usage =
            client.awaitNotification("thread/tokenUsage/updated").getAsJsonObject("tokenUsage");
        assertThat(usage.getAsJsonObject("last").get("totalTokens").getAsLong()).isEqualTo(15);
        assertThat(usage.getAsJsonObject("total").get("totalTokens").getAsLong()).isEqualTo(15);
        Threads.awaitCompleted(client, turnId);
      }
    }
  }

  @Test
  void aDamagedEventIsSkipped() throws Exception {
    try (FakeModelServer model =
            new FakeModelServer(
                events("{bad json", SAYS, "{\"type\":\"response.completed\",\"response\":{}}"));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      String threadId = startThread(client, model, ", \"stream_max_retries\": 0");
      Threads.runTurn(client, threadId, "hi");

      assertThat(messages(client, threadId)).containsExactly("m said");
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
