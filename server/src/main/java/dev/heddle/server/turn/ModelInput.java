package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ImageDetail;
import dev.heddle.protocol.v2.UserInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the model is shown of one part of a user's input. */
final class ModelInput {
  /** An image file larger than this is named to the model, not shown. */
  private static final int MAX_IMAGE_BYTES = 20 << 20;

  private ModelInput() {}

  /** The Responses content part, or null for a part that is only for people. */
  static @Nullable JsonObject of(UserInput part) {
    return switch (part) {
      case UserInput.Text text -> text(text.text());
      case UserInput.Image image -> image(image.url(), image.detail());
      case UserInput.LocalImage file -> localImage(file.path(), file.detail());
      case UserInput.Audio audio -> text("[a sound, which cannot be played to you]");
      case UserInput.LocalAudio file ->
          text("[" + file.path() + " is a sound, which cannot be played to you]");
      case UserInput.Skill skill -> null;
      case UserInput.Mention mention -> null;
    };
  }

  private static JsonObject localImage(String path, @Nullable ImageDetail detail) {
    try {
      Path file = Path.of(path);
      String type = Files.probeContentType(file);
      if (type == null || !type.startsWith("image/")) {
        return text("[" + path + " is not an image]");
      }
      if (!Files.isRegularFile(file)) {
        return unreadable(path); // a pipe would be waited for, and a device may have no end
      }
      byte[] bytes = read(file);
      if (bytes.length > MAX_IMAGE_BYTES) {
        return text("[" + path + " is too large to show]");
      }
      String data = Base64.getEncoder().encodeToString(bytes);
      return image("data:" + type + ";base64," + data, detail);
    } catch (IOException | IllegalArgumentException e) {
      return unreadable(path);
    }
  }

  /** The file, or a little more than is shown. */
  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_IMAGE_BYTES + 1);
    }
  }

  private static JsonObject unreadable(String path) {
    return text("[" + path + " could not be read]");
  }

  private static JsonObject image(@Nullable String url, @Nullable ImageDetail detail) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_image");
    part.addProperty("image_url", url);
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
