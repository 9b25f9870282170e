package dev.heddle.server.image;

import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder under test: an image when the system property {@code heddle.image} names one, else the
 * layout of the build, which may have neither a runtime nor a cache.
 *
 * @param root the folder with {@code bin} and {@code lib}
 */
public record Image(Path root) {
  private static final Pattern CACHE_NAME = Pattern.compile("heddle-([0-9a-f]+)\\.aot");

  /** The one that this run is about. */
  public static Image underTest() {
    String image = System.getProperty("heddle.image");
    return new Image(
        image != null
            ? Path.of(image)
            : Path.of(System.getProperty("heddle.root"), "server", "target", "heddle"));
  }

  /** The program. */
  public Path launcher() {
    return root.resolve("bin/heddle");
  }

  /**
   * The program in a new folder {@code layout}, in which it finds the servers that it starts
   * watched.
   */
  public Path watchedLauncher(Path layout) throws IOException {
    Files.createDirectory(layout);
    for (String name : List.of("lib", "runtime")) {
      if (Files.exists(root.resolve(name))) {
        Files.createSymbolicLink(layout.resolve(name), root.resolve(name));
      }
    }
    Path bin = Files.createDirectory(layout.resolve("bin"));
    Path itself = bin.resolve("heddle-itself");
    Files.copy(launcher(), itself, StandardCopyOption.COPY_ATTRIBUTES);
    WireWatch.install(bin.resolve("heddle"), List.of(itself.toString()));
    return itself;
  }

  Path jar() {
    return root.resolve("lib/heddle.jar");
  }

  /** The build id that the launcher knows. */
  String launcherId() {
    try {
      Matcher name = CACHE_NAME.matcher(Files.readString(launcher()));
      if (!name.find()) {
        throw new AssertionError("no build id in " + launcher());
      }
      return name.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is linked at every start. */
  Path cache() {
    return root.resolve("lib/heddle-" + launcherId() + ".aot");
  }

  /** What is linked when it is needed. */
  Path restOfCache() {
    return root.resolve("lib/heddle-" + launcherId() + ".jsa");
  }

  /** A copy at {@code target}; times and permissions are kept if {@code exactly}. */
  Image copyTo(Path target, boolean exactly) throws IOException, InterruptedException {
    Files.createDirectories(target.getParent());
    List<String> command = new ArrayList<>(List.of("cp", exactly ? "-Rp" : "-R"));
    command.addAll(List.of(root.toString(), target.toString()));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("cp failed");
    }
    return new Image(target);
  }

  /** Every file with its size and time. */
  List<String> listing() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        lines.add(each + " " + Files.size(each) + " " + Files.getLastModifiedTime(each));
      }
      return lines;
    }
  }
}
