package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code thread/search} and {@code thread/searchOccurrences} over the wire. */
class SearchTest {
  @TempDir Path home;

  private static JsonObject params(String json, Object... values) {
    return com.google.gson.JsonParser.parseString(json.formatted(values)).getAsJsonObject();
  }

  private static List<String> found(TestClient client, String term) {
    List<String> found = new ArrayList<>();
    JsonObject answer =
        client.request("thread/search", params("{\"searchTerm\":\"%s\"}", term).toString());
    for (JsonElement each : answer.getAsJsonArray("data")) {
      JsonObject match = each.getAsJsonObject();
      found.add(
          match.getAsJsonObject("thread").get("id").getAsString()
              + ": "
              + match.get("snippet").getAsString());
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfUserAndAgentAreFoundWithTheirSurroundings(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      String filler = "abcdefghij".repeat(20);
      Threads.runTurn(client, threadId, filler + " Needle " + filler);
      assertThat(found(client, " NEEDLE "))
          .containsExactly(
              threadId
                  + ": ... "
                  + filler.substring(filler.length() - 48)
                  + " Needle "
                  + filler.substring(0, 95)
                  + " ...");
      assertThat(found(client, "answer 1")).containsExactly(threadId + ": answer 1");
      assertThat(found(client, "nothing of it")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyTermIsRefused(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      assertThat(client.requestError("thread/search", "{\"searchTerm\":\" \"}").get("message"))
          .hasToString("\"thread/search requires a non-empty searchTerm\"");
      String threadId = Threads.start(client);
      assertThat(
              client
                  .requestError(
                      "thread/searchOccurrences",
                      params("{\"threadId\":\"%s\",\"searchTerm\":\" \"}", threadId).toString())
                  .get("message"))
          .hasToString("\"thread/searchOccurrences requires a non-empty searchTerm\"");
    }
  }

  @Test
  void occurrencesComeInPagesThatLeadToTheirTurns() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      String first = Threads.runTurn(client, threadId, "one two One");
      String second = Threads.runTurn(client, threadId, "again ONE");
      List<String> turns = new ArrayList<>();
      List<String> places = new ArrayList<>();
      String cursor = null;
      do {
        JsonObject ask =
            params("{\"threadId\":\"%s\",\"searchTerm\":\"one\",\"limit\":1}", threadId);
        ask.addProperty("cursor", cursor);
        JsonObject page = client.request("thread/searchOccurrences", ask.toString());
        JsonObject found = page.getAsJsonArray("data").get(0).getAsJsonObject();
        turns.add(found.get("turnId").getAsString());
        JsonObject range = found.getAsJsonObject("snippetMatchRange");
        places.add(
            found
                .get("snippet")
                .getAsString()
                .substring(range.get("start").getAsInt(), range.get("end").getAsInt()));
        JsonObject list = params("{\"threadId\":\"%s\",\"limit\":1}", threadId);
        list.addProperty("cursor", found.get("turnCursor").getAsString());
        assertThat(
                client
                    .request("thread/turns/list", list.toString())
                    .getAsJsonArray("data")
                    .get(0)
                    .getAsJsonObject()
                    .get("id")
                    .getAsString())
            .as("the turn that the cursor leads to")
            .isEqualTo(found.get("turnId").getAsString());
        JsonElement next = page.get("nextCursor");
        cursor = next.isJsonNull() ? null : next.getAsString();
      } while (cursor != null);
      assertThat(turns).containsExactly(first, first, second);
      assertThat(places).containsExactly("one", "One", "ONE");
    }
  }

  @Test
  void aCursorOfAnotherSearchIsRefused() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one one");
      String cursor =
          client
              .request(
                  "thread/searchOccurrences",
                  params("{\"threadId\":\"%s\",\"searchTerm\":\"one\",\"limit\":1}", threadId)
                      .toString())
              .get("nextCursor")
              .getAsString();
      JsonObject other = params("{\"threadId\":\"%s\",\"searchTerm\":\"two\"}", threadId);
      other.addProperty("cursor", cursor);
      assertThat(
              client
                  .requestError("thread/searchOccurrences", other.toString())
                  .get("message")
                  .getAsString())
          .isEqualTo("invalid cursor: " + cursor);
    }
  }

  @Test
  void occurrencesOfALegacyThreadAreNotSupported() {
    try (TestClient client = new TestServer(home, TestServer.Kind.MEMORY).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "hello");
      assertThat(
              client
                  .requestError(
                      "thread/searchOccurrences",
                      params("{\"threadId\":\"%s\",\"searchTerm\":\"h\"}", threadId).toString())
                  .get("message")
                  .getAsString())
          .isEqualTo("thread/searchOccurrences is not supported yet");
    }
  }
}
