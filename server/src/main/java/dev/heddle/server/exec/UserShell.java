package dev.heddle.server.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shell that reads commands: the user's, when it is one that reads what POSIX shells read. */
final class UserShell {
  private static final Set<String> KNOWN = Set.of("bash", "zsh", "sh", "dash", "ksh");

  private UserShell() {}

  /**
   * The words that run {@code script}.
   *
   * @param shell a shell the model asks for, or null for the user's
   * @param login whether it reads the user's profile first
   */
  static List<String> argv(String script, @Nullable String shell, boolean login) {
    return List.of(
        shell == null || shell.isBlank() ? of(System.getenv("SHELL")) : shell,
        login ? "-lc" : "-c",
        script);
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
