package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections on the wire, beyond what the session of that name plays to the peer, too. */
class SectionsTest {
  private static final String PINNED = SectionBook.PINNED_ID;

  @TempDir Path home;

  private static String create(TestClient client, String name) {
    return client
        .request("threadSection/create", "{\"name\":\"" + name + "\"}")
        .getAsJsonObject("section")
        .get("id")
        .getAsString();
  }

  /** Moves a thread, and waits until that is told. */
  private static void move(TestClient client, String threadId, String sectionId) {
    String to = sectionId == null ? "null" : "\"" + sectionId + "\"";
    client.request("thread/section/move", Threads.on(threadId, "\"sectionId\":" + to));
    assertThat(client.awaitNotification("thread/section/changed"))
        .hasToString(Threads.on(threadId, "\"sectionId\":" + to));
  }

  private static String said(TestClient client, String text) {
    String threadId = Threads.start(client);
    Threads.runTurn(client, threadId, text);
    return threadId;
  }

  private static JsonObject list(TestClient client, String sectionId, String more) {
    return client.request("thread/list", "{\"sectionId\":\"" + sectionId + "\"" + more + "}");
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement each : page.getAsJsonArray("data")) {
      ids.add(each.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private static String sectionOf(JsonObject answer) {
    JsonElement section = answer.getAsJsonObject("thread").get("section");
    return section.isJsonNull() ? null : section.getAsJsonObject().get("id").getAsString();
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void everyViewOfAThreadShowsItsSection(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String work;
    String threadId;
    try (TestClient client = server.start()) {
      work = create(client, "Work");
      threadId = said(client, "hello there");
      move(client, threadId, work);
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId)))).isEqualTo(work);
      assertThat(sectionOf(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(work);
      assertThat(
              sectionOf(
                  client.request(
                      "thread/metadata/update",
                      Threads.on(threadId, "\"gitInfo\":{\"branch\":\"b\"}"))))
          .isEqualTo(work);
      JsonObject found =
          client
              .request("thread/search", "{\"searchTerm\":\"there\"}")
              .getAsJsonArray("data")
              .get(0)
              .getAsJsonObject();
      assertThat(sectionOf(found)).isEqualTo(work);
      JsonObject fork = client.request("thread/fork", Threads.on(threadId));
      assertThat(sectionOf(fork)).as("section of a fork").isNull();
      assertThat(
              client.awaitNotification(
                  "thread/started", p -> Threads.idOf(p).equals(Threads.idOf(fork))))
          .satisfies(started -> assertThat(sectionOf(started)).isNull());
      client.request("thread/archive", Threads.on(threadId));
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId))))
          .as("archived")
          .isEqualTo(work);
      assertThat(sectionOf(client.request("thread/unarchive", Threads.on(threadId))))
          .as("unarchived")
          .isEqualTo(work);
    }
    try (TestClient client = server.start()) {
      JsonObject row = list(client, work, "").getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(row.get("id").getAsString()).isEqualTo(threadId);
      assertThat(row.get("section"))
          .hasToString("{\"id\":\"" + work + "\",\"name\":\"Work\",\"appearance\":null}");
      assertThat(row.get("sectionEnteredAt").getAsLong())
          .isBetween(row.get("createdAt").getAsLong(), System.currentTimeMillis() / 1000);
      assertThat(client.request("thread/list", "{}").getAsJsonArray("data").asList())
          .filteredOn(each -> each.getAsJsonObject().get("id").getAsString().equals(threadId))
          .as("among all threads")
          .singleElement()
          .isEqualTo(row);
      move(client, threadId, null);
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId)))).isNull();
      move(client, threadId, work);
      client.request("threadSection/delete", "{\"sectionId\":\"" + work + "\"}");
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId))))
          .as("after the section was deleted")
          .isNull();
    }
  }

  @Test
  void aRevertedThreadStaysInItsSection() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = said(client, "one");
      String turnId = Threads.runTurn(client, threadId, "two");
      move(client, threadId, PINNED);
      JsonObject reverted =
          client.request(
              "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + turnId + "\""));
      assertThat(sectionOf(reverted)).isEqualTo(PINNED);
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void aCursorOfASectionIsGoodInItsListOnly(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String work = create(client, "Work");
      List<String> threads = new ArrayList<>();
      for (String text : List.of("one", "two", "three")) {
        threads.add(said(client, text));
        move(client, threads.getLast(), PINNED);
      }
      move(client, said(client, "four"), work);
      String order = ",\"sortKey\":\"section_position\"";
      JsonObject page = list(client, PINNED, order + ",\"limit\":1");
      assertThat(ids(page)).containsExactly(threads.get(0));
      String next = page.get("nextCursor").getAsString();
      assertThat(next).matches("1000000\\.\\d{6}\\|" + threads.get(0));
      String more = ",\"cursor\":\"" + next + "\"";
      assertThat(ids(list(client, PINNED, order + more)))
          .containsExactly(threads.get(1), threads.get(2));
      assertThat(
              ids(list(client, PINNED, order + ",\"cursor\":\"1000000|" + threads.get(0) + "\"")))
          .as("as the peer writes it")
          .containsExactly(threads.get(1), threads.get(2));
      String back = list(client, PINNED, order + more).get("backwardsCursor").getAsString();
      assertThat(
              ids(
                  list(
                      client,
                      PINNED,
                      order + ",\"sortDirection\":\"desc\",\"cursor\":\"" + back + "\"")))
          .as("back, with the first row of that page again")
          .containsExactly(threads.get(1), threads.get(0));
      for (String refused : List.of(order + ",\"cwd\":\"/x\"", "", ",\"sortKey\":\"recency_at\"")) {
        refusedCursor(client, PINNED, refused, next);
      }
      refusedCursor(client, work, order, next);
      for (String none :
          List.of("", "x", "1", "1|", "1|x", "1.5|" + threads.get(0), "2026-01-01T00:00:00Z")) {
        refusedCursor(client, PINNED, order, none);
      }
    }
  }

  private static void refusedCursor(
      TestClient client, String sectionId, String more, String cursor) {
    JsonObject error =
        client.requestError(
            "thread/list",
            "{\"sectionId\":\"" + sectionId + "\"" + more + ",\"cursor\":\"" + cursor + "\"}");
    assertThat(error.get("message").getAsString()).isEqualTo("invalid cursor: " + cursor);
    assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("invalidCursor");
  }

  @Test
  void aRefusedMoveStoresNothingOfANewThread() throws IOException {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      client.requestError("thread/section/move", Threads.on(threadId, "\"sectionId\":\"none\""));
      try (var files = Files.walk(home)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.contains(threadId) && name.endsWith(".jsonl"))
            .doesNotContain("sections.json");
      }
    }
  }

  @Test
  void damagedSectionsAreRefusedAndHideNoThread() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = said(client, "hello");
      move(client, threadId, PINNED);
    }
    Path file = home.resolve("heddle/sections.json");
    Files.writeString(file, "{\"version\":1,");
    try (TestClient client = server.start()) {
      String section = "\"sectionId\":\"" + PINNED + "\"";
      for (List<String> request :
          List.of(
              List.of("threadSection/list", "{}"),
              List.of("threadSection/create", "{\"name\":\"n\"}"),
              List.of("thread/section/move", Threads.on(threadId, section)),
              List.of("thread/list", "{" + section + "}"),
              List.of("thread/list", "{\"sectionId\":null}"))) {
        JsonObject error = client.requestError(request.get(0), request.get(1));
        assertThat(error.get("message").getAsString())
            .contains("the sections are damaged (heddle/sections.json)");
        assertThat(error.getAsJsonObject("data").get("kind").getAsString())
            .isEqualTo("storeFailure");
      }
      assertThat(ids(client.request("thread/list", "{}"))).containsExactly(threadId);
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId)))).isNull();
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "goes on");
      assertThat(Files.readString(file)).isEqualTo("{\"version\":1,");
    }
  }

  @Test
  void aStoreWithoutSectionsRefusesThemAndHasNoThreadInOne() {
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<ThreadSections> sections() {
                    return Optional.empty();
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = said(client, "hello");
      String section = "\"sectionId\":\"" + PINNED + "\"";
      for (List<String> request :
          List.of(
              List.of("threadSection/list", "{}"),
              List.of("threadSection/create", "{\"name\":\"n\"}"),
              List.of("threadSection/update", "{\"name\":\"n\"," + section + "}"),
              List.of("threadSection/delete", "{" + section + "}"),
              List.of("thread/section/move", Threads.on(threadId, section)))) {
        JsonObject error = client.requestError(request.get(0), request.get(1));
        assertThat(error.get("code").getAsInt()).isEqualTo(-32601);
        assertThat(error.get("message").getAsString())
            .isEqualTo(request.get(0) + " is unavailable without sqlite state");
      }
      assertThat(ids(list(client, PINNED, ""))).isEmpty();
      assertThat(ids(client.request("thread/list", "{\"sectionId\":null}")))
          .containsExactly(threadId);
      assertThat(sectionOf(client.request("thread/read", Threads.on(threadId)))).isNull();
    }
  }
}
