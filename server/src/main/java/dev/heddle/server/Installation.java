package dev.heddle.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder that this program was installed into: {@code bin}, {@code lib}, and where it brings a
 * Java of its own, {@code runtime}, of which the program is a module.
 *
 * @param root that folder
 */
record Installation(Path root) {
  private static final String MAIN = "dev.heddle.server.Main";

  /** The one that this process runs from; empty when it runs from classes or inside another. */
  static Optional<Installation> ofThisProcess() {
    String root = System.getProperty("heddle.installation"); // from the launcher
    if (root != null) {
      return Optional.of(new Installation(Path.of(root).toAbsolutePath()));
    }
    if (Installation.class.getModule().isNamed()) {
      return parent(Path.of(System.getProperty("java.home"))); // started without the launcher
    }
    // Not by the class's code source: from an archive of classes that is where the jar was when the
    // archive was made.
    String classPath = System.getProperty("java.class.path", "");
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
        ? parent(Path.of(classPath).toAbsolutePath()).flatMap(lib -> parent(lib.root))
        : Optional.empty();
  }

  private static Optional<Installation> parent(Path path) {
    return Optional.ofNullable(path.getParent()).map(Installation::new);
  }

  /**
   * The beginning of a command line that starts this program in a process of its own: the launcher
   * for a shell, or else the Java and the class path of this process.
   */
  static List<String> command() {
    return ofThisProcess()
        .map(installation -> installation.root.resolve("bin/heddle"))
        .filter(launcher -> File.separatorChar == '/' && Files.isExecutable(launcher))
        .map(launcher -> List.of(launcher.toString()))
        .orElseGet(Installation::commandOfClasses);
  }

  private static List<String> commandOfClasses() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // As the launcher does: a start matters more than throughput here, and standard output is
        // not for the JVM's own messages.
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        MAIN);
  }

  /** Where the libraries of all platforms are, a folder each. */
  Path natives() {
    return root.resolve("lib/native");
  }
}
