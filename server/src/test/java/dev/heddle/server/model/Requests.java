package dev.heddle.server.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.Stream;

/** Model requests for tests. */
public final class Requests {
  private Requests() {}

  /** A request with these input items, as JSON. */
  public static ModelRequest of(String... items) {
    return ofTurn("thread-1", "turn-1", items);
  }

  /** A request of one turn of one thread. */
  public static ModelRequest ofTurn(String threadId, String turnId, String... items) {
    return new ModelRequest(
        "some-model", "", items(items), List.of(), null, null, null, threadId, turnId);
  }

  public static List<JsonObject> items(String... items) {
    return Stream.of(items).map(item -> JsonParser.parseString(item).getAsJsonObject()).toList();
  }

  /** A user's message. */
  public static String user(String text) {
    return message("user", "input_text", text);
  }

  /** A model's message. */
  public static String assistant(String text) {
    return message("assistant", "output_text", text);
  }

  public static String message(String role, String partType, String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", partType);
    part.addProperty("text", text);
    JsonObject message = new JsonObject();
    message.addProperty("type", "message");
    message.addProperty("role", role);
    JsonArray content = new JsonArray();
    content.add(part);
    message.add("content", content);
    return message.toString();
  }
}
