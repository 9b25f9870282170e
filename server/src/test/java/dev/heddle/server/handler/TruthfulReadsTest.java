package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read is an error for whoever asks for it, and nobody else's concern. */
@Timeout(60)
class TruthfulReadsTest {
  private static final List<String> READS =
      List.of(
          "thread/read", "thread/turns/list", "thread/items/list", "thread/resume", "thread/fork");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"empty", "torn header", "a folder", "another thread's header"})
  @Tag("SA-34")
  @Tag("SA-36")
  @Tag("D8")
  void aThreadThatCannotBeReadIsAnErrorAndHidesNobody(String damage) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String bad;
    String good;
    try (TestClient client = server.start()) {
      bad = thread(client, "lost");
      good = thread(client, "kept");
    }
    Path file = fileOf(server, bad);
    byte[] whole = Files.readAllBytes(file);
    switch (damage) {
      case "empty" -> Files.write(file, new byte[0]);
      case "torn header" -> Files.write(file, Arrays.copyOf(whole, 100));
      case "a folder" -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      default -> Files.write(file, Files.readAllBytes(fileOf(server, good)));
    }
    try (TestClient client = server.start()) {
      for (String method : READS) {
        String members = method.equals("thread/read") ? "\"includeTurns\":true" : "\"limit\":5";
        JsonObject error = client.requestError(method, Threads.on(bad, members));
        assertThat(error.get("message").getAsString()).as(method).isNotBlank();
        assertThat(error.getAsJsonObject("data").get("kind").getAsString())
            .as("kind of %s: %s", method, error)
            .isNotBlank();
        if (!damage.equals("a folder")) { // which a good file may come to replace
          assertThat(error.getAsJsonObject("data").get("retryable").getAsBoolean())
              .as("whether to try %s again: %s", method, error)
              .isFalse();
        }
        assertThat(error.toString()).as(method).doesNotContain(home.toString());
        assertThat(ids(client)).as("list after %s", method).containsExactly(good);
      }
      assertThat(Threads.storedTexts(client, good)).containsExactly("kept", "answer 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void aThreadThatLostItsHeaderIsReadAndNotGoneOnWith(String mode) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    JsonArray turns;
    String preview;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"kept\""));
      turns = page(client, "thread/turns/list", threadId);
      preview = thread(client.request("thread/read", Threads.on(threadId)), "preview");
    }
    Path file = fileOf(server, threadId);
    String whole = Files.readString(file);
    String rest = whole.substring(whole.indexOf('\n') + 1);
    for (String first : List.of("", "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"ty\n", "\0\0\0\n")) {
      Files.writeString(file, first + rest);
      for (String index : List.of("history.sqlite", "index.sqlite")) {
        Files.deleteIfExists(home.resolve("heddle").resolve(index));
      }
      try (TestClient client = server.start()) {
        assertThat(ids(client)).as("list").containsExactly(threadId);
        JsonObject read = client.request("thread/read", Threads.on(threadId));
        assertThat(thread(read, "preview")).isEqualTo(preview);
        assertThat(thread(read, "name")).isEqualTo("kept");
        assertThat(page(client, "thread/turns/list", threadId)).isEqualTo(turns);
        assertThat(Threads.storedTexts(client, threadId))
            .containsExactly("one", "answer 1", "two", "answer 2");
        for (String method : List.of("thread/resume", "thread/fork", "thread/name/set")) {
          JsonObject error =
              client.requestError(method, Threads.on(threadId, "\"name\":\"other\""));
          assertThat(error.get("message").getAsString())
              .as(method)
              .endsWith(
                  "the header of the rollout is lost: what is there can be read, not gone on"
                      + " with");
          JsonObject data = error.getAsJsonObject("data");
          assertThat(data.get("kind").getAsString()).isEqualTo("storeFailure");
          assertThat(data.get("retryable").getAsBoolean()).isFalse();
          assertThat(data.get("threadId").getAsString()).isEqualTo(threadId);
        }
        client.request("thread/archive", Threads.on(threadId));
        client.request("thread/unarchive", Threads.on(threadId));
      }
    }
    Files.writeString(file, whole);
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
    }
  }

  @Test
  @Tag("SA-35")
  void aDegradedIndexAnswersFromTheJournalsUntilItIsMadeAgain() throws IOException {
    AtomicReference<ThreadStore> store = new AtomicReference<>();
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server.through(opened -> {
      store.set(opened);
      return opened;
    });
    List<String> threads = new ArrayList<>();
    try (TestClient client = server.start()) {
      threads.add(thread(client, "one"));
      threads.addFirst(thread(client, "two"));
    }
    Path index = home.resolve("heddle");
    Path aside = home.resolve("aside");
    Files.move(index, aside);
    Files.writeString(index, "in the way");
    try (TestClient client = server.start()) {
      assertThat(ids(client)).isEqualTo(threads);
      assertThat(ids(client.request("thread/list", "{\"useStateDbOnly\":true}")))
          .as("what is asked of the index alone is no less true")
          .isEqualTo(threads);
      assertThat(store.get().health().degraded()).as("degraded").isTrue();
      threads.addFirst(thread(client, "three"));
    }
    Files.delete(index);
    Files.move(aside, index);
    try (TestClient client = server.start()) {
      assertThat(ids(client)).isEqualTo(threads);
      assertThat(store.get().health().degraded()).as("degraded").isFalse();
    }
  }

  @Test
  @Tag("SA-38")
  void aThreadWhoseFileIsGoneIsGone() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String gone;
    String kept;
    try (TestClient client = server.start()) {
      gone = thread(client, "gone");
      kept = thread(client, "kept");
    }
    Files.delete(fileOf(server, gone));
    try (TestClient client = server.start()) {
      assertThat(ids(client)).containsExactly(kept);
      JsonObject error = client.requestError("thread/resume", Threads.on(gone));
      assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(error.get("message").getAsString())
          .isEqualTo("no rollout found for thread id " + gone);
    }
  }

  @Test
  @Tag("SA-39")
  void recordsOfTomorrowSurviveAForkAndCountInNoPage() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String source;
    try (TestClient client = server.start()) {
      source = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, source, "one");
    }
    List<String> strange =
        List.of(
            "{\"timestamp\":\"2031-01-01T00:00:00.000Z\",\"type\":\"from_tomorrow\","
                + "\"payload\":{\"z\":1.50,\"a\":[null,\"é\"]}}",
            "{\"timestamp\":\"2031-01-01T00:00:00.000Z\",\"type\":\"event_msg\","
                + "\"payload\":{\"type\":\"unheard_of\",\"big\":12345678901234567890}}");
    Path file = fileOf(server, source);
    Files.writeString(file, Files.readString(file) + String.join("\n", strange) + "\n");
    try (TestClient client = server.start()) {
      JsonArray turns = page(client, "thread/turns/list", source);
      assertThat(turns).hasSize(1);
      assertThat(Threads.storedTexts(client, source)).containsExactly("one", "answer 1");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      Threads.runTurn(client, child, "two");
      assertThat(page(client, "thread/turns/list", child)).hasSize(2);
      assertThat(Threads.storedTexts(client, child))
          .containsExactly("one", "answer 1", "two", "answer 2");
      assertThat(Files.readString(fileOf(client, child)).split("\n")).containsAll(strange);
    }
  }

  /** The answer to start is the earliest moment at which a client can know the id. */
  @Test
  @Tag("SA-40")
  void aThreadThatIsJustBeingStoredIsNeverFoundEmpty() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      for (int i = 0; i < 50; i++) {
        String threadId = Threads.start(client);
        long turn = client.send("turn/start", Threads.turnParams(threadId, "hello"));
        long resume = client.send("thread/resume", Threads.on(threadId));
        long read = client.send("thread/read", Threads.on(threadId, "\"includeTurns\":true"));
        for (long request : List.of(resume, read)) {
          JsonObject response = client.awaitResponse(request);
          assertThat(response.has("result")).as("answer %s", response).isTrue();
        }
        Threads.awaitCompleted(
            client,
            client
                .awaitResponse(turn)
                .getAsJsonObject("result")
                .getAsJsonObject("turn")
                .get("id")
                .getAsString());
      }
    }
  }

  private static String thread(TestClient client, String text) {
    String threadId = Threads.start(client);
    Threads.runTurn(client, threadId, text);
    return threadId;
  }

  private static String thread(JsonObject answer, String member) {
    return answer.getAsJsonObject("thread").get(member).getAsString();
  }

  private static Path fileOf(TestServer server, String threadId) {
    try (TestClient client = server.start()) {
      return fileOf(client, threadId);
    }
  }

  private static Path fileOf(TestClient client, String threadId) {
    return Path.of(
        client
            .request("thread/read", Threads.on(threadId))
            .getAsJsonObject("thread")
            .get("path")
            .getAsString());
  }

  private static JsonArray page(TestClient client, String method, String threadId) {
    return client.request(method, Threads.on(threadId)).getAsJsonArray("data");
  }

  private static List<String> ids(TestClient client) {
    return ids(client.request("thread/list", "{}"));
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement row : page.getAsJsonArray("data")) {
      ids.add(row.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }
}
