package dev.heddle.server.conform.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders of a server under test.
 *
 * @param home where it keeps its configuration and its threads
 * @param cwd the folder its threads work in
 * @param userHome an empty folder: start files and tool settings of whoever runs the tests stay out
 * @param log what it writes to standard error
 * @param traces where a {@link TraceFile} of each server is kept, or null for nowhere
 */
public record Stage(Path home, Path cwd, Path userHome, Path log, @Nullable Path traces) {

  /** Makes them below a folder that is new or empty. */
  public static Stage below(Path root) throws IOException {
    Path real = Files.createDirectories(root).toRealPath();
    return new Stage(
        Files.createDirectories(real.resolve("home")),
        Files.createDirectories(real.resolve("cwd")),
        Files.createDirectories(real.resolve("user")),
        real.resolve("stderr.txt"),
        null);
  }

  /** The same, with a file in {@code folder} of all that is said to a server and by it. */
  public Stage keepingTraces(@Nullable Path folder) {
    return new Stage(home, cwd, userHome, log, folder);
  }
}
