package dev.heddle.server.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where programs and directories of commands are, found as the system would. Stateless. */
public final class Programs {
  private Programs() {}

  /** A directory, absolute: {@code asked} as seen from {@code base}; {@code base} for null. */
  public static String directory(String base, @Nullable String asked) {
    try {
      return asked == null ? base : Path.of(base).resolve(asked).normalize().toString();
    } catch (InvalidPathException e) {
      return asked; // nothing is there
    }
  }

  /** Whether the directory exists, and the program: itself, or by its name in {@code PATH}. */
  public static boolean exist(String program, String directory, Map<String, String> environment) {
    try {
      Path from = Path.of(directory);
      if (!Files.isDirectory(from)) {
        return false;
      }
      if (program.contains("/")) {
        return Files.isExecutable(from.resolve(program));
      }
      for (String folder :
          environment.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1)) {
        Path candidate = from.resolve(folder).resolve(program);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
