package dev.heddle.server.conform.stage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions to JSON values. */
public final class Json {
  private Json() {}

  /** Whether a value holds at least what another holds; arrays and scalars must be equal. */
  public static boolean holds(@Nullable JsonElement value, JsonElement expected) {
    if (!(expected instanceof JsonObject members)) {
      return expected.equals(value);
    }
    if (!(value instanceof JsonObject object)) {
      return members.isEmpty();
    }
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      if (!holds(object.get(member.getKey()), member.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** A member by name, or an element by {@code [n]}; null when there is none. */
  public static @Nullable JsonElement part(JsonElement value, String part) {
    if (part.startsWith("[") && value instanceof JsonArray array) {
      int index = Integer.parseInt(part.substring(1, part.length() - 1));
      return index < array.size() ? array.get(index) : null;
    }
    return value instanceof JsonObject object ? object.get(part) : null;
  }

  /** The string member of an object, or null. */
  public static @Nullable String string(JsonElement value, String member) {
    return part(value, member) instanceof JsonPrimitive found && found.isString()
        ? found.getAsString()
        : null;
  }
}
