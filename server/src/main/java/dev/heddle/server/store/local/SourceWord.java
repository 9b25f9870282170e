package dev.heddle.server.store.local;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The word a recorded source is filtered by: itself, or the name of its only member. */
final class SourceWord {
  private SourceWord() {}

  static String of(JsonElement source) {
    if (source.isJsonPrimitive()) {
      return source.getAsString();
    }
    return source instanceof JsonObject object && !object.isEmpty()
        ? object.keySet().iterator().next()
        : "unknown";
  }
}
