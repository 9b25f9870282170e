package dev.heddle.server.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shell that reads commands: the user's, when it is one that reads what POSIX shells read, or
 * such a one of the system's that a model asks for. No other program is taken for a shell: what is
 * known to be safe, or was allowed by a rule, is so only as a shell understands it.
 */
final class UserShell {
  private static final Set<String> KNOWN = Set.of("bash", "zsh", "sh", "dash", "ksh");
  private static final List<Path> FOLDERS =
      List.of(Path.of("/bin"), Path.of("/usr/bin"), Path.of("/usr/local/bin"));

  private UserShell() {}

  /**
   * The words that run {@code script}.
   *
   * @param login whether the shell reads the user's profile first
   */
  static List<String> argv(String shell, String script, boolean login) {
    return List.of(shell, login ? "-lc" : "-c", script);
  }

  /** The user's. */
  static String ofUser() {
    return of(System.getenv("SHELL"));
  }

  /** The shell that a model asks for by its name or path; null when that is none. */
  static @Nullable String named(String asked) {
    String name = asked.substring(asked.lastIndexOf('/') + 1);
    if (asked.equals(ofUser())) {
      return asked;
    }
    return !KNOWN.contains(name)
        ? null
        : FOLDERS.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .filter(shell -> asked.equals(name) || asked.equals(shell))
            .findFirst()
            .orElse(null);
  }

  static String of(@Nullable String preferred) {
    if (preferred != null && !preferred.isEmpty()) {
      Path path = Path.of(preferred);
      if (KNOWN.contains(String.valueOf(path.getFileName())) && Files.isExecutable(path)) {
        return preferred;
      }
    }
    return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
  }
}
