package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.RpcClient;
import dev.heddle.protocol.rpc.RpcClientListener;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedServerTest {
  @TempDir Path home;

  @Test
  void aTurnRunsInProcessAndIsThereAfterARestart() throws Exception {
    CompletableFuture<JsonElement> completed = new CompletableFuture<>();
    RpcClientListener listener =
        new RpcClientListener() {
          @Override
          public void notified(NotificationMessage notification) {
            if (notification.getMethod().equals("turn/completed")) {
              completed.complete((JsonElement) notification.getParams());
            }
          }
        };
    String threadId;
    try (EmbeddedServer server = EmbeddedServer.start(home, listener)) {
      initialize(server.client());
      threadId =
          ask(server.client(), "thread/start", "{}")
              .getAsJsonObject("thread")
              .get("id")
              .getAsString();
      ask(
          server.client(),
          "turn/start",
          "{\"threadId\":\"" + threadId + "\",\"input\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
      assertThat(completed.get(20, TimeUnit.SECONDS).toString()).contains("completed");
    }
    try (EmbeddedServer server = EmbeddedServer.start(home, new RpcClientListener() {})) {
      initialize(server.client());
      assertThat(
              ask(
                      server.client(),
                      "thread/read",
                      "{\"threadId\":\"" + threadId + "\",\"includeTurns\":true}")
                  .toString())
          .contains("\"hi\"");
    }
  }

  private static void initialize(RpcClient client) throws Exception {
    ask(client, "initialize", "{\"clientInfo\":{\"name\":\"example\",\"version\":\"1\"}}");
  }

  private static JsonObject ask(RpcClient client, String method, String params) throws Exception {
    return client
        .request(method, JsonParser.parseString(params))
        .get(20, TimeUnit.SECONDS)
        .getAsJsonObject();
  }
}
