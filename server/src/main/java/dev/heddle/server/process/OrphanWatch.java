package dev.heddle.server.process;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the commands of a server that was killed: a shell outside of the server's session that waits
 * for the end of its input, which only the server holds open, and then kills whoever carries the
 * server's mark in its environment, until none is found.
 *
 * <p>Linux only, as {@code /proc} is where marks are found; elsewhere, and where there is no shell
 * or no {@code grep}, nothing is watched and commands outlive a killed server.
 *
 * <p><b>Thread-safety:</b> immutable.
 */
final class OrphanWatch {
  private static final Log LOG = Log.of(OrphanWatch.class);
  private static final Path SHELL = Path.of("/bin/sh");

  /** Whoever starts others faster than this finds them goes on after so many rounds. */
  private static final String SCRIPT =
      """
      cat > /dev/null
      round=0
      while [ $round -lt 20 ]; do
        round=$((round + 1))
        found=
        for file in $(grep -lsz "^$1" /proc/[0-9]*/environ); do
          found=yes
          pid=${file#/proc/}
          kill -KILL "${pid%/environ}" 2> /dev/null
        done
        [ -n "$found" ] || exit 0
      done
      """;

  /** Held, since its input ends when nobody has it any more. */
  private final Process shell;

  private OrphanWatch(Process shell) {
    this.shell = shell;
  }

  /**
   * Starts one.
   *
   * @param mark what the marks of this server's commands begin with
   * @return null where there can be none
   */
  static @Nullable OrphanWatch start(String mark) {
    if (!Files.isReadable(Path.of("/proc/self/environ")) || !Files.isExecutable(SHELL)) {
      return null;
    }
    List<String> argv = new ArrayList<>(SessionLeader.wrap(List.of(SHELL.toString())));
    argv.addAll(List.of("-c", SCRIPT, "heddle-orphans", ChildEnvironment.MARK + "=" + mark));
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return new OrphanWatch(builder.start());
    } catch (IOException e) {
      LOG.warn("commands would outlive a killed server: " + e.getMessage());
      return null;
    }
  }

  /** Ends it, and with it what is left of the commands. */
  void close() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // It has gone already.
    }
  }
}
