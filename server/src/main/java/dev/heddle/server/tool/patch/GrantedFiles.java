package dev.heddle.server.tool.patch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files the user has allowed to change without being asked again. Forgotten when the thread
 * leaves memory.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class GrantedFiles {
  private final Set<Path> files = ConcurrentHashMap.newKeySet();

  void add(Collection<Path> targets) {
    files.addAll(targets);
  }

  boolean holdAll(Collection<Path> targets) {
    return files.containsAll(targets);
  }
}
