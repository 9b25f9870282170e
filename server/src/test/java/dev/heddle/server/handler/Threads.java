package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The requests that most tests of threads begin with. */
final class Threads {
  private Threads() {}

  /** A new thread's id. */
  static String start(TestClient client) {
    return start(client, "{}");
  }

  static String start(TestClient client, String params) {
    return idOf(client.request("thread/start", params));
  }

  /** A server whose store has no room for another thread. */
  static TestServer withoutRoom(TestServer server) {
    return server.through(store ->
        new ForwardingThreadStore(store) {
          @Override
          public Optional<ReferenceForks> referenceForks() {
            return Optional.empty();
          }

          @Override
          public LiveLog create(NewThread thread) {
            throw new ThreadStoreException(
                ThreadStoreException.Kind.DISK_FULL, thread.threadId(), "no room", null);
          }
        });
  }

  /** The id of the thread in a response. */
  static String idOf(JsonObject response) {
    return response.getAsJsonObject("thread").get("id").getAsString();
  }

  /** Starts a turn; returns its id. */
  static String startTurn(TestClient client, String threadId, String text) {
    return client
        .request("turn/start", turnParams(threadId, text))
        .getAsJsonObject("turn")
        .get("id")
        .getAsString();
  }

  static String turnParams(String threadId, String text) {
    return "{\"threadId\":\""
        + threadId
        + "\",\"input\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}";
  }

  /** Runs a turn to its end; returns its id. */
  static String runTurn(TestClient client, String threadId, String text) {
    String turnId = startTurn(client, threadId, text);
    awaitCompleted(client, turnId);
    return turnId;
  }

  /** Waits for the end of a turn; returns the turn. */
  static JsonObject awaitCompleted(TestClient client, String turnId) {
    return client
        .awaitNotification(
            "turn/completed",
            params -> params.getAsJsonObject("turn").get("id").getAsString().equals(turnId))
        .getAsJsonObject("turn");
  }

  /** Params that name only a thread. */
  static String on(String threadId) {
    return "{\"threadId\":\"" + threadId + "\"}";
  }

  /** Params that name a thread and have more members, given as JSON without braces. */
  static String on(String threadId, String members) {
    return "{\"threadId\":\"" + threadId + "\"," + members + "}";
  }

  /** Every text of the turns, in order: what was asked and what was answered. */
  static List<String> texts(JsonArray turns) {
    List<String> texts = new ArrayList<>();
    for (JsonElement turn : turns) {
      for (JsonElement element : turn.getAsJsonObject().getAsJsonArray("items")) {
        JsonObject item = element.getAsJsonObject();
        if (item.has("text")) {
          texts.add(item.get("text").getAsString());
        } else if (item.has("content")) {
          texts.add(
              item.getAsJsonArray("content").get(0).getAsJsonObject().get("text").getAsString());
        }
      }
    }
    return texts;
  }

  /** The texts of all messages of the user in a stored thread, in order. */
  static List<String> userTexts(TestClient client, String threadId) {
    List<String> texts = new ArrayList<>();
    for (JsonElement turn : storedTurns(client, threadId)) {
      for (JsonElement element : turn.getAsJsonObject().getAsJsonArray("items")) {
        JsonObject item = element.getAsJsonObject();
        if (item.get("type").getAsString().equals("userMessage")) {
          JsonObject part = item.getAsJsonArray("content").get(0).getAsJsonObject();
          texts.add(part.get("text").getAsString());
        }
      }
    }
    return texts;
  }

  /** The texts of everything a stored thread holds. */
  static List<String> storedTexts(TestClient client, String threadId) {
    return texts(storedTurns(client, threadId));
  }

  private static JsonArray storedTurns(TestClient client, String threadId) {
    return client
        .request("thread/read", on(threadId, "\"includeTurns\":true"))
        .getAsJsonObject("thread")
        .getAsJsonArray("turns");
  }
}
