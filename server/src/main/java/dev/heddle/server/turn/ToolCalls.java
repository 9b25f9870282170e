package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.tool.ToolOutput;

/** The model's calls and their outputs, as Responses items. */
final class ToolCalls {
  /** The tool broke. */
  static final ToolOutput BROKEN =
      ToolOutput.failure("The tool failed because of an internal error.");

  /** The turn was stopped before the call was carried out. */
  static final ToolOutput ABORTED =
      ToolOutput.failure("The turn was stopped before this call was finished.");

  private ToolCalls() {}

  /** Whether the model waits for an output to this item. */
  static boolean isCall(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "function_call", "custom_tool_call", "local_shell_call" -> true;
      default -> false;
    };
  }

  /** What the model is told of a call of a tool that does not exist; it makes no item. */
  static ToolOutput unknown(JsonObject call) {
    String name = Json.string(call, "name", Json.string(call, "type", "?"));
    return ToolOutput.failure("There is no tool named " + name + ". The call was not carried out.");
  }

  /** The output item for a call whose turn was stopped before it was carried out. */
  static JsonObject aborted(JsonObject call) {
    return output(call, ABORTED);
  }

  /** The output item for a call. */
  static JsonObject output(JsonObject call, ToolOutput output) {
    String callId = Json.string(call, "call_id", Json.string(call, "id", ""));
    JsonObject item =
        Messages.callOutput(
            "fco_" + Uuid7.next(),
            callId,
            "",
            Json.string(call, "type", "").equals("custom_tool_call"));
    item.add("output", output.output());
    return item;
  }
}
