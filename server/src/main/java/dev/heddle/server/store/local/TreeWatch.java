package dev.heddle.server.store.local;

import dev.heddle.server.libc.CFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the directories of a home since the last look, told by the kernel.
 *
 * <p>Only on file systems of this machine: on one that other machines write to, the kernel does not
 * hear of their changes. Without a watch the files are looked at instead, which is as right and
 * slower.
 *
 * <p><b>Thread-safety:</b> for one thread at a time.
 */
final class TreeWatch implements AutoCloseable {
  private static final Set<String> LOCAL_FILE_SYSTEMS =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs", "bcachefs");

  private final Inotify queue;
  private final Map<Integer, Path> directories = new HashMap<>();

  private TreeWatch(Inotify queue) {
    this.queue = queue;
  }

  /**
   * What happened.
   *
   * @param lost whether more happened than is told: everything has to be looked at
   * @param changed files that may have come, gone or changed
   * @param trees directories in which directories came or went
   */
  record News(boolean lost, Set<Path> changed, Set<Path> trees) {
    boolean isNone() {
      return !lost && changed.isEmpty() && trees.isEmpty();
    }
  }

  /** Loads what a watch needs, which takes long the first time. */
  static void prepare() {
    if (Inotify.available()) {
      CFunction.warmUp();
    }
  }

  /** A watch for what is under {@code root}; null where none can be relied on. */
  static @Nullable TreeWatch open(Path root) throws IOException {
    return Inotify.available() && LOCAL_FILE_SYSTEMS.contains(Files.getFileStore(root).type())
        ? new TreeWatch(Inotify.open())
        : null;
  }

  /** Watches a directory of rollout files. Add first, then list: nothing falls in between. */
  void addFiles(Path directory) throws IOException {
    directories.put(queue.add(directory, Inotify.CAME_OR_WENT | Inotify.CHANGED), directory);
  }

  /** Watches a directory of directories. */
  void addTree(Path directory) throws IOException {
    directories.put(queue.add(directory, Inotify.CAME_OR_WENT), directory);
  }

  /** What happened since the last time, up to the moment of the call. */
  News news() throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    Set<Path> trees = new LinkedHashSet<>();
    boolean[] lost = {false};
    queue.drain(event -> {
      Path directory = directories.get(event.watch());
      if (event.is(Inotify.OVERFLOW)) {
        lost[0] = true;
      } else if (directory == null) {
        return; // of a directory that was told to be gone before
      } else if (event.is(Inotify.SELF_WENT | Inotify.ENDED)) {
        directories.remove(event.watch());
        trees.add(CodexHome.parent(directory));
      } else if (event.is(Inotify.DIRECTORY)) {
        trees.add(directory);
      } else if (event.name().startsWith("rollout-")) {
        changed.add(directory.resolve(event.name()));
      }
    });
    return new News(lost[0], changed, trees);
  }

  @Override
  public void close() {
    queue.close();
  }
}
