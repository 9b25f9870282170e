package dev.heddle.server.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Empty directories that stand for what is not there while commands run that must not make it: only
 * what is there can be mounted read-only. Each goes with the last command that needs it, unless
 * somebody outside has put something into it. One that a crash leaves is empty, which no program
 * takes for a repository or a configuration, and is protected like any other from then on.
 *
 * <p><b>Thread-safety:</b> thread-safe. Servers do not know of each other's: one may take away what
 * commands of another need.
 */
final class Placeholders {
  private final Map<Path, Integer> users = new HashMap<>(); // guarded by this

  /**
   * Makes the directory, or counts one more user of it; false when something of somebody else is
   * there, or nothing can be made there.
   */
  synchronized boolean take(Path path) {
    if (users.containsKey(path)) {
      users.merge(path, 1, Integer::sum);
      return true;
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      return false; // somebody else just made it, or nobody can
    }
    users.put(path, 1);
    return true;
  }

  /** One user less. */
  synchronized void release(Path path) {
    if (users.merge(path, -1, Integer::sum) > 0) {
      return;
    }
    users.remove(path);
    try {
      Files.delete(path);
    } catch (IOException e) {
      // It is not empty: it has become the user's. Or it cannot be removed, and stays empty.
    }
  }
}
