package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translation of legacy events into stored items, and back where such an event exists: PascalCase
 * types and snake_case members, as paginated histories have them.
 */
final class LegacyItems {
  private LegacyItems() {}

  /** The item an event stands for, or null when it stands for none. */
  static @Nullable JsonObject read(String eventType, JsonObject event, String itemId) {
    return switch (eventType) {
      case EventTypes.USER_MESSAGE -> userMessage(event, itemId);
      case EventTypes.AGENT_MESSAGE -> agentMessage(event, itemId);
      case EventTypes.AGENT_REASONING ->
          reasoning(itemId, Json.arrayOf(Json.string(event, "text", "")), new JsonArray());
      case EventTypes.AGENT_REASONING_RAW_CONTENT ->
          reasoning(itemId, new JsonArray(), Json.arrayOf(Json.string(event, "text", "")));
      case EventTypes.PATCH_APPLY_END -> fileChange(event, itemId);
      case EventTypes.EXEC_COMMAND_END -> commandExecution(event, itemId);
      case EventTypes.MCP_TOOL_CALL_END -> mcpToolCall(event, itemId);
      case EventTypes.WEB_SEARCH_END -> webSearch(event, itemId);
      case EventTypes.IMAGE_GENERATION_END -> imageGeneration(event, itemId);
      case EventTypes.ENTERED_REVIEW_MODE ->
          copied("EnteredReviewMode", event, itemId, "target", "user_facing_hint");
      case EventTypes.EXITED_REVIEW_MODE ->
          copied("ExitedReviewMode", event, itemId, "review_output");
      case EventTypes.CONTEXT_COMPACTED -> item("ContextCompaction", itemId);
      default -> null;
    };
  }

  /**
   * The newest item with an event added that continues it, or null when the event starts an item of
   * its own. Legacy logs tell each paragraph of one reasoning by itself.
   */
  static @Nullable JsonObject extended(JsonObject newest, String eventType, JsonObject event) {
    boolean summary = eventType.equals(EventTypes.AGENT_REASONING);
    if (!summary && !eventType.equals(EventTypes.AGENT_REASONING_RAW_CONTENT)) {
      return null;
    }
    if (!"Reasoning".equals(Json.string(newest, "type"))) {
      return null;
    }
    JsonObject longer = newest.deepCopy();
    Json.array(longer, summary ? "summary_text" : "raw_content")
        .add(Json.string(event, "text", ""));
    return longer;
  }

  /** The event a legacy history has for an item, or null when it has none. */
  static @Nullable JsonObject write(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "UserMessage" -> writeUserMessage(item);
      case "AgentMessage" -> writeAgentMessage(item);
      case "Reasoning" -> writeReasoning(item);
      case "FileChange" -> writeFileChange(item);
      case "McpToolCall" -> writeMcpToolCall(item);
      case "WebSearch" -> writeWebSearch(item);
      case "ContextCompaction" -> event(EventTypes.CONTEXT_COMPACTED);
      case "EnteredReviewMode" ->
          written(EventTypes.ENTERED_REVIEW_MODE, item, "target", "user_facing_hint");
      case "ExitedReviewMode" -> written(EventTypes.EXITED_REVIEW_MODE, item, "review_output");
      default -> null;
    };
  }

  private static JsonObject item(String type, String id) {
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", id);
    return item;
  }

  private static JsonObject event(String type) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    return event;
  }

  private static JsonObject written(String type, JsonObject item, String... members) {
    JsonObject event = event(type);
    event.add("item_id", item.get("id"));
    for (String member : members) {
      Json.copy(item, member, event);
    }
    return event;
  }

  private static JsonObject copied(
      String type, JsonObject event, String itemId, String... members) {
    JsonObject item = item(type, itemId);
    for (String member : members) {
      Json.copy(event, member, item);
    }
    return item;
  }

  private static JsonObject userMessage(JsonObject event, String itemId) {
    JsonArray content = new JsonArray();
    String text = Json.string(event, "message", "");
    if (!text.isBlank()) {
      JsonObject part = event("text");
      part.addProperty("text", text);
      part.add("text_elements", Json.array(event, "text_elements"));
      content.add(part);
    }
    addDetails(
        addParts(content, event, "images", "image", "image_url"),
        Json.array(event, "image_details"));
    addDetails(
        addParts(content, event, "local_images", "local_image", "path"),
        Json.array(event, "local_image_details"));
    addParts(content, event, "audio", "audio", "audio_url");
    addParts(content, event, "local_audio", "local_audio", "path");
    JsonObject item = item("UserMessage", itemId);
    Json.copy(event, "client_id", item);
    item.add("content", content);
    return item;
  }

  private static List<JsonObject> addParts(
      JsonArray content, JsonObject event, String list, String type, String member) {
    List<JsonObject> parts = new ArrayList<>();
    for (JsonElement value : Json.array(event, list)) {
      JsonObject part = event(type);
      part.add(member, value);
      content.add(part);
      parts.add(part);
    }
    return parts;
  }

  /** Details of the first of these; the list ends with the last that has one. */
  private static void addDetails(List<JsonObject> images, JsonArray details) {
    for (int i = 0; i < Math.min(images.size(), details.size()); i++) {
      if (!details.get(i).isJsonNull()) {
        images.get(i).add("detail", details.get(i));
      }
    }
  }

  private static JsonObject writeUserMessage(JsonObject item) {
    StringBuilder text = new StringBuilder();
    JsonArray elements = new JsonArray();
    JsonObject event = event(EventTypes.USER_MESSAGE);
    Json.copy(item, "client_id", event);
    JsonArray images = new JsonArray();
    JsonArray imageDetails = new JsonArray();
    JsonArray localImages = new JsonArray();
    JsonArray localImageDetails = new JsonArray();
    JsonArray audio = new JsonArray();
    JsonArray localAudio = new JsonArray();
    for (JsonElement element : Json.array(item, "content")) {
      if (!(element instanceof JsonObject part)) {
        continue;
      }
      switch (Json.string(part, "type", "")) {
        case "text" -> {
          addElements(part, text.toString(), elements);
          text.append(Json.string(part, "text", ""));
        }
        case "image" -> {
          addMember(part, "image_url", images);
          imageDetails.add(part.get("detail"));
        }
        case "local_image" -> {
          addMember(part, "path", localImages);
          localImageDetails.add(part.get("detail"));
        }
        case "audio" -> addMember(part, "audio_url", audio);
        case "local_audio" -> addMember(part, "path", localAudio);
        default -> {
          // Skills and mentions have no place in the legacy event; the response item has them.
        }
      }
    }
    event.addProperty("message", text.toString());
    event.add("images", images);
    writeDetails(event, "image_details", imageDetails);
    event.add("local_images", localImages);
    writeDetails(event, "local_image_details", localImageDetails);
    event.add("audio", audio);
    event.add("local_audio", localAudio);
    event.add("text_elements", elements);
    return event;
  }

  /** A part's elements; the event has one text, so they move behind the texts before. */
  private static void addElements(JsonObject part, String textBefore, JsonArray elements) {
    long shift = textBefore.getBytes(StandardCharsets.UTF_8).length;
    for (JsonElement element : Json.array(part, "text_elements")) {
      JsonElement moved = element.deepCopy();
      if (moved instanceof JsonObject object
          && Json.object(object, "byte_range") instanceof JsonObject range) {
        for (String end : List.of("start", "end")) {
          Long position = Json.integer(range, end);
          if (position != null) {
            range.addProperty(end, position + shift);
          }
        }
      }
      elements.add(moved);
    }
  }

  /** Codex leaves out what says nothing: the nulls behind the last detail, and an empty list. */
  private static void writeDetails(JsonObject event, String member, JsonArray details) {
    while (!details.isEmpty() && details.get(details.size() - 1).isJsonNull()) {
      details.remove(details.size() - 1);
    }
    if (!details.isEmpty()) {
      event.add(member, details);
    }
  }

  private static void addMember(JsonObject part, String member, JsonArray list) {
    JsonElement value = part.get(member);
    if (value != null) {
      list.add(value);
    }
  }

  private static JsonObject agentMessage(JsonObject event, String itemId) {
    JsonObject part = event("Text");
    part.addProperty("text", Json.string(event, "message", ""));
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = item("AgentMessage", itemId);
    item.add("content", content);
    Json.copy(event, "phase", item);
    Json.copy(event, "memory_citation", item);
    return item;
  }

  private static JsonObject writeAgentMessage(JsonObject item) {
    StringBuilder text = new StringBuilder();
    for (JsonElement element : Json.array(item, "content")) {
      if (element instanceof JsonObject part) {
        text.append(Json.string(part, "text", ""));
      }
    }
    JsonObject event = event(EventTypes.AGENT_MESSAGE);
    event.addProperty("message", text.toString());
    event.add("phase", item.get("phase"));
    event.add("memory_citation", item.get("memory_citation"));
    return event;
  }

  private static JsonObject reasoning(String itemId, JsonArray summary, JsonArray raw) {
    JsonObject item = item("Reasoning", itemId);
    item.add("summary_text", summary);
    item.add("raw_content", raw);
    return item;
  }

  private static JsonObject writeReasoning(JsonObject item) {
    StringBuilder text = new StringBuilder();
    for (JsonElement part : Json.array(item, "summary_text")) {
      if (text.length() > 0) {
        text.append("\n\n");
      }
      text.append(part.getAsString());
    }
    JsonObject event = event(EventTypes.AGENT_REASONING);
    event.addProperty("text", text.toString());
    return event;
  }

  private static JsonObject fileChange(JsonObject event, String itemId) {
    JsonObject item = item("FileChange", itemId);
    item.add("changes", objectOrEmpty(event, "changes"));
    String byResult = Json.bool(event, "success") ? "completed" : "failed";
    item.addProperty("status", Json.string(event, "status", byResult));
    Json.copy(event, "stdout", item);
    Json.copy(event, "stderr", item);
    return item;
  }

  private static JsonObject writeFileChange(JsonObject item) {
    JsonObject event = event(EventTypes.PATCH_APPLY_END);
    event.addProperty("call_id", Json.string(item, "id", ""));
    event.addProperty("stdout", Json.string(item, "stdout", ""));
    event.addProperty("stderr", Json.string(item, "stderr", ""));
    String status = Json.string(item, "status", "failed");
    event.addProperty("success", status.equals("completed"));
    event.add("changes", objectOrEmpty(item, "changes"));
    event.addProperty("status", status);
    return event;
  }

  private static JsonObject commandExecution(JsonObject event, String itemId) {
    JsonObject item =
        copied("CommandExecution", event, itemId, "process_id", "command", "parsed_cmd", "source");
    item.addProperty("cwd", fileUri(Json.string(event, "cwd", "/")));
    Long exitCode = Json.integer(event, "exit_code");
    String byExitCode = exitCode != null && exitCode == 0 ? "completed" : "failed";
    item.addProperty("status", Json.string(event, "status", byExitCode));
    Json.copy(event, "aggregated_output", item);
    Json.copy(event, "exit_code", item);
    Json.copy(event, "duration", item);
    return item;
  }

  private static String fileUri(String cwd) {
    if (!cwd.startsWith("/")) {
      return cwd;
    }
    try {
      return new URI("file", "", cwd, null, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "file://" + cwd;
    }
  }

  private static JsonObject mcpToolCall(JsonObject event, String itemId) {
    JsonObject invocation = objectOrEmpty(event, "invocation");
    JsonObject item = copied("McpToolCall", invocation, itemId, "server", "tool");
    item.add("arguments", invocation.get("arguments")); // null is an argument, too
    JsonObject result = objectOrEmpty(event, "result");
    JsonObject ok = Json.object(result, "Ok");
    item.addProperty("status", ok != null && !Json.bool(ok, "isError") ? "completed" : "failed");
    if (ok != null) {
      item.add("result", ok);
    }
    String failure = Json.string(result, "Err");
    if (failure != null) {
      JsonObject error = new JsonObject();
      error.addProperty("message", failure);
      item.add("error", error);
    }
    Json.copy(event, "duration", item);
    if (Json.bool(event, "read_only_hint")) {
      item.addProperty("readOnlyHint", true);
    }
    return item;
  }

  private static JsonObject writeMcpToolCall(JsonObject item) {
    JsonObject invocation = new JsonObject();
    Json.copy(item, "server", invocation);
    Json.copy(item, "tool", invocation);
    invocation.add("arguments", item.get("arguments"));
    JsonObject event = event(EventTypes.MCP_TOOL_CALL_END);
    event.add("call_id", item.get("id"));
    event.add("invocation", invocation);
    if (Json.bool(item, "readOnlyHint")) {
      event.addProperty("read_only_hint", true);
    }
    Json.copy(item, "duration", event);
    JsonObject result = new JsonObject();
    JsonObject error = Json.object(item, "error");
    if (item.has("result")) {
      result.add("Ok", item.get("result"));
    } else {
      result.addProperty("Err", error == null ? "" : Json.string(error, "message", ""));
    }
    event.add("result", result);
    return event;
  }

  private static JsonObject webSearch(JsonObject event, String itemId) {
    return copied("WebSearch", event, itemId, "query", "action");
  }

  private static JsonObject writeWebSearch(JsonObject item) {
    JsonObject event = event(EventTypes.WEB_SEARCH_END);
    event.add("call_id", item.get("id"));
    Json.copy(item, "query", event);
    Json.copy(item, "action", event);
    return event;
  }

  private static JsonObject imageGeneration(JsonObject event, String itemId) {
    return copied(
        "ImageGeneration", event, itemId, "status", "revised_prompt", "result", "saved_path");
  }

  private static JsonObject objectOrEmpty(JsonObject object, String member) {
    JsonObject value = Json.object(object, member);
    return value == null ? new JsonObject() : value;
  }
}
