package dev.heddle.server.conform.trace;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * One message of a trace, as the client saw or sent it.
 *
 * @param fromServer who sent it
 * @param message what it was
 */
public record TraceEntry(boolean fromServer, JsonObject message) {
  /** A message of the server. */
  public static TraceEntry server(String json) {
    return new TraceEntry(true, JsonParser.parseString(json).getAsJsonObject());
  }

  /** A message of the client. */
  public static TraceEntry client(String json) {
    return new TraceEntry(false, JsonParser.parseString(json).getAsJsonObject());
  }

  /** The method, as JSON when it is no string; empty for a response. */
  public String method() {
    JsonElement method = message.get("method");
    if (method == null) {
      return "";
    }
    return method.isJsonPrimitive() ? method.getAsString() : method.toString();
  }

  /** Whether it asks for an answer, by an id that can be echoed. */
  public boolean isRequest() {
    return message.has("method") && id().matches("\".*\"|-?\\d+");
  }

  /** Whether it asks for none. */
  public boolean isNotification() {
    return message.has("method") && !message.has("id");
  }

  /** Whether it is an answer, good or bad. */
  public boolean isResponse() {
    return !message.has("method");
  }

  /** The params, or an empty object. */
  public JsonObject params() {
    return message.get("params") instanceof JsonObject params ? params : new JsonObject();
  }

  /** The result, or an empty object. */
  public JsonObject result() {
    return message.get("result") instanceof JsonObject result ? result : new JsonObject();
  }

  /** The id as JSON: a string keeps its quotes, so {@code 1} and {@code "1"} differ. */
  public String id() {
    return String.valueOf(message.get("id"));
  }

  @Override
  public String toString() {
    return (fromServer ? "<- " : "-> ") + message;
  }
}
