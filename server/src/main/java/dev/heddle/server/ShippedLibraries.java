package dev.heddle.server;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The native libraries that a distribution carries beside its jars, in {@code native/} and a folder
 * per platform. Without them the bindings of SQLite, Zstandard and terminals would unpack theirs
 * into the temporary folder at every start, and a killed server would leave them there.
 *
 * <p><b>Thread-safety:</b> immutable; {@link #use} may be called any number of times.
 *
 * <p><b>Files:</b> reads the folder.
 *
 * @param folder this platform's, or null if there is none, as when embedded in another program
 */
record ShippedLibraries(@Nullable Path folder) {
  private static final Log LOG = Log.of(ShippedLibraries.class);

  /**
   * Where each binding looks for its library: SQLite's, JNA's, pty4j's, JLine's. SQLite's also
   * looks through the folder that it would unpack to, which is the temporary one of all programs
   * unless it is told of another.
   */
  private static final List<String> FOLDERS =
      List.of(
          "org.sqlite.lib.path",
          "org.sqlite.tmpdir",
          "jna.boot.library.path",
          "pty4j.preferred.native.folder",
          "library.jline.path");

  private static final String ZSTD_FILE = "ZstdNativePath";

  /** Those of the installation that the program runs from. */
  static ShippedLibraries ofThisProcess() {
    Path folder =
        Installation.ofThisProcess()
            .map(installation -> installation.natives().resolve(platform()))
            .orElse(null);
    return new ShippedLibraries(folder != null && Files.isDirectory(folder) ? folder : null);
  }

  // In sqlite-jdbc's words. Its own OSInfo would start a process to find them out.
  private static String platform() {
    String os = System.getProperty("os.name", "");
    String arch = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
    if (os.startsWith("Windows")) {
      return "Windows/" + arch;
    }
    if (os.startsWith("Mac")) {
      return "Mac/" + arch;
    }
    return (Files.exists(Path.of("/lib/ld-musl-" + arch + ".so.1")) ? "Linux-Musl/" : "Linux/")
        + arch;
  }

  /** Points the bindings to them, where the user has not said otherwise. */
  void use() {
    if (folder == null) {
      return;
    }
    for (String property : FOLDERS) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, folder.toString());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> zstd =
          files.filter(each -> each.getFileName().toString().contains("zstd")).findFirst();
      if (zstd.isPresent() && System.getProperty(ZSTD_FILE) == null) {
        System.setProperty(ZSTD_FILE, zstd.get().toString());
      }
    } catch (IOException e) {
      LOG.warn("cannot list " + folder + "; libraries are unpacked instead", e);
    }
  }
}
