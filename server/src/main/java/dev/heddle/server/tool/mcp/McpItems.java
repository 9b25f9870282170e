package dev.heddle.server.tool.mcp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.ItemDuration;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Excerpt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls of MCP tools as histories keep them. */
final class McpItems {
  /** Of a result, what clients and histories get whole. */
  private static final int RESULT_CHARS = 1 << 20;

  private McpItems() {}

  /** A call that has begun. */
  static JsonObject begun(
      String callId,
      String server,
      String tool,
      @Nullable JsonElement arguments,
      @Nullable Boolean readOnly) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "McpToolCall");
    item.addProperty("id", callId);
    item.addProperty("server", server);
    item.addProperty("tool", tool);
    item.add("arguments", arguments == null ? JsonNull.INSTANCE : arguments);
    if (readOnly != null && readOnly) {
      item.addProperty("readOnlyHint", true);
    }
    item.addProperty("status", "in_progress");
    return item;
  }

  /** The same call, answered by the server. */
  static JsonObject answered(JsonObject begun, JsonObject result, Duration lasted) {
    JsonObject item = ended(begun, !Json.bool(result, "isError"), lasted);
    item.add("result", bounded(result));
    return item;
  }

  /** The same call, which was not carried out or not answered. */
  static JsonObject failed(JsonObject begun, String problem, Duration lasted) {
    JsonObject item = ended(begun, false, lasted);
    JsonObject error = new JsonObject();
    error.addProperty("message", problem);
    item.add("error", error);
    return item;
  }

  private static JsonObject ended(JsonObject begun, boolean well, Duration lasted) {
    JsonObject item = begun.deepCopy();
    item.addProperty("status", well ? "completed" : "failed");
    item.add("duration", ItemDuration.of(lasted));
    return item;
  }

  private static JsonObject bounded(JsonObject result) {
    JsonObject kept = new JsonObject();
    kept.add("content", Json.array(result, "content"));
    Json.copy(result, "structuredContent", kept);
    Json.copy(result, "_meta", kept);
    if (Json.bool(result, "isError")) {
      kept.addProperty("isError", true);
    }
    String whole = kept.toString();
    if (whole.length() <= RESULT_CHARS) {
      return kept;
    }
    JsonObject text = new JsonObject();
    text.addProperty("type", "text");
    text.addProperty("text", "Truncated tool output:\n" + Excerpt.of(whole, McpOutput.TEXT_CHARS));
    JsonArray content = new JsonArray();
    content.add(text);
    JsonObject cut = new JsonObject();
    cut.add("content", content);
    if (kept.has("isError")) {
      cut.addProperty("isError", true);
    }
    return cut;
  }
}
