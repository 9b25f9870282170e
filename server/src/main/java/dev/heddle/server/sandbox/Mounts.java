package dev.heddle.server.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writable roots and what is protected in them, as mounts.
 *
 * <p>Each comes after those it is in, so that none covers another; a root counts more than what is
 * protected at the same place.
 *
 * <p>What is gone when the command starts is left out by bubblewrap ({@code -try}).
 */
final class Mounts {
  private Mounts() {}

  /** The arguments for bubblewrap; all paths are real ones. */
  static List<String> of(Collection<Path> roots, Set<Path> kept) {
    Set<Path> readOnly = new HashSet<>(kept);
    readOnly.removeAll(roots);
    List<Path> all = new ArrayList<>(readOnly);
    all.addAll(roots);
    all.sort(Comparator.comparingInt(Path::getNameCount));
    List<String> arguments = new ArrayList<>();
    for (Path path : all) {
      arguments.add(readOnly.contains(path) ? "--ro-bind-try" : "--bind-try");
      arguments.addAll(List.of(path.toString(), path.toString()));
    }
    return arguments;
  }
}
