package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys with which Codex does something that this server does not. A user who shares a home with
 * Codex must not believe that they count here, too. Keys that only change how things look are not
 * among them.
 */
public final class IgnoredKeys {
  private static final Map<String, String> MEANT =
      Map.of(
          "default_permissions",
          "The sandbox is the one that sandbox_mode names.",
          "permissions",
          "Of permission profiles nothing is carried out.",
          "notify",
          "No program is run when a turn has ended.",
          "model_instructions_file",
          "The model is given the usual instructions.",
          "tool_output_token_limit",
          "What commands print is cut where it is cut for everybody.",
          "service_tier",
          "The provider is not told of a tier.",
          "hooks",
          "No hook is run.");

  private IgnoredKeys() {}

  /**
   * What to tell of the settings that are made and have no effect: the key, and what happens
   * instead, as a sentence.
   *
   * @param settings values by key, or by dotted key; null for none
   */
  public static Map<String, String> in(@Nullable Map<String, JsonElement> settings) {
    Map<String, String> ignored = new LinkedHashMap<>();
    if (settings != null) {
      settings.forEach((key, value) -> {
        int dot = key.indexOf('.');
        String first = dot < 0 ? key : key.substring(0, dot);
        String meant = MEANT.get(first);
        if (meant != null && saysSomething(value)) {
          ignored.putIfAbsent(first, meant);
        }
      });
    }
    return ignored;
  }

  private static boolean saysSomething(JsonElement value) {
    return switch (value) {
      case JsonObject table -> !table.isEmpty();
      case JsonArray array -> !array.isEmpty();
      default -> !value.isJsonNull();
    };
  }
}
