package dev.heddle.server.tool;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/**
 * What the model is told of a call.
 *
 * @param output the {@code output} member of a Responses item: text, or an array of content parts
 * @param success whether the call did what was asked, for those who count; not sent to the model
 */
public record ToolOutput(JsonElement output, boolean success) {
  /** The call succeeded. */
  public static ToolOutput text(String text) {
    return new ToolOutput(new JsonPrimitive(text), true);
  }

  /** The call succeeded with content parts ({@code input_text}, {@code input_image}). */
  public static ToolOutput content(JsonArray parts) {
    return new ToolOutput(parts, true);
  }

  /** The call failed. */
  public static ToolOutput failure(String text) {
    return new ToolOutput(new JsonPrimitive(text), false);
  }
}
