package dev.heddle.server.sandbox;

import dev.heddle.server.git.GitRepositories;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must not be written to although it is below a writable root, as it is found on the disk:
 * what steers tools in the roots and a few folders below them, what links of those names lead to,
 * and the repositories that files named {@code .git} point to (worktrees, {@code
 * --separate-git-dir}).
 *
 * <p>A link itself is not among it: nothing can be mounted on one, so a command may replace it.
 */
public final class ProtectedPaths {
  private static final Log LOG = Log.of(ProtectedPaths.class);

  /** Where repositories in a workspace are looked for: so deep, and in so many folders at most. */
  private static final int DEEPEST = 3;

  private static final int MOST_FOLDERS = 2_000;

  private final Collection<Path> roots;
  private final Set<Path> found = new LinkedHashSet<>();

  private ProtectedPaths(Collection<Path> roots) {
    this.roots = roots;
  }

  /**
   * The real paths of it, each below one of the roots, so far as they are found in reasonable time.
   *
   * @param roots by their real paths
   */
  public static Set<Path> below(Collection<Path> roots) {
    ProtectedPaths paths = new ProtectedPaths(roots);
    roots.forEach(paths::search);
    return paths.found;
  }

  private void search(Path root) {
    Deque<Path> folders = new ArrayDeque<>(List.of(root));
    for (int looked = 0; looked < MOST_FOLDERS && !folders.isEmpty(); looked++) {
      Path folder = folders.remove();
      boolean deeper = root.relativize(folder).getNameCount() < DEEPEST || folder.equals(root);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Sandbox.PROTECTED.contains(entry.getFileName().toString())) {
            protect(entry);
          } else if (deeper && !Files.isSymbolicLink(entry) && Files.isDirectory(entry)) {
            folders.add(entry);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        LOG.info("a folder cannot be looked into");
      }
    }
  }

  private void protect(Path entry) {
    add(entry);
    if (entry.endsWith(".git")) {
      GitRepositories.foldersOf(entry).forEach(this::add);
    }
  }

  private void add(Path path) {
    try {
      Path real = path.toRealPath();
      if (roots.stream().anyMatch(root -> real.startsWith(root) && !real.equals(root))) {
        found.add(real);
      }
    } catch (IOException e) {
      // a link to nothing, or gone by now
    }
  }
}
