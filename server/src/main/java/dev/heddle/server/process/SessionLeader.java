package dev.heddle.server.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to start a program as the leader of a new session, under its own process id: by {@code
 * setsid(1)}, or by Perl where that does not exist (macOS).
 *
 * <p><b>Thread-safety:</b> immutable.
 */
public final class SessionLeader {
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
  private static final @Nullable List<String> PREFIX = find();

  private SessionLeader() {}

  /** Whether there is one; otherwise a command shares our session, and only its tree is ended. */
  static boolean available() {
    return PREFIX != null;
  }

  /** What starts {@code argv} so. */
  public static List<String> wrap(List<String> argv) {
    List<String> wrapped = new ArrayList<>();
    if (PREFIX != null) {
      wrapped.addAll(PREFIX);
    }
    wrapped.addAll(argv);
    return wrapped;
  }

  private static @Nullable List<String> find() {
    for (Path folder : FOLDERS) {
      Path setsid = folder.resolve("setsid");
      if (Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    for (Path folder : FOLDERS) {
      Path perl = folder.resolve("perl");
      if (Files.isExecutable(perl)) {
        return List.of(
            perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV; exit 127;");
      }
    }
    return null;
  }
}
