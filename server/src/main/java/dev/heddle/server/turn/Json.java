package dev.heddle.server.turn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** Reads members of JSON objects that others wrote and that may lack anything. */
final class Json {
  private Json() {}

  static @Nullable String stringOrNull(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : null;
  }

  static String string(JsonObject object, String member, String fallback) {
    String value = stringOrNull(object, member);
    return value == null ? fallback : value;
  }

  /** The member as a whole number; 0 when it is missing or no number. */
  static long number(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value instanceof JsonPrimitive primitive && primitive.isNumber()
        ? primitive.getAsLong()
        : 0;
  }

  /** The member as a whole number, or null when it is missing or no number. */
  static @Nullable Long numberOrNull(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value instanceof JsonPrimitive primitive && primitive.isNumber()
        ? Long.valueOf(primitive.getAsLong())
        : null;
  }

  /** The member as an object, or null when it is anything else. */
  static @Nullable JsonObject objectOrNull(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject nested ? nested : null;
  }
}
