package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.files.AttachedFile;
import dev.heddle.server.files.OsErrors;
import dev.heddle.server.image.InlineImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The files of a message that is to wait: nobody may be there when it is found that one is not. */
final class QueuedAttachments {
  /** Ends of the names of sounds. */
  private static final Set<String> SOUNDS = Set.of("mp3", "wav", "ogg", "m4a", "webm");

  private QueuedAttachments() {}

  /**
   * Refuses files that are nowhere or are not what they are said to be.
   *
   * @throws RpcException in the peer's words
   */
  static void check(List<UserInput> input) {
    for (UserInput part : input) {
      if (part instanceof UserInput.LocalImage image) {
        if (!InlineImage.isPicture(beginning(image.path()))) {
          throw invalid("unsupported image");
        }
      } else if (part instanceof UserInput.LocalAudio sound) {
        String name = sound.path().toLowerCase(Locale.ROOT);
        if (!SOUNDS.contains(name.substring(name.lastIndexOf('.') + 1))) {
          throw invalid("unsupported audio format");
        }
        var unused = beginning(sound.path());
      }
    }
  }

  private static byte[] beginning(String path) {
    try {
      return AttachedFile.beginning(path, InlineImage.HEADER);
    } catch (IOException e) {
      throw invalid(OsErrors.message(e));
    }
  }

  private static RpcException invalid(String problem) {
    return RpcException.invalidRequest(
        ErrorKind.INVALID_PARAMS, "local queued attachment is invalid: " + problem);
  }
}
