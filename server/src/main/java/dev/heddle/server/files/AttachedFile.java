package dev.heddle.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that a user attaches to a message.
 *
 * <p><b>Thread-safety:</b> no state.
 */
public final class AttachedFile {
  private AttachedFile() {}

  /**
   * The first bytes of the file.
   *
   * @param most how many at most
   * @throws IOException when it cannot be read; {@link OsErrors#message} has the words
   */
  public static byte[] beginning(String path, int most) throws IOException {
    try {
      Path file = Path.of(path);
      if (Files.isDirectory(file)) {
        throw new FileSystemException(path, null, OsErrors.IS_A_DIRECTORY);
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) { // a pipe would be waited for
        throw new FileSystemException(path, null, "Invalid argument");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(most);
      }
    } catch (InvalidPathException e) {
      throw new IOException(e.getReason(), e);
    }
  }
}
