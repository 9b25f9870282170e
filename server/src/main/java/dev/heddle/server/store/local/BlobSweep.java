package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of blobs that no line names any more, as after threads were deleted.
 *
 * <p>A blob is removed when it is older than a day and no process has the area open for writing. A
 * line that was written after the journals were looked at cannot name such a blob: who writes a
 * line makes its blobs young first. A sweep that is broken off has removed some of what it would
 * have.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class BlobSweep {
  static final Duration KEPT_FOR = Duration.ofDays(1);

  private final CodexHome home;

  BlobSweep(CodexHome home) {
    this.home = home;
  }

  private record Blob(Path path, long bytes) {}

  /**
   * Looks for blobs that no line names.
   *
   * @param named the {@code sha256} of all that lines name, as of some time after {@code now}
   * @param remove whether to remove them, unless a server is writing
   */
  UnusedBlobs run(Set<String> named, Instant now, boolean remove) throws IOException {
    List<Blob> unused = unused(named, now);
    if (unused.isEmpty()) {
      return UnusedBlobs.NONE;
    }
    boolean removed = remove && removed(unused, now);
    return new UnusedBlobs(unused.size(), unused.stream().mapToLong(Blob::bytes).sum(), removed);
  }

  private List<Blob> unused(Set<String> named, Instant now) throws IOException {
    List<Blob> unused = new ArrayList<>();
    if (!Files.isDirectory(home.blobs())) {
      return unused;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(home.blobs())) {
      for (Path folder : folders) {
        if (!Files.isDirectory(folder)) {
          continue;
        }
        try (DirectoryStream<Path> blobs = Files.newDirectoryStream(folder)) {
          for (Path blob : blobs) {
            if (!named.contains(String.valueOf(blob.getFileName())) && isOld(blob, now)) {
              unused.add(new Blob(blob, Files.size(blob)));
            }
          }
        }
      }
    }
    return unused;
  }

  private static boolean isOld(Path blob, Instant now) throws IOException {
    return Files.getLastModifiedTime(blob).toInstant().isBefore(now.minus(KEPT_FOR));
  }

  private boolean removed(List<Blob> unused, Instant now) throws IOException {
    try (Flock.@Nullable Held alone = Flock.tryLock(home.blobsLock(), false)) {
      if (alone == null) {
        return false;
      }
      for (Blob blob : unused) {
        if (isOld(blob.path(), now)) {
          Files.delete(blob.path());
        }
      }
      return true;
    }
  }
}
