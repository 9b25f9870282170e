package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursors of {@code thread/list} and {@code thread/search}: in which lists they are good. */
class ListCursorsTest {
  @TempDir Path home;
  private final List<String> threads = new ArrayList<>();

  @BeforeEach
  void threeThreads() {
    try (TestClient client = start()) {
      for (String text : List.of("one apple", "two apples", "three apples")) {
        String threadId = Threads.start(client);
        Threads.runTurn(client, threadId, text);
        threads.addFirst(threadId);
      }
    }
  }

  private TestClient start() {
    return new TestServer(home, TestServer.Kind.LOCAL).start();
  }

  private static JsonObject with(String params, String cursor) {
    JsonObject with = JsonParser.parseString(params).getAsJsonObject();
    with.addProperty("cursor", cursor);
    return with;
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement each : page.getAsJsonArray("data")) {
      ids.add(each.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private static String next(TestClient client, String params) {
    return client.request("thread/list", params).get("nextCursor").getAsString();
  }

  private static void refused(TestClient client, String method, JsonObject params) {
    assertThat(client.requestError(method, params.toString()).get("message").getAsString())
        .isEqualTo("invalid cursor: " + params.get("cursor").getAsString());
  }

  @Test
  void aCursorGoesOnInItsListWhateverTheSizeAndDirectionOfThePage() {
    try (TestClient client = start()) {
      String filtered = "{\"limit\":1,\"searchTerm\":\"apple\",\"modelProviders\":[]}";
      String cursor = next(client, filtered);
      assertThat(ids(client.request("thread/list", with(filtered, cursor).toString())))
          .containsExactly(threads.get(1));
      assertThat(
              ids(
                  client.request(
                      "thread/list",
                      with("{\"limit\":9,\"searchTerm\":\"apple\"}", cursor).toString())))
          .containsExactly(threads.get(1), threads.get(2));
      assertThat(
              ids(
                  client.request(
                      "thread/list",
                      with(
                              "{\"searchTerm\":\"apple\",\"sortDirection\":\"asc\","
                                  + "\"useStateDbOnly\":true,\"excludedThreadIds\":[]}",
                              cursor)
                          .toString())))
          .as("nothing is newer than the first page's only row")
          .isEmpty();
    }
  }

  @Test
  void aCursorIsRefusedInAnotherList() {
    try (TestClient client = start()) {
      String cursor = next(client, "{\"limit\":1,\"searchTerm\":\"apple\"}");
      for (String other :
          List.of(
              "{}",
              "{\"searchTerm\":\"apples\"}",
              "{\"searchTerm\":\"apple\",\"sortKey\":\"updated_at\"}",
              "{\"searchTerm\":\"apple\",\"archived\":true}",
              "{\"searchTerm\":\"apple\",\"modelProviders\":[\"other\"]}",
              "{\"searchTerm\":\"apple\",\"sourceKinds\":[\"exec\"]}",
              "{\"searchTerm\":\"apple\",\"cwd\":\"/elsewhere\"}",
              "{\"searchTerm\":\"apple\",\"parentThreadId\":\"" + threads.get(0) + "\"}")) {
        refused(client, "thread/list", with(other, cursor));
      }
    }
  }

  @Test
  void aCursorOfASearchIsGoodForThatSearchOnly() {
    try (TestClient client = start()) {
      String search = "{\"searchTerm\":\"apples\",\"limit\":1}";
      String cursor = client.request("thread/search", search).get("nextCursor").getAsString();
      JsonObject second = client.request("thread/search", with(search, cursor).toString());
      assertThat(
              second
                  .getAsJsonArray("data")
                  .get(0)
                  .getAsJsonObject()
                  .getAsJsonObject("thread")
                  .get("id")
                  .getAsString())
          .isEqualTo(threads.get(1));
      refused(client, "thread/search", with("{\"searchTerm\":\"apple\"}", cursor));
      refused(client, "thread/list", with("{}", cursor));
    }
  }

  @Test
  void aTimeAloneAndAPlaceWithoutAListAreGoodForEveryList() {
    try (TestClient client = start()) {
      JsonObject page = client.request("thread/list", "{\"limit\":1,\"searchTerm\":\"apple\"}");
      String back = page.get("backwardsCursor").getAsString();
      assertThat(
              ids(
                  client.request(
                      "thread/list", with("{\"sortDirection\":\"asc\"}", back).toString())))
          .contains(threads.get(0));
      String time =
          page.get("nextCursor").getAsString().substring(0, "2026-01-05T10:00:04.123".length());
      String place = time + "Z|" + threads.get(0);
      assertThat(ids(client.request("thread/list", with("{}", place).toString())))
          .containsExactly(threads.get(1), threads.get(2));
    }
  }
}
