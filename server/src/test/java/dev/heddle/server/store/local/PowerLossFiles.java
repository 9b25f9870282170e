package dev.heddle.server.store.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that know what a power cut would leave of them: of a file what was forced, of a directory
 * the entries that were there when it was forced.
 */
final class PowerLossFiles implements LogIo {
  private final LogIo disk = new DiskLogIo();
  private final Map<Path, Long> forcedBytes = new HashMap<>();
  private final Set<Path> forcedEntries = new HashSet<>();
  private final Set<Path> created = new HashSet<>();

  /** What was not forced is gone. */
  synchronized void cutPower() {
    try {
      for (Path path : created) {
        if (!Files.isRegularFile(path)) {
          continue;
        }
        if (!entryForced(path)) {
          Files.delete(path);
          continue;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
          file.truncate(forcedBytes.getOrDefault(path, 0L));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether every name on the way to the file was forced that did not exist before. */
  private boolean entryForced(Path path) {
    for (Path at = path; at != null && created.contains(at); at = at.getParent()) {
      if (!forcedEntries.contains(at)) {
        return false;
      }
    }
    return true;
  }

  /** The file, and folders on the way to it that are missing, are going to be created. */
  synchronized void note(Path path) {
    for (Path at = path; at != null && !Files.exists(at); at = at.getParent()) {
      created.add(at);
    }
  }

  private synchronized void forced(Path path, long size) {
    forcedBytes.put(path, size);
  }

  @Override
  public LogFile open(Path path) throws IOException {
    note(path);
    return new PassingLogFile(disk.open(path)) {
      @Override
      public void force() throws IOException {
        super.force();
        forced(path, size());
      }
    };
  }

  @Override
  public @Nullable FileStamp stamp(Path path) throws IOException {
    return disk.stamp(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
    synchronized (this) {
      created.stream()
          .filter(path -> directory.equals(path.getParent()))
          .forEach(forcedEntries::add);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
    synchronized (this) {
      created.add(to);
      forcedBytes.put(to, forcedBytes.getOrDefault(from, 0L));
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    disk.delete(path);
  }
}
