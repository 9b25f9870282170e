package dev.heddle.server.config;

import com.google.gson.JsonElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change to the configuration file.
 *
 * @param path the parts of the key
 * @param value null to remove what is there
 * @param keepOthers whether a table keeps the keys that {@code value} does not have
 */
public record ConfigChange(List<String> path, @Nullable JsonElement value, boolean keepOthers) {
  /**
   * A change by dotted key; a part of it may be in quotes.
   *
   * @throws ConfigException when it is no key
   */
  public static ConfigChange of(String key, @Nullable JsonElement value, boolean keepOthers)
      throws ConfigException {
    if (key.isEmpty()) {
      throw ConfigException.invalid("keyPath must not be empty", null);
    }
    List<String> path = TomlScanner.key(key);
    if (path.contains("")) {
      throw ConfigException.invalid("keyPath segments must not be empty", null);
    }
    return new ConfigChange(path, value, keepOthers);
  }
}
