package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories that are too large for one page, or for one answer at all. */
class LargeHistoryTest {
  private static final int TURNS = 5;
  private static final String LARGE = "x".repeat(20_000);

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "LOCAL,legacy",
    "LOCAL,paginated",
    "BLOBS,legacy",
    "BLOBS,paginated",
    "MEMORY,legacy",
    "MEMORY,paginated"
  })
  void aPageIsBoundedByItsSizeAndAlwaysHasARow(TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    String threadId = threadOfLargeTurns(server, mode);
    // Two turns and a half; less than one; everything.
    for (long bytes : List.of(LARGE.length() * 5L / 2, 1L, Long.MAX_VALUE)) {
      int most = bytes == 1 ? 1 : bytes == Long.MAX_VALUE ? TURNS : 2;
      try (TestClient client =
          server.within(new HistoryBounds(bytes, Long.MAX_VALUE, Long.MAX_VALUE)).start()) {
        for (String direction : List.of("asc", "desc")) {
          for (String view : List.of("summary", "full")) {
            String wanted = "\"itemsView\":\"" + view + "\",\"sortDirection\":\"" + direction + '"';
            List<List<String>> pages = pages(client, "thread/turns/list", threadId, wanted);
            assertThat(pages.getFirst()).as("%s, %d bytes", wanted, bytes).hasSize(most);
            assertThat(questions(pages))
                .as("%s, %d bytes", wanted, bytes)
                .isEqualTo(asked(direction));
          }
          List<List<String>> items =
              pages(
                  client, "thread/items/list", threadId, "\"sortDirection\":\"" + direction + '"');
          assertThat(questions(items)).as("items, %d bytes", bytes).isEqualTo(asked(direction));
          assertThat(items.size()).as("pages of items").isGreaterThanOrEqualTo(TURNS / most);
        }
        assertThat(pages(client, "thread/turns/list", threadId, "\"itemsView\":\"notLoaded\""))
            .as("turns without contents, %d bytes", bytes)
            .hasSize(1);
        assertThat(Threads.storedTexts(client, threadId))
            .as("all of it, which is not bounded here")
            .hasSize(2 * TURNS);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL,legacy",
    "LOCAL,paginated",
    "BLOBS,legacy",
    "BLOBS,paginated",
    "MEMORY,legacy",
    "MEMORY,paginated"
  })
  void aHistoryThatIsTooLargeForOneAnswerIsPaged(TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    String threadId = threadOfLargeTurns(server, mode);
    HistoryBounds bounds = new HistoryBounds(LARGE.length(), LARGE.length() * 3L, Long.MAX_VALUE);
    try (TestClient client = server.within(bounds).start()) {
      for (String method : List.of("thread/resume", "thread/fork")) {
        assertTooLarge(client, method, Threads.on(threadId), "use `excludeTurns: true`");
      }
      assertThat(client.request("thread/loaded/list", "{}").getAsJsonArray("data"))
          .as("what a refusal has loaded")
          .isEmpty();
      assertTooLarge(
          client,
          "thread/read",
          Threads.on(threadId, "\"includeTurns\":true"),
          "omit `includeTurns`");
      JsonObject resumed =
          client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      assertThat(Threads.idOf(resumed)).isEqualTo(threadId);
      assertTooLarge(client, "thread/resume", Threads.on(threadId), "use `excludeTurns: true`");
      client.request("thread/fork", Threads.on(threadId, "\"excludeTurns\":true"));
      assertThat(questions(pages(client, "thread/turns/list", threadId, "\"limit\":100")))
          .isEqualTo(asked("desc"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL,legacy",
    "LOCAL,paginated",
    "BLOBS,legacy",
    "BLOBS,paginated",
    "MEMORY,legacy",
    "MEMORY,paginated"
  })
  void aTurnThatIsTooLargeForOneAnswerIsRefusedAndEverythingElseGoesOn(
      TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    String threadId = threadOfLargeTurns(server, mode);
    HistoryBounds bounds = new HistoryBounds(LARGE.length(), LARGE.length() / 2, Long.MAX_VALUE);
    try (TestClient client = server.within(bounds).start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      for (String view : List.of("summary", "full")) {
        assertTooLarge(
            client,
            "thread/turns/list",
            Threads.on(threadId, "\"itemsView\":\"" + view + '"'),
            "itemsView");
      }
      assertThat(
              client
                  .request("thread/turns/list", Threads.on(threadId, "\"itemsView\":\"notLoaded\""))
                  .getAsJsonArray("data"))
          .hasSize(TURNS);
      if (mode.equals("legacy")) {
        assertTooLarge(
            client, "thread/rollback", Threads.on(threadId, "\"numTurns\":1"), "excludeTurns");
      }
      assertThat(
              client
                  .request("thread/turns/list", Threads.on(threadId, "\"itemsView\":\"notLoaded\""))
                  .getAsJsonArray("data"))
          .as("nothing was rolled back")
          .hasSize(TURNS);
    }
  }

  @Test
  void aConversationThatMemoryCannotHoldTakesNoTurnBehindOneThatACrashCut() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    Path rollout;
    try (TestClient client = server.start()) {
      JsonObject started = client.request("thread/start", "{\"historyMode\":\"legacy\"}");
      threadId = Threads.idOf(started);
      rollout = Path.of(started.getAsJsonObject("thread").get("path").getAsString());
      Threads.runTurn(client, threadId, "x".repeat(1000));
    }
    Files.writeString(
        rollout,
        """
        {"timestamp":"2026-01-01T00:00:00.000Z","type":"event_msg",\
        "payload":{"type":"task_started","turn_id":"01a2081d-b22e-707c-b6ea-edc01cf2e3de"}}
        """,
        StandardOpenOption.APPEND);
    HistoryBounds bounds = new HistoryBounds(Long.MAX_VALUE, Long.MAX_VALUE, 1000);
    try (TestClient client = server.within(bounds).start()) {
      client.request("thread/resume", Threads.on(threadId));
      JsonObject refused = client.requestError("turn/start", Threads.turnParams(threadId, "two"));
      assertThat(refused.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(refused.get("message").getAsString()).contains("longer than what can be sent");
    }
  }

  private static void assertTooLarge(
      TestClient client, String method, String params, String instead) {
    JsonObject error = client.awaitResponse(client.send(method, params)).getAsJsonObject("error");
    assertThat(error).as(method).isNotNull();
    assertThat(error.get("code").getAsInt()).as(method).isEqualTo(-32600);
    assertThat(error.get("message").getAsString())
        .as(method)
        .contains("too large for one answer", instead)
        .containsAnyOf("thread/turns/list", "thread/items/list");
    assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("invalidParams");
  }

  private static String threadOfLargeTurns(TestServer server, String mode) {
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      for (int i = 1; i <= TURNS; i++) {
        Threads.runTurn(client, threadId, i + LARGE);
      }
      return threadId;
    }
  }

  /** The numbers of the turns in a direction. */
  private static List<String> asked(String direction) {
    List<String> asked = new ArrayList<>();
    for (int i = 1; i <= TURNS; i++) {
      asked.add(i + LARGE);
    }
    return direction.equals("asc") ? asked : asked.reversed();
  }

  private static List<String> questions(List<List<String>> pages) {
    return pages.stream().flatMap(List::stream).filter(text -> text.endsWith(LARGE)).toList();
  }

  /** The questions of each page until there is no more. */
  private static List<List<String>> pages(
      TestClient client, String method, String threadId, String members) {
    List<List<String>> pages = new ArrayList<>();
    JsonElement cursor = JsonNull.INSTANCE;
    do {
      JsonObject page =
          client.request(method, Threads.on(threadId, members + ",\"cursor\":" + cursor));
      List<String> questions = new ArrayList<>();
      for (JsonElement row : page.getAsJsonArray("data")) {
        JsonObject object = row.getAsJsonObject();
        JsonArray items = new JsonArray();
        if (object.has("item")) {
          items.add(object.get("item"));
        } else {
          items = object.getAsJsonArray("items");
        }
        for (JsonElement item : items) {
          if (item.getAsJsonObject().get("type").getAsString().equals("userMessage")) {
            questions.add(
                item.getAsJsonObject()
                    .getAsJsonArray("content")
                    .get(0)
                    .getAsJsonObject()
                    .get("text")
                    .getAsString());
          }
        }
      }
      pages.add(questions);
      cursor = page.get("nextCursor");
    } while (!cursor.isJsonNull());
    return pages;
  }
}
