package dev.heddle.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Node with the packages that a {@code package.json} names, installed from npm once into the user's
 * cache folder. Without Node or npm the calling test is skipped, and standard error says so.
 *
 * @param modules the folder {@code node_modules}
 */
public record NodeTools(Path modules) {
  private static final int OLDEST_NODE = 20;
  private static final long LIMIT_S = 180;

  /**
   * Finds or installs the packages.
   *
   * @param npmOptions further arguments of {@code npm install}
   */
  public static NodeTools findOrSkip(Path packageJson, String... npmOptions)
      throws IOException, InterruptedException {
    String version = outputOf(List.of("node", "--version"));
    if (!version.matches("v\\d+\\..*\\s*")
        || Integer.parseInt(version.substring(1, version.indexOf('.'))) < OLDEST_NODE) {
      return skip(packageJson, "node --version says: " + version);
    }
    String wanted = Files.readString(packageJson);
    List<String> install = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
    install.add("--no-package-lock");
    install.addAll(List.of(npmOptions));
    String key = Integer.toHexString((wanted + install).hashCode());
    Path folder = cacheFolder().resolve("heddle-node-" + key);
    Files.createDirectories(folder);
    Path done = folder.resolve("installed");
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("install.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      if (!Files.exists(done)) {
        Files.writeString(folder.resolve("package.json"), wanted);
        Outcome outcome = run(folder, Map.of(), install);
        if (outcome.exitCode() != 0) {
          return skip(packageJson, "npm install failed:\n" + outcome.output());
        }
        Files.createFile(done);
      }
    }
    return new NodeTools(folder.resolve("node_modules"));
  }

  private static NodeTools skip(Path packageJson, String why) {
    String message =
        String.join(
            System.lineSeparator(),
            "",
            "*** TESTS THAT RUN NODE WERE SKIPPED:",
            "*** they need Node " + OLDEST_NODE + " or newer, npm, and from its registry what",
            "*** " + packageJson + " names.",
            "*** " + why,
            "");
    System.err.println(message);
    return abort(message);
  }

  /** The output of a program that must end well. */
  public static String succeed(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Outcome outcome = run(folder, environment, command);
    assertThat(outcome.exitCode()).as(String.join(" ", command) + "\n" + outcome.output()).isZero();
    return outcome.output();
  }

  private record Outcome(int exitCode, String output) {}

  private static Outcome run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("heddle-node", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("HOME", System.getProperty("user.home")); // npm's settings, cache
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      return ended
          ? new Outcome(process.exitValue(), text)
          : new Outcome(-1, text + "\nkilled after " + LIMIT_S + " s");
    } finally {
      Files.delete(output);
    }
  }

  private static String outputOf(List<String> command) throws InterruptedException {
    try {
      return run(Path.of("").toAbsolutePath(), Map.of(), command).output();
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static Path cacheFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null && !xdg.isBlank()
        ? Path.of(xdg)
        : Path.of(System.getProperty("user.home"), ".cache");
  }
}
