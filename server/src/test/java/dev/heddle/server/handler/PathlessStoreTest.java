package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store without files: everything works, and nothing is left on disk. */
class PathlessStoreTest {
  @TempDir Path home;

  @Test
  @Tag("S5")
  @Tag("SA-6")
  void nothingIsLeftInTheHome() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY);
    String source;
    try (TestClient client = server.start()) {
      source = Threads.start(client);
      Threads.runTurn(client, source, "one");
      Threads.runTurn(client, source, "two");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      client.request("thread/name/set", Threads.on(source, "\"name\":\"n\""));
      client.request(
          "thread/metadata/update", Threads.on(source, "\"gitInfo\":{\"branch\":\"b\"}"));
      client.request(
          "thread/goal/set", Threads.on(source, "\"objective\":\"o\",\"status\":\"paused\""));
      client.request("thread/archive", Threads.on(child));
      client.request("thread/unarchive", Threads.on(child));
      client.request("thread/delete", Threads.on(child));
      JsonObject row =
          client.request("thread/list", "{}").getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(row.get("path").isJsonNull()).isTrue();
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(source));
      Threads.runTurn(client, source, "three");
      assertThat(client.request("thread/read", Threads.on(source, "\"includeTurns\":true")))
          .isNotNull();
    }
    try (var files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  @Tag("S6")
  void requestsForAPathAreRefused() {
    try (TestClient client = new TestServer(home, TestServer.Kind.MEMORY).start()) {
      for (String method : new String[] {"thread/resume", "thread/fork"}) {
        JsonObject error =
            client.requestError(method, "{\"threadId\":\"\",\"path\":\"/x/rollout.jsonl\"}");
        assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
        assertThat(error.get("message").getAsString()).contains("/x/rollout.jsonl");
      }
      assertThat(
              client
                  .requestError("getConversationSummary", "{\"rolloutPath\":\"/x\"}")
                  .get("message")
                  .getAsString())
          .isEqualTo("rollout path queries are only supported with the local thread store");
    }
  }
}
