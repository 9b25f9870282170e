package dev.heddle.server.conform.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders of a server under test.
 *
 * @param home where it keeps its configuration and its threads
 * @param cwd the folder its threads work in
 * @param userHome an empty folder: start files and tool settings of whoever runs the tests stay out
 * @param log what it writes to standard error
 */
public record Stage(Path home, Path cwd, Path userHome, Path log) {

  /** Makes them below a folder that is new or empty. */
  public static Stage below(Path root) throws IOException {
    Path real = Files.createDirectories(root).toRealPath();
    return new Stage(
        Files.createDirectories(real.resolve("home")),
        Files.createDirectories(real.resolve("cwd")),
        Files.createDirectories(real.resolve("user")),
        real.resolve("stderr.txt"));
  }
}
