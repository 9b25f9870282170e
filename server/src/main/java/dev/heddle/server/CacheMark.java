package dev.heddle.server;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The note that the ahead-of-time cache was found sound. The launcher has the JVM check a cache
 * that is newer than its mark, since a damaged one would bring the JVM down, and names both in
 * system properties; the mark is written only when the JVM then took the cache.
 *
 * <p><b>Files:</b> writes the mark, which has the cache's path in it.
 *
 * @param file the mark
 * @param cache what it is about, as the launcher names it
 */
record CacheMark(Path file, String cache) {
  private static final Log LOG = Log.of(CacheMark.class);

  /** The mark that this process is to leave; null if none is wanted or earned. */
  static @Nullable CacheMark toLeave() {
    String file = System.getProperty("heddle.checked");
    String cache = System.getProperty("heddle.cache");
    return file == null || cache == null || !isCacheTaken()
        ? null
        : new CacheMark(Path.of(file), cache);
  }

  /** Whether the JVM runs with a cache of ours. */
  static boolean isCacheTaken() {
    // What it says of itself when it has mapped an archive. Other Javas than ours bring their own.
    return CacheMark.class.getModule().isNamed()
        && System.getProperty("java.vm.info", "").contains("sharing");
  }

  /** Leaves it, if the user's folder can be written to. */
  void leave() {
    try {
      Files.createDirectories(file.getParent());
      // Another process may be about to do the same.
      Path unfinished =
          file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
      Files.writeString(unfinished, cache + "\n");
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.debug(() -> "the cache is checked again next time: " + e);
    }
  }
}
