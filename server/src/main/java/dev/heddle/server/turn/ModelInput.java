package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ImageDetail;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.image.ImageFile;
import dev.heddle.server.image.ImageFileException;
import dev.heddle.server.image.ImagePart;
import dev.heddle.server.image.InlineImage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the model is shown of one message of a user, part by part. The message is one record of the
 * journal, so there is a bound on its pictures; those beyond are named. For one thread.
 */
final class ModelInput {
  private long left;

  /**
   * A message of which nothing is shown yet.
   *
   * @param pictureBytes how much may be shown of pictures, as they are in the record
   */
  ModelInput(long pictureBytes) {
    this.left = pictureBytes;
  }

  /** The Responses content part, or null for a part that is only for people. */
  @Nullable JsonObject of(UserInput part) {
    return switch (part) {
      case UserInput.Text text -> text(text.text());
      case UserInput.Image image -> image(image);
      case UserInput.LocalImage file -> localImage(file.path(), file.detail());
      case UserInput.Audio audio -> text("[a sound, which cannot be played to you]");
      case UserInput.LocalAudio file ->
          text("[" + file.path() + " is a sound, which cannot be played to you]");
      case UserInput.Skill skill -> null;
      case UserInput.Mention mention -> null;
    };
  }

  private JsonObject localImage(String path, @Nullable ImageDetail detail) {
    try {
      return image(ImageFile.url(Path.of(path), left), detail);
    } catch (ImageFileException e) {
      return text("[" + path + " " + e.reason().text() + "]");
    } catch (InvalidPathException e) {
      return text("[" + path + " " + ImageFileException.Reason.UNREADABLE.text() + "]");
    }
  }

  private JsonObject image(UserInput.Image image) {
    String url = image.url();
    if (url == null) {
      String fileId = String.valueOf(image.fileId());
      left -= fileId.length();
      return ImagePart.ofFile(fileId, word(image.detail()));
    }
    if (url.length() > left) {
      return text("[a picture " + ImageFileException.Reason.TOO_LARGE.text() + "]");
    }
    String sound = InlineImage.is(url) ? InlineImage.sound(url) : url;
    return sound == null
        ? text("[an image whose data cannot be read]")
        : image(sound, image.detail());
  }

  private JsonObject image(String url, @Nullable ImageDetail detail) {
    left -= url.length();
    return ImagePart.ofUrl(url, word(detail));
  }

  private static @Nullable String word(@Nullable ImageDetail detail) {
    return detail == null ? null : WireNames.of(detail);
  }

  private static JsonObject text(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty("text", text);
    return part;
  }
}
