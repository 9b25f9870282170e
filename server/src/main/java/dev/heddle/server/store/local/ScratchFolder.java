package dev.heddle.server.store.local;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder for files of this process alone, which only its user can read. It is made when it is
 * first asked for, and removed with all that is in it.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ScratchFolder implements AutoCloseable {
  private static final Log LOG = Log.of(ScratchFolder.class);

  private Path temporary = Path.of(System.getProperty("java.io.tmpdir", "")); // guarded by this
  private @Nullable Path made; // guarded by this

  /** For tests: another place for it. */
  synchronized void madeIn(Path directory) {
    temporary = directory;
  }

  /** Where it is. */
  synchronized Path get() throws IOException {
    Path folder = made;
    if (folder == null || Files.notExists(folder)) { // whoever tidies up may have been here
      folder = Files.createTempDirectory(temporary, "heddle-history");
      made = folder;
    }
    return folder;
  }

  @Override
  public synchronized void close() {
    Path folder = made;
    made = null;
    if (folder != null) {
      try {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException e) {
        LOG.debug(() -> "temporary files stay: " + e.getMessage());
      }
    }
  }
}
