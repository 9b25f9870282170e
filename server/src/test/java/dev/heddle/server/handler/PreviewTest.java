package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @EnumSource
  void aThreadThatBeginsWithoutWordsIsCalledAfterWhatWasSent(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String image = "{\"type\":\"image\",\"url\":\"data:image/gif;base64,R0lGODdhAQABAAAAACw=\"}";
    String file = "{\"type\":\"localImage\",\"path\":\"/nowhere/a.png\"}";
    String blank = "{\"type\":\"text\",\"text\":\" \"}";
    String words = "{\"type\":\"text\",\"text\":\"words\"}";
    String sound = "{\"type\":\"localAudio\",\"path\":\"/nowhere/a.mp3\"}";
    String mention = "{\"type\":\"mention\",\"name\":\"m\",\"path\":\"/m\"}";
    for (String mode : List.of("legacy", "paginated")) {
      try (TestClient client = server.start()) {
        assertThat(previewOf(client, mode, image)).as(mode).isEqualTo("[Image]");
        assertThat(previewOf(client, mode, file)).as(mode).isEqualTo("[Image]");
        assertThat(previewOf(client, mode, blank + "," + image)).isEqualTo("[Image]");
        assertThat(previewOf(client, mode, image + "," + words)).isEqualTo("words");
        assertThat(previewOf(client, mode, sound)).as(mode).isEqualTo("[Audio]");
        assertThat(previewOf(client, mode, mention)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "paginated"})
  void itIsCalledSoWithANewIndexToo(String mode) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String data = "\"data:image/gif;base64,R0lGODdhAQABAAAAACw=\"";
    List<String> inputs =
        List.of(
            "{\"type\":\"image\",\"url\":" + data + "}",
            "{\"type\":\"localImage\",\"path\":\"/nowhere/a.png\"}",
            "{\"type\":\"localAudio\",\"path\":\"/nowhere/a.mp3\"}");
    try (TestClient client = server.start()) {
      for (String input : inputs) {
        String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
        JsonObject started =
            client.request("turn/start", Threads.on(threadId, "\"input\":[" + input + "]"));
        Threads.awaitCompleted(client, started.getAsJsonObject("turn").get("id").getAsString());
        Threads.runTurn(client, threadId, "words");
      }
      assertThat(previews(client)).containsExactly("[Audio]", "[Image]", "[Image]");
    }
    for (String index : List.of("history.sqlite", "index.sqlite")) {
      Files.deleteIfExists(home.resolve("heddle").resolve(index));
    }
    try (TestClient client = server.start()) {
      assertThat(previews(client)).containsExactly("[Audio]", "[Image]", "[Image]");
    }
  }

  private static List<String> previews(TestClient client) {
    return client.request("thread/list", "{}").getAsJsonArray("data").asList().stream()
        .map(each -> each.getAsJsonObject().get("preview").getAsString())
        .toList();
  }

  private static String previewOf(TestClient client, String mode, String input) {
    String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
    JsonObject started =
        client.request("turn/start", Threads.on(threadId, "\"input\":[" + input + "]"));
    Threads.awaitCompleted(client, started.getAsJsonObject("turn").get("id").getAsString());
    return client
        .request("thread/read", Threads.on(threadId))
        .getAsJsonObject("thread")
        .get("preview")
        .getAsString();
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
  void aThreadThatOthersAreAttachedToHasAnId(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      JsonObject error = client.requestError("thread/list", "{\"attachedToThreadId\":\"zz\"}");
      assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(error.get("message").getAsString())
          .startsWith("invalid attached thread parent id: invalid character");
      String threadId = Threads.start(client);
      String attached = "\"attachedToThreadId\":\"" + threadId + "\"";
      for (String relative : List.of("parentThreadId", "ancestorThreadId")) {
        String params = "{" + attached + ",\"" + relative + "\":\"" + threadId + "\"}";
        assertThat(client.requestError("thread/list", params).get("message").getAsString())
            .isEqualTo(
                "attachedToThreadId cannot be combined with parentThreadId or ancestorThreadId");
      }
      assertThat(client.request("thread/list", "{" + attached + "}").getAsJsonArray("data"))
          .isEmpty();
    }
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
