package dev.heddle.server.handler;

import static dev.heddle.server.model.http.FakeModelServer.events;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that bring a model provider of their own, which the server's configuration lacks. */
@Timeout(60)
class OwnProviderTest {
  private static final FakeModelServer.Answer HELLO =
      events(
          """
          {"type":"response.output_item.done","item":{"type":"message","id":"m","role":"assistant",\
          "content":[{"type":"output_text","text":"from their own"}]}}\
          """,
          """
          {"type":"response.completed","response":{"id":"r","usage":null}}\
          """);

  @TempDir Path home;

  @Test
  void aThreadRunsWithTheProviderItsConfigurationBringsAndSoDoesItsResumption() throws Exception {
    try (FakeModelServer model = new FakeModelServer(HELLO)) {
      JsonObject own = withProvider(model);
      String threadId;
      try (TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
        threadId = Threads.idOf(client.request("thread/start", own));
        assertAnswers(client, threadId, model);
      }
      try (TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
        own.addProperty("threadId", threadId);
        client.request("thread/resume", own);
        assertAnswers(client, threadId, model);
      }
    }
  }

  @Test
  void anotherThreadOfTheSameServerKeepsTheServersProvider() throws Exception {
    try (FakeModelServer model = new FakeModelServer(HELLO);
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      client.request("thread/start", withProvider(model));
      String other = Threads.start(client);
      Threads.runTurn(client, other, "hello");
      assertThat(model.requests).isEmpty();
    }
  }

  @Test
  void aProviderThatKeepsRefusingIsAskedNoMoreOftenThanConfigured() throws Exception {
    try (FakeModelServer model =
            new FakeModelServer(FakeModelServer.status("429 Too Many Requests", "slow down"));
        TestClient client = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      JsonObject params = withProvider(model);
      params
          .getAsJsonObject("config")
          .getAsJsonObject("model_providers.theirs")
          .addProperty("request_max_retries", 1);
      String threadId = Threads.idOf(client.request("thread/start", params));
      String turnId = Threads.startTurn(client, threadId, "hello");
      JsonObject error = client.awaitNotification("error");
      assertThat(error.get("willRetry").getAsBoolean()).isFalse();
      assertThat(error.getAsJsonObject("error").get("message").getAsString())
          .isEqualTo("exceeded retry limit, last status: 429 Too Many Requests");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("failed");
      assertThat(model.requests).hasSize(1 + 1);
    }
  }

  private static void assertAnswers(TestClient client, String threadId, FakeModelServer model) {
    Threads.runTurn(client, threadId, "hello");
    assertThat(model.requests.remove().body()).contains("hello");
    String read = client.request("thread/read", withTurns(threadId)).toString();
    assertThat(read).contains("from their own");
  }

  private static JsonObject withTurns(String threadId) {
    JsonObject params = new JsonObject();
    params.addProperty("threadId", threadId);
    params.addProperty("includeTurns", true);
    return params;
  }

  private static JsonObject withProvider(FakeModelServer model) {
    JsonObject provider = new JsonObject();
    provider.addProperty("name", "Theirs");
    provider.addProperty("base_url", model.url());
    provider.addProperty("wire_api", "responses");
    JsonObject config = new JsonObject();
    config.add("model_providers.theirs", provider);
    config.addProperty("model_provider", "theirs");
    JsonObject params = new JsonObject();
    params.add("config", config);
    return params;
  }
}
