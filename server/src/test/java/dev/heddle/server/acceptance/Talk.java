package dev.heddle.server.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.testkit.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A client's everyday requests, and readers of what they answer.
 *
 * @param client who asks
 */
record Talk(TestClient client) {
  /** Starts a thread; returns its id. */
  String startThread() {
    return client.request("thread/start", "{}").getAsJsonObject("thread").get("id").getAsString();
  }

  /** Loads a stored thread. */
  void resume(String threadId) {
    client.request("thread/resume", onThread(threadId));
  }

  /** Starts a turn; returns its id. */
  String startTurn(String threadId, String text) {
    return turnOf(client.awaitResponse(sendTurn(threadId, text)));
  }

  /** Asks for a turn without waiting; returns the id of the request. */
  long sendTurn(String threadId, String text) {
    return client.send("turn/start", turn(threadId, text));
  }

  /** The turn that an answer to {@code turn/start} names. */
  static String turnOf(JsonObject response) {
    return response.getAsJsonObject("result").getAsJsonObject("turn").get("id").getAsString();
  }

  /** Waits until the turn is announced as over; returns what is announced. */
  JsonObject awaitEnd(String turnId) {
    return client
        .awaitNotification(
            "turn/completed",
            params -> params.getAsJsonObject("turn").get("id").getAsString().equals(turnId))
        .getAsJsonObject("turn");
  }

  /** A whole turn; returns its id. */
  String converse(String threadId, String text) {
    String turnId = startTurn(threadId, text);
    awaitEnd(turnId);
    return turnId;
  }

  /** All turns, oldest first, by {@code thread/read}. */
  List<JsonObject> readTurns(String threadId) {
    JsonObject params = onThread(threadId);
    params.addProperty("includeTurns", true);
    return objects(
        client.request("thread/read", params).getAsJsonObject("thread").getAsJsonArray("turns"));
  }

  /** The newest turns, newest first, in full, by {@code thread/turns/list}. */
  List<JsonObject> listTurns(String threadId) {
    JsonObject params = onThread(threadId);
    params.addProperty("itemsView", "full");
    return objects(client.request("thread/turns/list", params).getAsJsonArray("data"));
  }

  /** The texts of the user's messages in a turn. */
  static List<String> userTexts(JsonObject turn) {
    return items(turn, "userMessage")
        .flatMap(item -> objects(item.getAsJsonArray("content")).stream())
        .map(part -> part.get("text").getAsString())
        .toList();
  }

  /** The texts of the model's messages in a turn. */
  static List<String> agentTexts(JsonObject turn) {
    return items(turn, "agentMessage").map(item -> item.get("text").getAsString()).toList();
  }

  private static Stream<JsonObject> items(JsonObject turn, String type) {
    return objects(turn.getAsJsonArray("items")).stream()
        .filter(item -> item.get("type").getAsString().equals(type));
  }

  /** A list of objects. */
  static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement each : array) {
      objects.add(each.getAsJsonObject());
    }
    return objects;
  }

  /** The params of {@code turn/start}. */
  static JsonObject turn(String threadId, String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "text");
    part.addProperty("text", text);
    JsonArray input = new JsonArray();
    input.add(part);
    JsonObject params = onThread(threadId);
    params.add("input", input);
    return params;
  }

  /** Params that name a thread. */
  static JsonObject onThread(String threadId) {
    JsonObject params = new JsonObject();
    params.addProperty("threadId", threadId);
    return params;
  }
}
