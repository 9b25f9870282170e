package dev.heddle.server.store.local;

import dev.heddle.server.libc.CFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the directories of a home since the last look, told by the kernel.
 *
 * <p>Only on file systems of this machine: on one that other machines write to, the kernel does not
 * hear of their changes. Without a watch the files are looked at instead, which is as right and
 * slower. A directory may be on another file system than the home, by a mount or a link.
 *
 * <p><b>Thread-safety:</b> for one thread at a time.
 */
final class TreeWatch implements AutoCloseable {
  private static final Set<String> LOCAL_FILE_SYSTEMS =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs", "bcachefs");

  private final Path root;
  private final DirectoryEvents queue;
  private final Map<Integer, Watched> directories = new HashMap<>();

  /** Devices with file systems of this machine, as far as directories were on them. */
  private final Set<Object> localDevices = new HashSet<>();

  /** A watch for what is under {@code root}, as this queue tells it. */
  TreeWatch(Path root, DirectoryEvents queue) {
    this.root = root;
    this.queue = queue;
  }

  private record Watched(Path path, boolean ofFiles) {}

  /**
   * What happened.
   *
   * @param lost whether more happened than is told: everything has to be looked at
   * @param changed files that may have come, gone or changed
   * @param trees directories in which directories came or went
   * @param over whether the root went, if only for a moment: nothing more is told
   */
  record News(boolean lost, Set<Path> changed, Set<Path> trees, boolean over) {}

  /** Loads what a watch needs, which takes long the first time. */
  static void prepare() {
    if (Inotify.available()) {
      CFunction.warmUp();
    }
  }

  /** A watch for what is under {@code root}; null where none can be relied on. */
  static @Nullable TreeWatch open(Path root) throws IOException {
    return Inotify.available() && isLocal(root) ? new TreeWatch(root, Inotify.open()) : null;
  }

  /** Of other file systems not all changes are told. */
  private void requireLocal(Path directory) throws IOException {
    Object device = Files.getAttribute(directory, "unix:dev");
    if (!localDevices.contains(device)) {
      if (!isLocal(directory)) {
        throw new IOException("not a local file system: " + directory);
      }
      localDevices.add(device);
    }
  }

  private static boolean isLocal(Path directory) throws IOException {
    return LOCAL_FILE_SYSTEMS.contains(Files.getFileStore(directory).type());
  }

  /** Watches a directory of rollout files. Add first, then list: nothing falls in between. */
  void addFiles(Path directory) throws IOException {
    requireLocal(directory);
    int watch = queue.add(directory, Inotify.CAME_OR_WENT | Inotify.CHANGED);
    directories.put(watch, new Watched(directory, true));
  }

  /** Watches a directory of directories. */
  void addTree(Path directory) throws IOException {
    requireLocal(directory);
    directories.put(queue.add(directory, Inotify.CAME_OR_WENT), new Watched(directory, false));
  }

  /** What happened since the last time, up to the moment of the call. */
  News news() throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    Set<Path> trees = new LinkedHashSet<>();
    boolean[] lost = {false};
    boolean[] over = {false};
    queue.drain(event -> {
      Watched watched = directories.get(event.watch());
      if (event.is(Inotify.OVERFLOW)) {
        lost[0] = true;
      } else if (watched == null) {
        return; // of a directory that was told to be gone before
      } else if (event.is(Inotify.SELF_WENT | Inotify.ENDED)) {
        directories.remove(event.watch());
        over[0] |= watched.path().equals(root);
        trees.add(CodexHome.parent(watched.path()));
      } else if (event.is(Inotify.DIRECTORY) || holdsFolders(watched)) {
        trees.add(watched.path());
      } else if (event.name().startsWith("rollout-")) {
        changed.add(watched.path().resolve(event.name()));
      }
    });
    return new News(lost[0], changed, trees, over[0]);
  }

  /** Whether what comes there is a directory or a link to one, which the kernel does not say. */
  private boolean holdsFolders(Watched watched) {
    return !watched.ofFiles() && !watched.path().equals(root);
  }

  @Override
  public void close() {
    queue.close();
  }
}
