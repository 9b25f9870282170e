package dev.heddle.server.store.local;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.heddle.server.libc.CFunction;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder for files of this process alone, which only its user can read. It is made when it is
 * first asked for, and removed with all that is in it.
 *
 * <p>A process that is killed removes nothing: {@link #sweep} does, for all that are gone.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Files:</b> {@code heddle-history<number>/} in the system's folder for such. Its {@code
 * lock} is held while the process lives, so a folder whose lock is free is nobody's.
 */
final class ScratchFolder implements AutoCloseable {
  private static final Log LOG = Log.of(ScratchFolder.class);
  private static final String PREFIX = "heddle-history";
  private static final String LOCK = "lock";
  private static final int MOST_MADE = 5;

  private Path temporary = Path.of(System.getProperty("java.io.tmpdir", "")); // guarded by this
  private @Nullable Path made; // guarded by this
  private Flock.@Nullable Held held; // guarded by this

  /** For tests: another place for it. */
  synchronized void madeIn(Path directory) {
    temporary = directory;
  }

  /** Where it is. */
  synchronized Path get() throws IOException {
    Path folder = made;
    if (folder == null || Files.notExists(folder)) { // whoever tidies up may have been here
      letGo();
      folder = make();
      made = folder;
    }
    return folder;
  }

  private Path make() throws IOException {
    for (int i = 0; i < MOST_MADE; i++) {
      Path folder = Files.createTempDirectory(temporary, PREFIX);
      Path lock = folder.resolve(LOCK);
      Flock.Held taken = null;
      try {
        taken = Flock.tryLock(lock, false);
      } catch (NoSuchFileException e) {
        continue; // swept: nobody held it yet
      }
      if (taken != null && Files.exists(lock)) {
        held = taken;
        return folder;
      }
      if (taken != null) {
        taken.close();
      }
    }
    throw new IOException("the folders for temporary files vanish as soon as they are made");
  }

  /** Removes the folders of processes of this user that are gone. */
  void sweep() {
    Path place;
    synchronized (this) {
      place = temporary;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (Path folder : folders) {
        sweep(folder);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug(() -> "temporary files of others are not looked at: " + e.getMessage());
    }
  }

  private static void sweep(Path folder) {
    Path lock = folder.resolve(LOCK);
    try {
      if (!isOurs(folder) || !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
        return; // one that is just being made has none yet
      }
      try (Flock.@Nullable Held free = Flock.tryLock(lock, false)) {
        if (free != null) {
          remove(folder);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug(() -> "temporary files of another process stay: " + e.getMessage());
    }
  }

  /** Whether this user made it: anybody may make one of that name. */
  private static boolean isOurs(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true; // each user has a folder for temporary files
    }
    return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        .equals(CFunction.named("geteuid").call());
  }

  private static void remove(Path folder) throws IOException {
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private void letGo() {
    Flock.Held lock = held;
    held = null;
    if (lock != null) {
      lock.close();
    }
  }

  @Override
  public synchronized void close() {
    Path folder = made;
    made = null;
    letGo();
    if (folder != null) {
      try {
        remove(folder);
      } catch (IOException e) {
        LOG.debug(() -> "temporary files stay: " + e.getMessage());
      }
    }
  }
}
