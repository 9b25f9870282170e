package dev.heddle.server.patch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file, whose it is, and who may use it.
 *
 * <p><b>Thread-safety:</b> immutable; nobody writes to the bytes it was given.
 */
final class FileContent {
  private final byte[] bytes;
  private final FileRights rights;

  FileContent(byte[] bytes, FileRights rights) {
    this.bytes = bytes;
    this.rights = rights;
  }

  /** A text for a file with these rights. */
  static FileContent of(String text, FileRights rights) {
    return new FileContent(text.getBytes(StandardCharsets.UTF_8), rights);
  }

  byte[] bytes() {
    return bytes;
  }

  FileRights rights() {
    return rights;
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
    return rights.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
