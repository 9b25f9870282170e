package dev.heddle.server.patch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file, and who may use it.
 *
 * <p><b>Thread-safety:</b> immutable; nobody writes to the bytes it was given.
 */
final class FileContent {
  private final byte[] bytes;
  private final Set<PosixFilePermission> permissions;

  /**
   * @param permissions empty for a new file, or where files have none
   */
  FileContent(byte[] bytes, Set<PosixFilePermission> permissions) {
    this.bytes = bytes;
    this.permissions = Set.copyOf(permissions);
  }

  /** A text for a file with these permissions. */
  static FileContent of(String text, Set<PosixFilePermission> permissions) {
    return new FileContent(text.getBytes(StandardCharsets.UTF_8), permissions);
  }

  byte[] bytes() {
    return bytes;
  }

  Set<PosixFilePermission> permissions() {
    return permissions;
  }

  boolean sameBytes(FileContent other) {
    return Arrays.equals(bytes, other.bytes);
  }

  /** The text, or null when it is not UTF-8. */
  @Nullable String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  boolean executable() {
    return permissions.contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
