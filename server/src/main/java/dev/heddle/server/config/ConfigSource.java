package dev.heddle.server.config;

import com.google.gson.JsonObject;
import java.nio.file.Path;
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
