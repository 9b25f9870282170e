package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ImageDetail;
import dev.heddle.protocol.v2.UserInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the model is shown of one message of a user, part by part. The message is one record of the
 * journal, so there is a bound on its pictures; those beyond are named. For one thread.
 */
final class ModelInput {
  /** An image file larger than this is named to the model, not shown. */
  private static final int MAX_IMAGE_BYTES = 20 << 20;

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
      Path file = Path.of(path);
      String type = Files.probeContentType(file);
      if (type == null || !type.startsWith("image/")) {
        return text("[" + path + " is not an image]");
      }
      if (!Files.isRegularFile(file)) {
        return unreadable(path); // a pipe would be waited for, and a device may have no end
      }
      String kind = "data:" + type + ";base64,";
      long most = Math.min(MAX_IMAGE_BYTES, (left - kind.length()) / 4 * 3);
      if (Files.size(file) > most) {
        return tooLarge(path);
      }
      byte[] bytes = read(file, (int) most + 1);
      if (bytes.length > most) {
        return tooLarge(path);
      }
      String url = InlineImage.of(bytes);
      return url == null ? text("[" + path + " is not an image]") : image("image_url", url, detail);
    } catch (IOException | IllegalArgumentException e) {
      return unreadable(path);
    }
  }

  /** The file, or the beginning of one that has grown. */
  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }

  private static JsonObject tooLarge(String what) {
    return text("[" + what + " is too large to show]");
  }

  private static JsonObject unreadable(String path) {
    return text("[" + path + " could not be read]");
  }

  private JsonObject image(UserInput.Image image) {
    String url = image.url();
    if (url == null) {
      return image("file_id", String.valueOf(image.fileId()), image.detail());
    }
    if (url.length() > left) {
      return tooLarge("a picture");
    }
    String sound = InlineImage.is(url) ? InlineImage.sound(url) : url;
    return sound == null
        ? text("[an image whose data cannot be read]")
        : image("image_url", sound, image.detail());
  }

  private JsonObject image(String member, String where, @Nullable ImageDetail detail) {
    left -= where.length();
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_image");
    part.addProperty(member, where);
    // Providers look at little of a picture unless they are told to look closely.
    part.addProperty("detail", detail == null ? "high" : SettingsRecords.wireName(detail));
    return part;
  }

  private static JsonObject text(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty("text", text);
    return part;
  }
}
