package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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

/** A thread's history as one list, where the sessions of {@code fixtures} do not lead. */
class TimelineTest {
  private static final String TURN = "01a2081d-b22e-707c-b6ea-edc01cf2e3de";

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"LOCAL,legacy", "LOCAL,paginated", "MEMORY,legacy", "MEMORY,paginated"})
  void pagesOfAnySizeAreTheWholeList(TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      for (int i = 0; i < 4; i++) {
        Threads.runTurn(client, threadId, "turn " + i);
      }
      List<String> whole = page(client, threadId, 100, JsonNull.INSTANCE, new ArrayList<>());
      assertThat(whole).hasSize(16);
      assertThat(whole.subList(4, 8))
          .satisfiesExactly(
              started -> assertThat(started).contains("turnStarted"),
              said -> assertThat(said).contains("userMessage"),
              answered -> assertThat(answered).contains("agentMessage"),
              ended -> assertThat(ended).contains("turnCompleted", "\"completed\""));
      for (int limit = 1; limit <= 17; limit++) {
        assertThat(walk(client, threadId, limit)).as("%d at a time", limit).isEqualTo(whole);
      }
      try (TestClient bounded =
          server.within(new HistoryBounds(1, Long.MAX_VALUE, Long.MAX_VALUE)).start()) {
        if (kind == TestServer.Kind.LOCAL) {
          assertThat(walk(bounded, threadId, 100)).as("an item at a time").isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void aTurnThatACrashCutEndsWithItsLastItem() throws IOException {
    List<JsonObject> entries =
        timeline(
            "{'type':'task_started','turn_id':'" + TURN + "','started_at':7}",
            "{'type':'item_completed','turn_id':'"
                + TURN
                + "','item':{'type':'UserMessage','id':'u','content':[]}}");
    JsonObject said = entries.get(entries.size() - 2);
    JsonObject ended = entries.getLast();
    assertThat(ended.get("type").getAsString()).isEqualTo("turnCompleted");
    assertThat(ended.get("status").getAsString()).isEqualTo("interrupted");
    assertThat(ended.get("position")).isEqualTo(said.get("position"));
  }

  @Test
  void aPageOfItemsThatCannotBeShownIsPassedOver() throws IOException {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      events.add(
          "{'type':'item_completed','turn_id':'U','item':{'type':'OfTheFuture','id':'f"
              + i
              + "'}}");
    }
    assertThat(timeline(events.toArray(String[]::new)))
        .extracting(entry -> entry.get("type").getAsString())
        .containsExactly("turnStarted", "item", "item", "turnCompleted");
  }

  @Test
  void itemsThatAreTooLargeForOneAnswerAreRefusedWithAWayOut() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.runTurn(client, threadId, "x".repeat(5_000));
      List<String> ids = new ArrayList<>();
      client
          .request("thread/items/list", Threads.on(threadId))
          .getAsJsonArray("data")
          .forEach(
              row -> ids.add(row.getAsJsonObject().getAsJsonObject("item").get("id").toString()));
      client.close();
      try (TestClient bounded =
          server.within(new HistoryBounds(1, 4_000, Long.MAX_VALUE)).start()) {
        JsonObject error =
            bounded.requestError(
                "thread/items/read",
                Threads.on(threadId, "\"turnId\":\"" + turnId + "\",\"itemIds\":" + ids));
        assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
        assertThat(error.get("message").getAsString())
            .contains("too large for one answer", "fewer at a time");
        assertThat(
                bounded
                    .request(
                        "thread/items/read",
                        Threads.on(
                            threadId,
                            "\"turnId\":\"" + turnId + "\",\"itemIds\":[" + ids.getLast() + ']'))
                    .getAsJsonArray("data"))
            .as("the answer alone")
            .hasSize(1);
      }
    }
  }

  /** The timeline of a thread with one turn and these events behind it, three at a time. */
  private List<JsonObject> timeline(String... events) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    String turnId;
    Path rollout;
    try (TestClient client = server.start()) {
      JsonObject started = client.request("thread/start", "{}");
      threadId = Threads.idOf(started);
      rollout = Path.of(started.getAsJsonObject("thread").get("path").getAsString());
      turnId = Threads.runTurn(client, threadId, "hello");
    }
    List<String> lines = Files.readAllLines(rollout);
    long ordinal =
        JsonParser.parseString(lines.getLast()).getAsJsonObject().get("ordinal").getAsLong();
    for (String event : events) {
      String line =
          "{'timestamp':'2026-11-21T04:51:22.000Z','ordinal':%d,'type':'event_msg','payload':%s}\n"
              .formatted(++ordinal, event.replace("'U'", "'" + turnId + "'"));
      Files.writeString(rollout, line.replace('\'', '"'), StandardOpenOption.APPEND);
    }
    try (TestClient client = server.start()) {
      return walk(client, threadId, 3).stream()
          .map(entry -> JsonParser.parseString(entry).getAsJsonObject())
          .toList();
    }
  }

  /** All pages of this size, put together; no entry is on two of them. */
  private static List<String> walk(TestClient client, String threadId, int limit) {
    List<String> all = new ArrayList<>();
    JsonElement cursor = JsonNull.INSTANCE;
    do {
      List<JsonElement> next = new ArrayList<>();
      List<String> page = page(client, threadId, limit, cursor, next);
      assertThat(page).as("a page").hasSizeBetween(1, limit + 1);
      all.addAll(0, page);
      cursor = next.getFirst();
    } while (!cursor.isJsonNull());
    return all;
  }

  private static List<String> page(
      TestClient client, String threadId, int limit, JsonElement cursor, List<JsonElement> next) {
    JsonObject page =
        client.request(
            "thread/timeline/list",
            Threads.on(threadId, "\"limit\":" + limit + ",\"cursor\":" + cursor));
    next.add(page.get("nextCursor"));
    return page.getAsJsonArray("data").asList().stream().map(JsonElement::toString).toList();
  }
}
