package dev.heddle.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture in a file of this machine.
 *
 * <p><b>Thread-safety:</b> no state.
 */
public final class ImageFile {
  /** What a provider is sent of one picture at most. */
  private static final int MAX_BYTES = 20 << 20;

  private ImageFile() {}

  /**
   * The picture as a data URL, with the media type that its data has.
   *
   * @param mostChars how long the URL may be
   * @throws ImageFileException when it cannot be shown; the exception says why
   */
  public static String url(Path file, long mostChars) throws ImageFileException {
    long most = Math.clamp(mostChars / 4 * 3, 0, MAX_BYTES);
    byte[] data;
    try {
      if (!Files.isRegularFile(file)) { // a pipe would be waited for, and a device may have no end
        throw new ImageFileException(ImageFileException.Reason.UNREADABLE);
      }
      if (Files.size(file) > most) {
        throw new ImageFileException(ImageFileException.Reason.TOO_LARGE);
      }
      data = read(file, (int) most + 1);
    } catch (IOException e) {
      throw new ImageFileException(ImageFileException.Reason.UNREADABLE);
    }
    if (data.length > most) {
      throw new ImageFileException(ImageFileException.Reason.TOO_LARGE);
    }
    String url = InlineImage.of(data);
    if (url == null) {
      throw new ImageFileException(ImageFileException.Reason.NO_IMAGE);
    }
    if (url.length() > mostChars) {
      throw new ImageFileException(ImageFileException.Reason.TOO_LARGE);
    }
    return url;
  }

  /** The file, or the beginning of one that has grown. */
  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }
}
