package dev.heddle.server.tool.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.image.ImagePart;
import dev.heddle.server.image.InlineImage;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Excerpt;
import dev.heddle.server.tool.ToolOutput;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the model is told of a call of an MCP tool. */
final class McpOutput {
  /** Of all texts of one call together: about as much as of a command. */
  static final int TEXT_CHARS = 40_000;

  /** Pictures beyond are left out. */
  private static final int IMAGE_CHARS = 8 << 20;

  /** Parts beyond are left out. */
  private static final int MOST_PARTS = 1000;

  private McpOutput() {}

  /** A result: its data where it has some, else its content part by part. */
  static ToolOutput of(JsonObject result, Duration lasted) {
    boolean success = !Json.bool(result, "isError");
    JsonElement structured = result.get("structuredContent");
    if (structured != null && !structured.isJsonNull()) {
      String text = heading(lasted) + "\n" + Excerpt.of(structured.toString(), TEXT_CHARS);
      return new ToolOutput(new JsonPrimitive(text), success);
    }
    JsonArray parts = new JsonArray();
    parts.add(text(heading(lasted)));
    int textLeft = TEXT_CHARS;
    int imagesLeft = IMAGE_CHARS;
    for (JsonElement each : Json.array(result, "content")) {
      if (parts.size() > MOST_PARTS) {
        break;
      }
      JsonObject block = each instanceof JsonObject object ? object : new JsonObject();
      String data = Json.string(block, "data", "");
      JsonObject image =
          isA(block, "image") && data.length() <= imagesLeft ? image(block, data) : null;
      if (image != null) {
        imagesLeft -= data.length();
        parts.add(image);
      } else if (textLeft > 0) {
        String shown = Excerpt.of(words(block, each), textLeft);
        textLeft -= shown.length();
        parts.add(text(shown));
      }
    }
    return new ToolOutput(parts, success);
  }

  /** A call that failed. */
  static ToolOutput failed(String problem, Duration lasted) {
    JsonArray parts = new JsonArray();
    parts.add(text(heading(lasted)));
    parts.add(text(Excerpt.of(problem, TEXT_CHARS)));
    return new ToolOutput(parts, false);
  }

  private static String heading(Duration lasted) {
    return String.format(Locale.ROOT, "Wall time: %.4f seconds\nOutput:", lasted.toNanos() / 1e9);
  }

  private static String words(JsonObject block, JsonElement each) {
    if (isA(block, "text")) {
      return Json.string(block, "text", "");
    }
    if (isA(block, "audio")) {
      return "(Sound was left out here: it cannot be given to a model.)";
    }
    return isA(block, "image")
        ? "(A picture was left out here: it is too large, or its data is none.)"
        : each.toString();
  }

  private static boolean isA(JsonObject block, String type) {
    return type.equals(Json.string(block, "type"));
  }

  private static JsonObject text(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty("text", text);
    return part;
  }

  /** The part that shows a picture; null for data that is none, which providers refuse. */
  private static @Nullable JsonObject image(JsonObject block, String data) {
    String type = Json.string(block, "mimeType", "image/png");
    String url =
        InlineImage.sound(InlineImage.is(data) ? data : "data:" + type + ";base64," + data);
    return url == null ? null : ImagePart.ofUrl(url);
  }
}
