package dev.heddle.server.store.local;

import com.github.luben.zstd.ZstdIOException;
import dev.heddle.server.store.RolloutPaths;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Threads named by the path of a rollout, in the home or anywhere else. */
final class LocalPaths implements RolloutPaths {
  private final CodexHome home;
  private final Catalogue catalogue;

  LocalPaths(CodexHome home, Catalogue catalogue) {
    this.home = home;
    this.catalogue = catalogue;
  }

  @Override
  public StoredThread readByPath(String path) {
    Path resolved = resolve(path);
    try {
      String id = SessionHead.id(SessionHead.read(resolved)).toLowerCase(Locale.ROOT);
      ThreadRow current = catalogue.row(id);
      if (current != null && Files.isSameFile(current.mark().path(), resolved)) {
        return current.thread();
      }
      boolean archived = resolved.startsWith(home.archivedSessions());
      RolloutFile file = RolloutFile.parse(resolved, archived);
      if (file == null || !file.threadId().equals(id)) {
        file = new RolloutFile(resolved, id, null, 0, archived);
      }
      return catalogue.rowOf(file).thread();
    } catch (ZstdIOException e) {
      throw new ThreadStoreException(
          ThreadStoreException.Kind.CORRUPT, null, "the rollout cannot be unpacked", null);
    } catch (IOException e) {
      throw StorageFailure.of(null, "the rollout could not be read", resolved, e);
    }
  }

  private Path resolve(String path) {
    Path resolved;
    try {
      resolved = home.root().resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw failure(path, "file does not exist");
    }
    Path compressed = resolved.resolveSibling(resolved.getFileName() + ".zst");
    if (!Files.exists(resolved) && Files.isRegularFile(compressed)) {
      return compressed;
    }
    if (!Files.exists(resolved)) {
      throw failure(path, "file does not exist");
    }
    if (Files.isDirectory(resolved)) {
      throw failure(path, "path is a directory");
    }
    if (!Files.isRegularFile(resolved)) {
      throw failure(path, "path is not a file");
    }
    return resolved;
  }

  private static ThreadStoreException failure(String path, String detail) {
    return ThreadStoreException.invalid(
        null, "failed to resolve rollout path `" + path + "`: " + detail);
  }
}
