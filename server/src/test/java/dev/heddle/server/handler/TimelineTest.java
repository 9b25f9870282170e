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
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        // that A ends is said when others have begun
        "1 begin A|2 item A|3 begin B|4 item B|5 end B|6 begin C|7 item C|8 end C|9 end A",
        // an item of A that has no end comes late
        "1 begin A|2 item A|3 begin B|4 item B|5 item A|6 begin C|7 item C|8 item A|9 begin D",
        // turns begin where others end
        "1 begin A|2 end A|2 begin B|3 end B|3 begin C|4 end C|4 begin D|5 end D|5 begin E",
        // B ends before it begins
        "1 begin A|2 item A|3 end A|4 begin B|5 item B|1 end B|6 begin C|7 item C|8 end C",
        // several of everything at one place
        "1 begin A|1 item A|1 item A|1 end A|1 begin B|1 item B|1 end B|2 begin C|2 end C"
      })
  void pagesAreTheWholeListWhateverThePositions(String events) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    List<String> lines = new ArrayList<>();
    for (String event : events.split("\\|")) {
      String[] said = event.split(" ");
      String turnId = TURN.substring(0, TURN.length() - 1) + said[2];
      lines.add(
          switch (said[1]) {
            case "begin" -> "{'type':'task_started','turn_id':'" + turnId + "'}";
            case "end" -> "{'type':'task_complete','turn_id':'" + turnId + "'}";
            default ->
                "{'type':'item_completed','turn_id':'%s','item':%s}"
                    .formatted(
                        turnId,
                        "{'type':'UserMessage','id':'item-" + lines.size() + "','content':[]}");
          });
    }
    List<Integer> places =
        Stream.of(events.split("\\|")).map(each -> Integer.valueOf(each.split(" ")[0])).toList();
    String threadId = threadWith(server, lines, places);
    try (TestClient client = server.start()) {
      List<String> whole = page(client, threadId, 100, JsonNull.INSTANCE, new ArrayList<>());
      assertThat(whole.stream().map(TimelineTest::itemId).filter(Objects::nonNull))
          .containsExactlyElementsOf(
              client
                  .request("thread/items/list", Threads.on(threadId))
                  .getAsJsonArray("data")
                  .asList()
                  .stream()
                  .map(row -> itemId(row.toString()))
                  .toList());
      assertThat(whole.stream().filter(entry -> entry.contains("\"turnCompleted\"")))
          .as("an end for each beginning")
          .hasSize(
              whole.stream().filter(entry -> entry.contains("\"turnStarted\"")).toList().size());
      for (int limit = 1; limit <= whole.size(); limit++) {
        assertThat(walk(client, threadId, limit, limit + 6))
            .as("%d at a time", limit)
            .isEqualTo(whole);
      }
    }
  }

  private static @Nullable String itemId(String entry) {
    JsonObject item = JsonParser.parseString(entry).getAsJsonObject().getAsJsonObject("item");
    return item == null ? null : item.get("id").getAsString();
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
    List<Integer> places = IntStream.rangeClosed(1, events.length).boxed().toList();
    String threadId = threadWith(server, List.of(events), places);
    try (TestClient client = server.start()) {
      return walk(client, threadId, 3).stream()
          .map(entry -> JsonParser.parseString(entry).getAsJsonObject())
          .toList();
    }
  }

  /** A thread with one turn, {@code U}, and these events so far behind it. */
  private static String threadWith(TestServer server, List<String> events, List<Integer> places)
      throws IOException {
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
    for (int i = 0; i < events.size(); i++) {
      String line =
          "{'timestamp':'2026-11-21T04:51:22.000Z','ordinal':%d,'type':'event_msg','payload':%s}\n"
              .formatted(ordinal + places.get(i), events.get(i).replace("'U'", "'" + turnId + "'"));
      Files.writeString(rollout, line.replace('\'', '"'), StandardOpenOption.APPEND);
    }
    return threadId;
  }

  /** All pages of this size, put together; no entry is on two of them. */
  private static List<String> walk(TestClient client, String threadId, int limit) {
    return walk(client, threadId, limit, limit + 1);
  }

  private static List<String> walk(TestClient client, String threadId, int limit, int most) {
    List<String> all = new ArrayList<>();
    JsonElement cursor = JsonNull.INSTANCE;
    do {
      List<JsonElement> next = new ArrayList<>();
      List<String> page = page(client, threadId, limit, cursor, next);
      assertThat(page).as("a page").hasSizeBetween(1, most);
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
