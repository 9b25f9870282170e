package dev.heddle.server.handler;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.turn.MessageBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages with more pictures than the journal can write. */
@Timeout(60)
class PicturesTest {
  private static final int PICTURE_BYTES = 1 << 20; // so that each line is a large one

  @TempDir Path home;

  @Test
  void theModelIsShownAsManyAsTheJournalCanWrite() throws IOException {
    byte[] bytes = Arrays.copyOf("GIF89a".getBytes(US_ASCII), PICTURE_BYTES);
    Path picture = Files.write(home.resolve("a.gif"), bytes);
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL).within(new MessageBounds(3L * PICTURE_BYTES));
    String part = "{\"type\":\"localImage\",\"path\":\"" + picture + "\"}";
    String input = "\"input\":[" + String.join(",", List.of(part, part, part)) + "]";
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      JsonObject started = client.request("turn/start", Threads.on(threadId, input));
      Threads.awaitCompleted(client, started.getAsJsonObject("turn").get("id").getAsString());
      assertThat(shown(server)).containsExactly("picture", "picture", named(picture));
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "again");
      assertThat(shown(server))
          .as("from the journal")
          .startsWith("picture", "picture", named(picture));
      JsonArray turns =
          client.request("thread/turns/list", Threads.on(threadId)).getAsJsonArray("data");
      assertThat(turns.toString().split("localImage", -1)).as("people see all").hasSize(1 + 3);
    }
  }

  private static String named(Path picture) {
    return "[" + picture + " is too large to show]";
  }

  private static List<String> shown(TestServer server) {
    List<String> shown = new ArrayList<>();
    for (JsonObject item : server.model().requests().getLast().input()) {
      if (item.get("content") instanceof JsonArray content
          && item.get("role").getAsString().equals("user")) {
        for (JsonElement each : content) {
          JsonObject part = each.getAsJsonObject();
          if (part.has("image_url")) {
            shown.add("picture");
          } else if (part.get("text").getAsString().contains("too large")) {
            shown.add(part.get("text").getAsString());
          }
        }
      }
    }
    return shown;
  }
}
