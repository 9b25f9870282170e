package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file: enough to see that it changed.
 *
 * @param identity device and inode, or the creation time where there are none
 * @param size bytes
 * @param modifiedNs nanoseconds since the epoch
 */
record FileStamp(String identity, long size, long modifiedNs) {

  static FileStamp of(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return new FileStamp(
        key == null ? attributes.creationTime().toString() : key.toString(),
        attributes.size(),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
  }

  /** The stamp of the file at the path, or null when there is none. */
  static @Nullable FileStamp read(Path path) throws IOException {
    try {
      return of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The stamp the file would have with so many bytes; of no use as one when it has more. */
  FileStamp atSize(long bytes) {
    return bytes == size ? this : new FileStamp(identity, bytes, modifiedNs);
  }

  // By hand: a start compares stamps, and would have to link what records come with.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp(String otherIdentity, long otherSize, long otherModifiedNs)
        && size == otherSize
        && modifiedNs == otherModifiedNs
        && identity.equals(otherIdentity);
  }

  @Override
  public int hashCode() {
    return Objects.hash(identity, size, modifiedNs);
  }

  boolean sameFile(@Nullable FileStamp other) {
    return other != null && identity.equals(other.identity);
  }
}
