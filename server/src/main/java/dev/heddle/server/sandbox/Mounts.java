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
 * protected at the same place. The folders between a root and a mount in it are mounted, too, on
 * themselves: what is mounted on cannot be renamed, and a protected folder must not be moved away
 * with the folder it is in. That is so for the first few hundred folders, roots and what is in the
 * first roots before others.
 *
 * <p>What is gone when the command starts is left out by bubblewrap ({@code -try}).
 */
final class Mounts {
  /** Bubblewrap takes time with the square of the mounts: 2,400 took it 45 seconds. */
  private static final int MOST_BETWEEN = 200;

  private Mounts() {}

  /** The arguments for bubblewrap; all paths are real ones. */
  static List<String> of(Collection<Path> roots, Set<Path> kept) {
    Set<Path> readOnly = new HashSet<>(kept);
    readOnly.removeAll(roots);
    Set<Path> writable = new HashSet<>(roots);
    roots.forEach(path -> addBetween(path, roots, readOnly, writable));
    kept.forEach(path -> addBetween(path, roots, readOnly, writable));

    List<Path> all = new ArrayList<>(readOnly);
    all.addAll(writable);
    all.sort(Comparator.comparingInt(Path::getNameCount));
    List<String> arguments = new ArrayList<>();
    for (Path path : all) {
      arguments.add(readOnly.contains(path) ? "--ro-bind-try" : "--bind-try");
      arguments.addAll(List.of(path.toString(), path.toString()));
    }
    return arguments;
  }

  /** Adds the folders from the path up to the closest root; none where it is in what is kept. */
  private static void addBetween(
      Path path, Collection<Path> roots, Set<Path> readOnly, Set<Path> writable) {
    List<Path> between = new ArrayList<>();
    for (Path at = path.getParent(); at != null; at = at.getParent()) {
      if (roots.contains(at)) {
        if (writable.size() < roots.size() + MOST_BETWEEN) {
          writable.addAll(between);
        }
        return;
      }
      if (readOnly.contains(at)) {
        return;
      }
      between.add(at);
    }
  }
}
