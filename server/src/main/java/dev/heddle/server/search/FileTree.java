package dev.heddle.server.search;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The files and folders below some folders that a person may look for: hidden ones too, links
 * followed, less what {@link IgnoreFolder} leaves out and what git keeps for itself. What is in two
 * of the folders belongs to the inner one.
 *
 * <p><b>Errors:</b> what cannot be read is not there; so is a root that is no folder.
 */
final class FileTree {
  private final Map<Path, String> roots = new LinkedHashMap<>();

  /**
   * A tree.
   *
   * @param roots as they were named; relative ones start at the working directory
   */
  FileTree(Iterable<String> roots) {
    for (String each : roots) {
      try {
        this.roots.putIfAbsent(Path.of(each).toAbsolutePath().normalize(), each);
      } catch (InvalidPathException e) {
        // Nothing can be there.
      }
    }
  }

  /**
   * Goes through the tree.
   *
   * @param ended asked between two files; nothing is given out once it is true
   */
  void walk(Consumer<SearchEntry> found, BooleanSupplier ended) {
    roots.forEach((path, name) -> {
      try {
        Files.walkFileTree(
            path,
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            Integer.MAX_VALUE,
            new Visitor(path, name, found, ended));
      } catch (IOException e) {
        throw new IllegalStateException("the visitor throws none", e);
      }
    });
  }

  /** Goes through one root. */
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String name;
    private final int prefixLength;
    private final Consumer<SearchEntry> found;
    private final BooleanSupplier ended;
    private final Deque<IgnoreFolder> rules = new ArrayDeque<>();

    Visitor(Path root, String name, Consumer<SearchEntry> found, BooleanSupplier ended) {
      this.root = root;
      this.name = name;
      this.prefixLength = root.getParent() == null ? 1 : root.toString().length() + 1;
      this.found = found;
      this.ended = ended;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (ended.getAsBoolean()) {
        return FileVisitResult.TERMINATE;
      }
      if (folder.equals(root)) {
        rules.push(IgnoreFolder.of(root));
        return FileVisitResult.CONTINUE;
      }
      if (folder.endsWith(".git") || rules.element().leavesOut(folder, true)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      take(folder, true);
      if (roots.containsKey(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      rules.push(rules.element().below(folder));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) {
      rules.pop();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (ended.getAsBoolean()) {
        return FileVisitResult.TERMINATE;
      }
      boolean shown = attributes.isRegularFile() && !file.equals(root);
      if (shown && !rules.element().leavesOut(file, false)) {
        take(file, false);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      return FileVisitResult.CONTINUE;
    }

    private void take(Path path, boolean directory) {
      found.accept(new SearchEntry(name, path.toString().substring(prefixLength), directory));
    }
  }
}
