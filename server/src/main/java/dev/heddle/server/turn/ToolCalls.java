package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.store.Uuid7;

/**
 * What answers the model's tool calls. No tool is offered yet, so every call is one the server does
 * not know: it makes no item, and the model is told.
 */
final class ToolCalls {
  private ToolCalls() {}

  /** Whether the model waits for an output to this item. */
  static boolean isCall(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "function_call", "custom_tool_call", "local_shell_call" -> true;
      default -> false;
    };
  }

  /** The output item for a call. */
  static JsonObject answer(JsonObject call) {
    String name = Json.string(call, "name", Json.string(call, "type", "?"));
    return output(call, "There is no tool named " + name + ". The call was not carried out.");
  }

  /** The output item for a call whose turn was stopped before it was carried out. */
  static JsonObject aborted(JsonObject call) {
    return output(call, "The turn was stopped before this call was finished.");
  }

  private static JsonObject output(JsonObject call, String text) {
    String callId = Json.string(call, "call_id", Json.string(call, "id", ""));
    return Messages.callOutput(
        "fco_" + Uuid7.next(),
        callId,
        text,
        Json.string(call, "type", "").equals("custom_tool_call"));
  }
}
