package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredNames;

/** Names in the wire's spelling and in that of stored items. */
final class WireNames {
  private WireNames() {}

  /** {@code snake_case} → {@code camelCase}; anything else is left as it is. */
  static String camel(String snake) {
    return snake.indexOf('_') < 0 ? snake : StoredNames.camel(snake);
  }

  /** What the wire calls this. */
  static String of(Enum<?> value) {
    return WireJson.toTree(value).getAsString();
  }

  /** The same value with the names of all members in camelCase. */
  static JsonElement camelNames(JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject renamed = new JsonObject();
      object
          .entrySet()
          .forEach(member -> renamed.add(camel(member.getKey()), camelNames(member.getValue())));
      return renamed;
    }
    if (value instanceof JsonArray array) {
      JsonArray renamed = new JsonArray();
      array.forEach(element -> renamed.add(camelNames(element)));
      return renamed;
    }
    return value;
  }

  /** A stored item with its type and member names, and its status words, in camelCase. */
  static JsonObject toWire(JsonObject item) {
    JsonObject wire = camelNames(item).getAsJsonObject();
    wire.addProperty("type", StoredNames.lowerFirst(Json.string(item, "type", "Unknown")));
    if (item.get("status") instanceof JsonPrimitive status && status.isString()) {
      wire.addProperty("status", camel(status.getAsString()));
    }
    return wire;
  }
}
