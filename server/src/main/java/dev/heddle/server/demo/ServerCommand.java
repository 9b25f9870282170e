package dev.heddle.server.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this server for a client of its own. */
public final class ServerCommand {
  private static final String MAIN = "dev.heddle.server.Main";

  private ServerCommand() {}

  /**
   * This server, in a process of its own: the launcher beside the jar that this process runs from,
   * or else the Java and the class path of this process.
   *
   * @param home where it keeps its threads
   */
  static List<String> ofThisServer(Path home) {
    return ofThisServer(List.of("--home", home.toString()));
  }

  /** The same with any options of {@code app-server}. */
  public static List<String> ofThisServer(List<String> options) {
    List<String> command = new ArrayList<>(start());
    command.add("app-server");
    command.addAll(options);
    return command;
  }

  private static List<String> start() {
    String classPath = System.getProperty("java.class.path");
    if (!classPath.contains(File.pathSeparator)) {
      Path launcher =
          Path.of(classPath).toAbsolutePath().resolveSibling("../bin/heddle").normalize();
      if (Files.isExecutable(launcher)) {
        return List.of(launcher.toString());
      }
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the launcher does: a start matters more than throughput here, and standard output is not
    // for the JVM's own messages.
    command.add("-XX:+UseSerialGC");
    command.add("-Xshare:auto");
    command.add("-Xlog:disable");
    command.add("-Xlog:all=warning:stderr");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    return command;
  }
}
