package dev.heddle.server.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes to a configuration before it is read: a tree of tables, addressed by dotted keys. */
final class ConfigTree {
  private ConfigTree() {}

  /** Sets a value, making tables on the way and replacing what is in the way. */
  static void set(JsonObject tree, String dottedKey, JsonElement value) throws ConfigException {
    String[] parts = dottedKey.split("\\.", -1);
    JsonObject table = tree;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isBlank()) {
        throw ConfigException.invalid(
            "`" + dottedKey + "` is not a key: a part of it is empty", dottedKey);
      }
      if (i == parts.length - 1) {
        merge(table, parts[i], value);
      } else if (table.get(parts[i]) instanceof JsonObject next) {
        table = next;
      } else {
        JsonObject next = new JsonObject();
        table.add(parts[i], next);
        table = next;
      }
    }
  }

  /** What is at a path; null for nothing. */
  static @Nullable JsonElement at(JsonObject tree, List<String> path) {
    JsonElement at = tree;
    for (String key : path) {
      at = at instanceof JsonObject table ? table.get(key) : null;
    }
    return at;
  }

  /** Puts {@code over} on top: tables are merged, everything else is replaced. */
  static void merge(JsonObject tree, JsonObject over) {
    for (Map.Entry<String, JsonElement> entry : over.entrySet()) {
      merge(tree, entry.getKey(), entry.getValue());
    }
  }

  private static void merge(JsonObject table, String key, JsonElement value) {
    if (value instanceof JsonObject over && table.get(key) instanceof JsonObject below) {
      merge(below, over);
    } else {
      table.add(key, value.deepCopy());
    }
  }
}
