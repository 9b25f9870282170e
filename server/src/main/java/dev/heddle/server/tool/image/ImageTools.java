package dev.heddle.server.tool.image;

import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.util.List;

/**
 * Lets models look at pictures, where there is a machine to look at. Like its commands it may read
 * all files that the server may read.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ImageTools implements ToolSource {
  private final long pictureChars;

  /**
   * For pictures up to this size.
   *
   * @param pictureChars of one picture as a data URL, in the journal and in requests
   */
  public ImageTools(long pictureChars) {
    this.pictureChars = pictureChars;
  }

  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    return settings.machine() ? () -> List.of(new ViewImage(pictureChars)) : ToolSet.NONE;
  }
}
