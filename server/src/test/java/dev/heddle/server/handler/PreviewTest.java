package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a thread is called in lists before it has a name, and what may be asked of lists. */
@Timeout(60)
class PreviewTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void aPreviewIsTheFirstTextThatSaysSomethingWithoutTheBlanksAround(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      assertThat(preview(server, client, "   leading ", "next")).isEqualTo("leading");
      assertThat(preview(server, client, "  \\n ", " second\\nline ")).isEqualTo("second\nline");
      assertThat(preview(server, client, " ", "\\t")).isEmpty();
    }
  }

  private static String preview(TestServer server, TestClient client, String... texts) {
    String threadId = Threads.start(client);
    for (String text : texts) {
      server.model().then(ScriptedModel.says("yes"));
      Threads.runTurn(client, threadId, text);
    }
    return client
        .request("thread/read", Threads.on(threadId))
        .getAsJsonObject("thread")
        .get("preview")
        .getAsString();
  }

  @ParameterizedTest
  @EnumSource
  void attachedThreadsAreOnlyForSearches(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      for (String term : new String[] {"", ",\"searchTerm\":\"\"", ",\"searchTerm\":null"}) {
        JsonObject error =
            client.requestError("thread/list", "{\"includeAttachedThreads\":true" + term + "}");
        assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
        assertThat(error.get("message").getAsString())
            .isEqualTo("includeAttachedThreads requires a non-empty searchTerm");
      }
      client.request("thread/list", "{\"includeAttachedThreads\":true,\"searchTerm\":\"a\"}");
    }
  }
}
