package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.json.WholeNumber;
import org.jspecify.annotations.Nullable;

/**
 * Reading of members that may be missing, null or of another type than expected: a foreign journal
 * must never end a fold with an exception.
 */
public final class Json {
  private Json() {}

  /** The member if it is a string, else null. */
  public static @Nullable String string(JsonObject object, String member) {
    return object.get(member) instanceof JsonPrimitive value && value.isString()
        ? value.getAsString()
        : null;
  }

  /** The member if it is a string, else {@code fallback}. */
  public static String string(JsonObject object, String member, String fallback) {
    String value = string(object, member);
    return value == null ? fallback : value;
  }

  /** The member if it is a whole number, else null. */
  public static @Nullable Long integer(JsonObject object, String member) {
    return WholeNumber.of(object.get(member));
  }

  /** The member if it is a boolean, else false. */
  public static boolean bool(JsonObject object, String member) {
    return object.get(member) instanceof JsonPrimitive value
        && value.isBoolean()
        && value.getAsBoolean();
  }

  /** The member if it is an object, else null. */
  public static @Nullable JsonObject object(@Nullable JsonObject object, String member) {
    return object != null && object.get(member) instanceof JsonObject value ? value : null;
  }

  /** The member if it is an array, else an empty one. */
  public static JsonArray array(JsonObject object, String member) {
    return object.get(member) instanceof JsonArray value ? value : new JsonArray();
  }

  /** Copies a member that is there and not null. */
  public static void copy(JsonObject from, String member, JsonObject to) {
    JsonElement value = from.get(member);
    if (value != null && !value.isJsonNull()) {
      to.add(member, value);
    }
  }

  /** An array of one string. */
  static JsonArray arrayOf(String value) {
    JsonArray array = new JsonArray();
    array.add(value);
    return array;
  }
}
