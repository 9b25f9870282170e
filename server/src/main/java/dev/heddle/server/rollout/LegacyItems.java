package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Events of a legacy history as the items they stand for, in the stored form of paginated ones. */
final class LegacyItems {
  private LegacyItems() {}

  /** The item without its id, or null for an event that is none. */
  static @Nullable JsonObject of(JsonObject event) {
    return switch (Members.string(event, "type", "")) {
      case "user_message" -> userMessage(event);
      case "agent_message" -> agentMessage(event);
      case "agent_reasoning" -> reasoning(event, "summary_text");
      case "agent_reasoning_raw_content" -> reasoning(event, "raw_content");
      case "patch_apply_end" -> renamed(event, "FileChange", "changes", "status", "stdout", "stderr");
      case "web_search_end" -> renamed(event, "WebSearch", "query", "action");
      case "image_generation_end" ->
          renamed(event, "ImageGeneration", "status", "revised_prompt", "result", "saved_path");
      case "mcp_tool_call_end" -> mcpToolCall(event);
      case "entered_review_mode" ->
          renamed(event, "EnteredReviewMode", "target", "user_facing_hint");
      case "exited_review_mode" -> renamed(event, "ExitedReviewMode", "review_output");
      case "context_compacted" -> renamed(event, "ContextCompaction");
      default -> null;
    };
  }

  private static JsonObject userMessage(JsonObject event) {
    JsonArray content = new JsonArray();
    String text = Members.string(event, "message", "");
    if (!text.isEmpty()) {
      JsonObject part = new JsonObject();
      part.addProperty("type", "text");
      part.addProperty("text", text);
      part.add("text_elements", array(event, "text_elements"));
      content.add(part);
    }
    for (JsonElement url : array(event, "images")) {
      JsonObject part = new JsonObject();
      part.addProperty("type", "image");
      part.add("image_url", url);
      content.add(part);
    }
    for (JsonElement path : array(event, "local_images")) {
      JsonObject part = new JsonObject();
      part.addProperty("type", "local_image");
      part.add("path", path);
      content.add(part);
    }
    JsonObject item = item("UserMessage");
    if (event.has("client_id")) {
      item.add("client_id", event.get("client_id"));
    }
    item.add("content", content);
    return item;
  }

  private static JsonObject agentMessage(JsonObject event) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "Text");
    part.addProperty("text", Members.string(event, "message", ""));
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = item("AgentMessage");
    item.add("content", content);
    if (Members.string(event, "phase") instanceof String phase) {
      item.addProperty("phase", phase);
    }
    return item;
  }

  private static JsonObject reasoning(JsonObject event, String member) {
    JsonArray texts = new JsonArray();
    texts.add(Members.string(event, "text", ""));
    JsonObject item = item("Reasoning");
    item.add("summary_text", new JsonArray());
    item.add("raw_content", new JsonArray());
    item.add(member, texts);
    return item;
  }

  private static JsonObject mcpToolCall(JsonObject event) {
    JsonObject item = item("McpToolCall");
    if (Members.object(event, "invocation") instanceof JsonObject invocation) {
      item.add("server", invocation.get("server"));
      item.add("tool", invocation.get("tool"));
      item.add("arguments", invocation.get("arguments"));
    }
    JsonObject result = Members.object(event, "result");
    item.addProperty("status", result != null && result.has("Err") ? "failed" : "completed");
    return item;
  }

  private static JsonObject renamed(JsonObject event, String type, String... members) {
    JsonObject item = item(type);
    for (String member : members) {
      if (event.has(member)) {
        item.add(member, event.get(member));
      }
    }
    if (type.equals("FileChange") && !event.has("status")) {
      item.addProperty(
          "status",
          event.has("success") && event.get("success").getAsBoolean() ? "completed" : "failed");
    }
    return item;
  }

  private static JsonObject item(String type) {
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    return item;
  }

  private static JsonArray array(JsonObject event, String member) {
    return event.get(member) instanceof JsonArray array ? array : new JsonArray();
  }
}
