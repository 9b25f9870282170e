package dev.heddle.server.differential;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Codex that Heddle is compared with, version {@value #VERSION}.
 *
 * <p>{@code HEDDLE_PEER} names its program; otherwise it is looked for in the user's cache folder
 * and, if it is not there, installed from npm once (about 400 MB). Without it the calling test is
 * skipped, and standard error says what to do about that.
 */
final class Peer {
  static final String VERSION = "0.169.0";

  private static final long INSTALL_TIMEOUT_S = 300;
  private static final long VERSION_TIMEOUT_S = 20;

  private Peer() {}

  /** Finds or installs the program; skips the calling test when there is none. */
  static ServerCommand findOrSkip() throws InterruptedException {
    String given = System.getenv("HEDDLE_PEER");
    if (given != null && !given.isBlank()) {
      Path program = Path.of(given).toAbsolutePath();
      String version = versionOf(program).orElse("no answer to --version");
      if (!version.endsWith(" " + VERSION)) {
        throw new IllegalStateException(
            "HEDDLE_PEER=" + given + " is not codex " + VERSION + " but: " + version);
      }
      return ServerCommand.peer(program);
    }
    try {
      return findOrInstall(cacheFolder().resolve("heddle-peer"));
    } catch (IOException e) {
      return skip("the cache folder cannot be used: " + e);
    }
  }

  private static ServerCommand findOrInstall(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path lock = folder.resolve("install.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      Optional<Path> installed = installedIn(folder);
      String failure = "";
      if (installed.isEmpty()) {
        failure = install(folder);
        installed = installedIn(folder);
      }
      return installed.isPresent() ? ServerCommand.peer(installed.get()) : skip(failure);
    }
  }

  private static ServerCommand skip(String failure) {
    String message =
        String.join(
            System.lineSeparator(),
            "",
            "*** THE COMPARISON WITH CODEX WAS SKIPPED: there is no codex " + VERSION + " here.",
            "*** " + failure,
            "*** Set HEDDLE_PEER to a codex program of that version, or make this work:",
            "***     npm install @openai/codex@" + VERSION,
            "");
    System.err.println(message);
    return abort(message);
  }

  private static Optional<Path> installedIn(Path folder) throws IOException, InterruptedException {
    Path modules = folder.resolve("node_modules");
    if (!Files.isDirectory(modules)) {
      return Optional.empty();
    }
    List<Path> programs;
    try (Stream<Path> files = Files.walk(modules)) {
      programs = files.filter(Peer::isNativeProgram).toList();
    }
    for (Path program : programs) {
      if (versionOf(program).filter(version -> version.endsWith(" " + VERSION)).isPresent()) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** The package holds a starter script of the same name, too; the program lies under vendor. */
  private static boolean isNativeProgram(Path file) {
    String name = file.getFileName().toString();
    boolean underVendor = false;
    for (Path part : file) {
      underVendor |= part.toString().equals("vendor");
    }
    return underVendor
        && (name.equals("codex") || name.equals("codex.exe"))
        && Files.isRegularFile(file);
  }

  /** Installs the package; returns what went wrong if it is not there afterwards. */
  private static String install(Path folder) throws IOException, InterruptedException {
    System.err.println("Installing codex " + VERSION + " from npm into " + folder + " (once).");
    Path log = folder.resolve("install.log");
    String npm = isWindows() ? "npm.cmd" : "npm";
    ProcessBuilder builder =
        new ProcessBuilder(
                npm,
                "install",
                "--prefix",
                folder.toString(),
                "--no-audit",
                "--no-fund",
                "@openai/codex@" + VERSION)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", System.getProperty("user.home")); // npm's settings, cache
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return "npm could not be started: " + e.getMessage();
    }
    process.getOutputStream().close();
    if (!process.waitFor(INSTALL_TIMEOUT_S, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return "npm did not finish within " + INSTALL_TIMEOUT_S + " s; see " + log;
    }
    return "npm ended with exit code " + process.exitValue() + "; see " + log;
  }

  private static Optional<String> versionOf(Path program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return Optional.of(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    String localAppData = System.getenv("LOCALAPPDATA");
    if (xdg != null && !xdg.isBlank()) {
      return Path.of(xdg);
    }
    if (isWindows() && localAppData != null) {
      return Path.of(localAppData);
    }
    Path home = Path.of(System.getProperty("user.home"));
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    return mac ? home.resolve("Library/Caches") : home.resolve(".cache");
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
