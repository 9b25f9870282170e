package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.server.conform.stage.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the rules write it: names without quotes, texts in single ones, {@code %s} for a value.
 */
final class WireText {
  private WireText() {}

  /** Reads such a text with its values put in. */
  static JsonElement json(String text, Object... values) {
    String filled = values.length == 0 ? text : String.format(Locale.ROOT, text, values);
    return JsonParser.parseString(filled);
  }

  /**
   * A part of a value by a path such as {@code thread.turns[0].id}; null when there is none, the
   * whole for an empty path.
   */
  static @Nullable JsonElement at(JsonElement value, String path) {
    if (path.isEmpty()) {
      return value;
    }
    JsonElement part = value;
    for (String step : path.split("\\.|(?=\\[)")) {
      part = part == null ? null : Json.part(part, step);
    }
    return part;
  }
}
