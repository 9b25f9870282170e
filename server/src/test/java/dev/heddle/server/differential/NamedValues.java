package dev.heddle.server.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that a session has given names to, and their insertion into what it sends.
 *
 * <p>A string that is {@code $NAME} becomes the value, whatever its type; {@code ${NAME}} inside a
 * longer string becomes its text.
 */
final class NamedValues {
  private final Map<String, JsonElement> values = new LinkedHashMap<>();

  void put(String name, JsonElement value) {
    values.put(name, value);
  }

  JsonElement get(String name) throws SessionStoppedException {
    JsonElement value = values.get(name);
    if (value == null) {
      throw new SessionStoppedException("nothing is named " + name);
    }
    return value;
  }

  /** A part of a result, by a path such as {@code data[0].id} or {@code readStates.$A}. */
  JsonElement select(JsonElement result, String path) throws SessionStoppedException {
    JsonElement value = result;
    for (String part : path.split("\\.|(?=\\[)")) {
      value = Json.part(value, part.startsWith("$") ? get(part.substring(1)).getAsString() : part);
      if (value == null) {
        throw new SessionStoppedException("the last result has no " + path + ": " + result);
      }
    }
    return value;
  }

  /** A copy with the names replaced. */
  JsonElement fill(JsonElement element) throws SessionStoppedException {
    if (element instanceof JsonObject object) {
      JsonObject filled = new JsonObject();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        filled.add(member.getKey(), fill(member.getValue()));
      }
      return filled;
    }
    if (element instanceof JsonArray array) {
      JsonArray filled = new JsonArray();
      for (JsonElement each : array) {
        filled.add(fill(each));
      }
      return filled;
    }
    boolean isString = element instanceof JsonPrimitive primitive && primitive.isString();
    return isString ? fillText(element.getAsString()) : element;
  }

  private JsonElement fillText(String text) throws SessionStoppedException {
    if (text.matches("\\$\\w+")) {
      return get(text.substring(1));
    }
    for (String name : values.keySet()) {
      if (text.contains("$" + name)) {
        throw new SessionStoppedException(
            "inside a text $" + name + " is written ${" + name + "}: " + text);
      }
    }
    String filled = text;
    for (Map.Entry<String, JsonElement> value : values.entrySet()) {
      if (value.getValue().isJsonPrimitive()) {
        filled = filled.replace("${" + value.getKey() + "}", value.getValue().getAsString());
      }
    }
    return new JsonPrimitive(filled);
  }
}
