package dev.heddle.server;

import dev.heddle.server.connection.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one server is started with. Immutable.
 *
 * @param home directory of threads and configuration; absolute, may not exist yet
 * @param configOverrides {@code key=value} pairs that override the configuration file, in order; a
 *     later one wins
 * @param limits bounds in memory and time
 */
public record ServerOptions(Path home, List<String> configOverrides, Limits limits) {
  public ServerOptions {
    if (!home.isAbsolute()) {
      throw new IllegalArgumentException("home is not absolute: " + home);
    }
    configOverrides = List.copyOf(configOverrides);
  }

  /** A server in {@code home} with everything else as it is unless configured. */
  public static ServerOptions in(Path home) {
    return new ServerOptions(home.toAbsolutePath().normalize(), List.of(), Limits.DEFAULT);
  }

  /** The same with other limits. */
  public ServerOptions withLimits(Limits other) {
    return new ServerOptions(home, configOverrides, other);
  }

  /** The same with other overrides of the configuration. */
  public ServerOptions withConfigOverrides(List<String> pairs) {
    return new ServerOptions(home, pairs, limits);
  }

  /**
   * The home that applies: what was asked for, else {@code HEDDLE_HOME}, else {@code CODEX_HOME},
   * else {@code .heddle} in {@code HOME} or, without it, in the user's home. Empty variables count
   * as unset.
   *
   * @param asked the command line's, or null
   * @param userHome the user's home as the system knows it
   */
  static Path homeOf(@Nullable String asked, Map<String, String> environment, String userHome) {
    for (String each :
        new String[] {asked, environment.get("HEDDLE_HOME"), environment.get("CODEX_HOME")}) {
      if (each != null && !each.isEmpty()) {
        return Path.of(each).toAbsolutePath().normalize();
      }
    }
    String user = environment.getOrDefault("HOME", "");
    return Path.of(user.isEmpty() ? userHome : user, ".heddle").toAbsolutePath().normalize();
  }
}
