package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database and what SQLite keeps beside it, by their names: nothing is opened here.
 *
 * <p><b>Thread-safety:</b> thread-safe; other processes may move and make the same files.
 *
 * @param file the database itself
 */
record DatabaseFiles(Path file) {
  private static final String LOG = "-wal";
  private static final String SHARED_MEMORY = "-shm";

  /** What the file is now; null without one. */
  @Nullable FileStamp stamp() throws IOException {
    return FileStamp.read(file);
  }

  /**
   * Gives a damaged database and what belongs to it another name, unless somebody else has done
   * that and a new one is in its place.
   *
   * @return where it is now; null when somebody else moved it
   */
  @Nullable Path moveAside(@Nullable FileStamp damaged) throws IOException {
    FileStamp now = stamp();
    if (now == null || !now.sameFile(damaged)) {
      return null;
    }
    Path target = named(".damaged-" + Instant.now().toEpochMilli());
    for (String part : List.of(LOG, SHARED_MEMORY, "")) {
      move(target, part);
    }
    moveLeftovers(); // of another process that opened it between these moves
    return target;
  }

  /**
   * What belonged to a file that is gone must not be taken for the next one's. Looked at before the
   * file is: another process may make both just now.
   */
  void moveLeftovers() throws IOException {
    Map<String, FileStamp> left = new LinkedHashMap<>();
    for (String part : List.of(LOG, SHARED_MEMORY)) {
      FileStamp stamp = FileStamp.read(named(part));
      if (stamp != null) {
        left.put(part, stamp);
      }
    }
    if (left.isEmpty() || stamp() != null) {
      return;
    }
    Path target = named(".left-" + Instant.now().toEpochMilli());
    for (Map.Entry<String, FileStamp> each : left.entrySet()) {
      if (each.getValue().sameFile(FileStamp.read(named(each.getKey())))) {
        move(target, each.getKey());
      }
    }
  }

  private Path named(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private void move(Path target, String part) throws IOException {
    try {
      Files.move(
          named(part),
          target.resolveSibling(target.getFileName() + part),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // There is none.
    }
  }
}
