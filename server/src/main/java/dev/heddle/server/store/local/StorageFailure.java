package dev.heddle.server.store.local;

import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of input and output failures. Java hands out no errno, so what the exception's class
 * does not say is asked of the file system.
 */
final class StorageFailure {
  /** Less free space than this counts as none: no file system writes into less than a block. */
  private static final long FULL_BELOW_BYTES = 4096;

  private StorageFailure() {}

  /**
   * The failure as the store's exception.
   *
   * @param what what failed, for the client; names no path
   * @param place a path on the file system concerned
   */
  static ThreadStoreException of(
      @Nullable String threadId, String what, Path place, IOException cause) {
    Kind kind = kind(place, cause);
    return new ThreadStoreException(kind, threadId, what + ": " + words(kind), cause);
  }

  private static Kind kind(Path place, IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return Kind.PERMISSION;
    }
    try {
      FileStore store = Files.getFileStore(nearest(place));
      if (store.isReadOnly()) {
        return Kind.PERMISSION;
      }
      if (store.getUsableSpace() < FULL_BELOW_BYTES) {
        return Kind.DISK_FULL;
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    // The space may be back by the time we ask, and a quota is no free space at all.
    String message = String.valueOf(cause.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded")
        ? Kind.DISK_FULL
        : Kind.IO;
  }

  private static Path nearest(Path place) {
    Path existing = place.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case DISK_FULL -> "no space left on the device";
      case PERMISSION -> "permission denied or read-only storage";
      default -> "input/output failure";
    };
  }
}
