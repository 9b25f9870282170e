package dev.heddle.server.tool.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.image.ImageFile;
import dev.heddle.server.image.ImageFileException;
import dev.heddle.server.image.ImagePart;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code view_image}: shows the model a picture of this machine. Clients see an {@code imageView}
 * item when there is one to see.
 *
 * <p><b>Thread-safety:</b> no state.
 */
final class ViewImage implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"view_image","strict":false,
               "description":"Shows you a picture that is a file on this machine: PNG, JPEG, GIF or \
              WebP.",
               "parameters":{"type":"object","additionalProperties":false,"required":["path"],
                "properties":{"path":{"type":"string","description":"The file, relative to the \
              working directory."}}}}
              """)
          .getAsJsonObject();

  private final long pictureChars;

  ViewImage(long pictureChars) {
    this.pictureChars = pictureChars;
  }

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope) throws ToolFailedException {
    Path file = file(Json.string(call.arguments(), "path"), scope.settings().cwd());
    ToolOutput output = ToolOutput.content(picture(file));
    JsonObject item = new JsonObject();
    item.addProperty("type", "ImageView");
    item.addProperty("id", call.callId());
    item.addProperty("path", file.toUri().toString());
    return scope.begin(item).complete(item, output);
  }

  private static Path file(@Nullable String path, String cwd) throws ToolFailedException {
    if (path == null || path.isEmpty()) {
      throw new ToolFailedException("The path of the picture is missing.");
    }
    try {
      return Path.of(cwd).resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new ToolFailedException(path + " is no path of a file.");
    }
  }

  private JsonArray picture(Path file) throws ToolFailedException {
    JsonArray parts = new JsonArray();
    try {
      parts.add(ImagePart.ofUrl(ImageFile.url(file, pictureChars)));
    } catch (ImageFileException e) {
      throw new ToolFailedException(file + " " + e.reason().text() + ".");
    }
    return parts;
  }
}
