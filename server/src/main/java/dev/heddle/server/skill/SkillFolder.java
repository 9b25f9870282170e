package dev.heddle.server.skill;

import dev.heddle.protocol.v2.SkillScope;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A folder that skills may lie in, at any of a few levels.
 *
 * @param path of the folder, which need not be there
 * @param scope of the skills in it
 */
record SkillFolder(Path path, SkillScope scope) {
  private static final Log LOG = Log.of(SkillFolder.class);
  private static final int MAX_DEPTH = 6;
  private static final int MAX_ENTRIES = 10_000;

  /**
   * What is in it.
   *
   * @param files of skills, each by its real path, in no order
   * @param folders in which they were looked for, the first of which may not be there
   */
  record Contents(Set<Path> files, Set<Path> folders) {}

  /** Looks for skills in it. Hidden folders are passed over, links are followed. */
  Contents contents() {
    Search search = new Search();
    search.folders.add(path);
    if (Files.isDirectory(path)) {
      try {
        Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH + 1, search);
      } catch (IOException e) {
        LOG.warn("skills in " + path + " could not be looked for: " + e);
      }
    }
    return new Contents(search.files, search.folders);
  }

  private final class Search extends SimpleFileVisitor<Path> {
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();
    private int entries;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(path) && folder.getFileName().toString().startsWith(".");
      if (hidden) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      folders.add(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && file.getFileName().toString().equals(SkillFile.NAME)) {
        files.add(file.toRealPath());
      }
      entries++;
      return entries < MAX_ENTRIES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE; // not readable, or a link in a circle
    }
  }
}
