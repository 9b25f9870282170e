package dev.heddle.server.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place that configuration comes from, as it is now.
 *
 * @param kind what it is
 * @param file the configuration file; null for {@link Kind#ARGUMENTS}
 * @param profile the profile's name; null unless {@link Kind#PROFILE}
 * @param values what it sets; not shared, so it may be changed
 */
public record ConfigSource(
    Kind kind, @Nullable Path file, @Nullable String profile, JsonObject values) {
  /** What it sets at a path; null for nothing. */
  public @Nullable JsonElement at(List<String> path) {
    return ConfigTree.at(values, path);
  }

  /** A hash that changes with the values, and not with their order. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(sorted(values).toString().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  private static JsonElement sorted(JsonElement value) {
    if (value instanceof JsonObject table) {
      JsonObject sorted = new JsonObject();
      new TreeMap<>(table.asMap()).forEach((key, each) -> sorted.add(key, sorted(each)));
      return sorted;
    }
    if (value instanceof JsonArray array) {
      JsonArray sorted = new JsonArray();
      array.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    return value;
  }

  /** The kinds of places. */
  public enum Kind {
    /** The command line. */
    ARGUMENTS,
    /** The profile that is in force. */
    PROFILE,
    /** The configuration file, profiles and all. */
    FILE
  }
}
