package dev.heddle.server.files;

import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one client on files and folders. A watch on a folder tells of what is directly in
 * it; one on a file tells of that file. What is watched need not exist yet, and may be removed and
 * made again. Changes that come close together are told together.
 *
 * <p>The system watches folders only. So a watch on {@code a/b} listens to {@code a} for {@code b},
 * to {@code a/b} for what is in it, and, where they are missing, to the nearest folder above that
 * is there. A link is watched together with what it leads to.
 *
 * <p><b>Thread-safety:</b> thread-safe. Listeners are called one at a time, on a thread of their
 * own, without a lock held.
 */
public final class FileWatches implements AutoCloseable {
  private static final Log LOG = Log.of(FileWatches.class);

  /** After the first change others are waited for so long. */
  private static final long TOGETHER_MS = 100;

  // Guarded by this.
  private final Map<String, Watch> watches = new HashMap<>();
  private final Map<WatchKey, Set<Path>> folders = new HashMap<>(); // a folder has many names
  private @Nullable WatchService service;
  private boolean closed;

  private record Watch(Path path, Consumer<List<Path>> listener) {}

  /**
   * Begins to watch.
   *
   * @param path absolute
   * @param listener takes the changed paths, sorted
   * @return what is watched: the path without {@code .} and {@code ..}
   * @throws FileRefusedException when the id is in use
   */
  public synchronized Path watch(String watchId, Path path, Consumer<List<Path>> listener)
      throws IOException, FileRefusedException {
    if (watches.containsKey(watchId)) {
      throw new FileRefusedException("watchId already exists: " + watchId);
    }
    Path normal = path.normalize();
    listen(normal);
    watches.put(watchId, new Watch(normal, listener));
    return normal;
  }

  /** Ends a watch. When this returns no further change is told; one may just be being told. */
  public synchronized void unwatch(String watchId) {
    if (watches.remove(watchId) != null) {
      Set<Path> needed = new HashSet<>();
      watches.values().forEach(watch -> needed.addAll(foldersOf(watch.path())));
      folders
          .entrySet()
          .removeIf(each -> {
            each.getValue().retainAll(needed);
            boolean unused = each.getValue().isEmpty();
            if (unused) {
              each.getKey().cancel();
            }
            return unused;
          });
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    watches.clear();
    folders.clear();
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.warn("file watching did not end well: " + e.getMessage());
      }
    }
  }

  // Under the lock.
  private void listen(Path path) throws IOException {
    WatchService running = running();
    for (Path folder : foldersOf(path)) {
      WatchKey key =
          folder.register(
              running,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      folders.computeIfAbsent(key, unused -> new HashSet<>()).add(folder);
    }
  }

  private WatchService running() throws IOException {
    if (closed) {
      throw new IOException("the server is ending");
    }
    WatchService running = service;
    if (running == null) {
      running = Path.of("").getFileSystem().newWatchService();
      service = running;
      WatchService taken = running;
      Thread.ofPlatform().daemon().name("heddle-files").start(() -> run(taken));
    }
    return running;
  }

  /** The folders the system has to watch for a path. */
  private static Set<Path> foldersOf(Path path) {
    Set<Path> needed = new HashSet<>();
    Path parent = path.getParent();
    while (parent != null && !Files.isDirectory(parent)) {
      parent = parent.getParent();
    }
    if (parent != null) {
      needed.add(parent);
    }
    if (Files.isDirectory(path)) {
      needed.add(path);
    } else if (Files.isSymbolicLink(path)) {
      try {
        needed.add(path.toRealPath().getParent());
      } catch (IOException e) {
        // It leads to nothing.
      }
    }
    return needed;
  }

  private void run(WatchService taken) {
    try {
      while (true) {
        Set<Path> changed = new HashSet<>();
        collect(taken.take(), changed);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOGETHER_MS);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
          WatchKey more = taken.poll(left, TimeUnit.NANOSECONDS);
          if (more != null) {
            collect(more, changed);
          }
        }
        tell(changed);
      }
    } catch (ClosedWatchServiceException e) {
      // The end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Adds what a folder has to tell; when it lost count, everything in it may have changed. */
  private synchronized void collect(WatchKey key, Set<Path> changed) {
    Set<Path> names = folders.getOrDefault(key, Set.of());
    List<WatchEvent<?>> events = key.pollEvents();
    boolean there = key.reset();
    for (Path folder : names) {
      for (WatchEvent<?> event : events) {
        changed.add(event.context() instanceof Path name ? folder.resolve(name) : folder);
      }
    }
    if (!there) {
      folders.remove(key);
      changed.addAll(names);
    }
  }

  private void tell(Set<Path> changed) {
    List<Runnable> calls = new ArrayList<>();
    synchronized (this) {
      for (Watch watch : watches.values()) {
        SortedSet<Path> concerned = new TreeSet<>();
        for (Path each : changed) {
          Path shown = shown(watch.path(), each);
          if (shown != null) {
            concerned.add(shown);
          }
        }
        if (!concerned.isEmpty()) {
          calls.add(() -> watch.listener().accept(List.copyOf(concerned)));
        }
        listenAgain(watch.path(), changed);
      }
    }
    calls.forEach(Runnable::run);
  }

  /** What a watch tells of a change, or null when it does not concern it. */
  private static @Nullable Path shown(Path watched, Path changed) {
    if (changed.equals(watched) || (watched.equals(changed.getParent()))) {
      return changed;
    }
    if (Files.isSymbolicLink(watched)) {
      try {
        return watched.toRealPath().equals(changed) ? watched : null;
      } catch (IOException e) {
        return null; // It leads to nothing.
      }
    }
    // A folder above it came or went, and it with that.
    return watched.startsWith(changed) ? watched : null;
  }

  /** Follows what was made, removed or replaced: the folders to listen to may be others now. */
  private void listenAgain(Path watched, Set<Path> changed) {
    if (changed.stream().noneMatch(watched::startsWith)) {
      return;
    }
    try {
      listen(watched);
    } catch (IOException e) {
      LOG.warn("a watch cannot go on: " + e.getMessage());
    }
  }
}
