package dev.heddle.server.rollout;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** Reads members of records that others wrote and that may lack anything or hold anything. */
public final class Members {
  private Members() {}

  /** The member if it is a string, else null. */
  public static @Nullable String string(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : null;
  }

  /** The member if it is a string, else {@code fallback}. */
  public static String string(JsonObject object, String member, String fallback) {
    String value = string(object, member);
    return value == null ? fallback : value;
  }

  /** The member if it is an object, else null. */
  public static @Nullable JsonObject object(JsonObject object, String member) {
    return object.get(member) instanceof JsonObject nested ? nested : null;
  }

  /** The member as a whole number if it is a number, else {@code fallback}. */
  public static long number(JsonObject object, String member, long fallback) {
    Long value = number(object, member);
    return value == null ? fallback : value;
  }

  /** The member as a whole number if it is a number, else null. */
  public static @Nullable Long number(JsonObject object, String member) {
    JsonElement value = object.get(member);
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        return primitive.getAsLong();
      } catch (NumberFormatException e) {
        return null; // not a whole number of a size we keep
      }
    }
    return null;
  }
}
