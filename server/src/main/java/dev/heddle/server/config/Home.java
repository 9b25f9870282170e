package dev.heddle.server.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The home directory: where the configuration and the threads are. */
public final class Home {
  private Home() {}

  /**
   * The first of: the command line's, {@code $HEDDLE_HOME}, {@code $CODEX_HOME}, {@code .heddle}
   * below the user's directory. An empty variable counts as unset.
   *
   * @param argument the value of {@code --home}, or null
   * @param environment the process's environment
   * @param userHome the user's directory
   * @return absolute and normalized; need not exist
   */
  public static Path resolve(
      @Nullable String argument, Map<String, String> environment, Path userHome) {
    for (String candidate :
        new @Nullable String[] {
          argument, environment.get("HEDDLE_HOME"), environment.get("CODEX_HOME")
        }) {
      if (candidate != null && !candidate.isEmpty()) {
        return Path.of(candidate).toAbsolutePath().normalize();
      }
    }
    return userHome.toAbsolutePath().resolve(".heddle").normalize();
  }
}
