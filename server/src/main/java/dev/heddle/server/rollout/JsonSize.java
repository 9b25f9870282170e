package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes a JSON tree takes in memory, for bounds on what is held at once. */
public final class JsonSize {
  /** Objects, references and the map entry around a value. */
  private static final int OVERHEAD_BYTES = 64;

  private JsonSize() {}

  /** The size of {@code value}; of null or anything but JSON, that of an empty value. */
  public static long of(@Nullable Object value) {
    long bytes = OVERHEAD_BYTES;
    if (value instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        bytes += member.getKey().length() + of(member.getValue());
      }
    } else if (value instanceof JsonArray array) {
      for (JsonElement element : array) {
        bytes += of(element);
      }
    } else if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      bytes += primitive.getAsString().length();
    }
    return bytes;
  }
}
