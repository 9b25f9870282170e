package dev.heddle.server.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The word a recorded source is filtered by: itself, or the name of its only member. */
public final class SourceWord {
  private SourceWord() {}

  /** That of {@code source}; {@code unknown} for one that has none. */
  public static String of(JsonElement source) {
    if (source.isJsonPrimitive()) {
      return source.getAsString();
    }
    return source instanceof JsonObject object && !object.isEmpty()
        ? object.keySet().iterator().next()
        : "unknown";
  }
}
