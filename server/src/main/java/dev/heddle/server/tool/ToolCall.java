package dev.heddle.server.tool;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.rollout.Json;
import org.jspecify.annotations.Nullable;

/**
 * A call of the model.
 *
 * @param callId what its output refers to; also the id of the item clients see
 * @param namespace of the tool, or null
 * @param name of the tool; the item's type where a call has no name
 * @param input as the model wrote it: JSON for a function, any text for a custom tool
 * @param custom whether it is a call of a custom tool, whose input is no JSON
 */
public record ToolCall(
    String callId, @Nullable String namespace, String name, String input, boolean custom) {
  /** The call in a Responses item. */
  public static ToolCall of(JsonObject item) {
    String type = Json.string(item, "type", "?");
    boolean custom = type.equals("custom_tool_call");
    return new ToolCall(
        Json.string(item, "call_id", Json.string(item, "id", "")),
        Json.string(item, "namespace"),
        Json.string(item, "name", type),
        Json.string(item, custom ? "input" : "arguments", ""),
        custom);
  }

  /**
   * The arguments of a function.
   *
   * @throws ToolFailedException when the input is no JSON object
   */
  public JsonObject arguments() throws ToolFailedException {
    try {
      JsonElement parsed = JsonParser.parseString(input.isBlank() ? "{}" : input);
      if (parsed instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      throw new ToolFailedException("The arguments are not valid JSON: " + e.getMessage());
    }
    throw new ToolFailedException("The arguments are not a JSON object.");
  }
}
