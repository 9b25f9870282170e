package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.tool.ToolItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of the items a turn makes: PascalCase {@code type}, snake_case members, as Codex
 * 0.169.0 keeps them in a rollout's {@code item_completed} events.
 */
final class StoredItems {
  /** The type of a message of the model. */
  static final String MESSAGE = "AgentMessage";

  /** The type of reasoning. */
  static final String REASONING = "Reasoning";

  /** The type of a plan that the model proposes. */
  static final String PLAN = "Plan";

  private StoredItems() {}

  static JsonObject userMessage(String id, @Nullable String clientId, JsonArray content) {
    JsonObject item = item("UserMessage", id);
    if (clientId != null) {
      item.addProperty("client_id", clientId);
    }
    item.add("content", content);
    return item;
  }

  static JsonObject agentMessage(String id, String text, @Nullable String phase) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "Text");
    part.addProperty("text", text);
    JsonArray content = new JsonArray();
    content.add(part);
    JsonObject item = item(MESSAGE, id);
    item.add("content", content);
    if (phase != null) {
      item.addProperty("phase", phase);
    }
    return item;
  }

  static JsonObject plan(String id, String text) {
    JsonObject item = item(PLAN, id);
    item.addProperty("text", text);
    return item;
  }

  static JsonObject reasoning(String id, List<String> summary, List<String> raw) {
    JsonObject item = item(REASONING, id);
    item.add("summary_text", strings(summary));
    item.add("raw_content", strings(raw));
    return item;
  }

  static JsonObject webSearch(String id, String query, JsonObject action) {
    JsonObject item = item("WebSearch", id);
    item.addProperty("query", query);
    item.add("action", action);
    return item;
  }

  static JsonObject enteredReview(String id, JsonObject target, String hint) {
    JsonObject item = item("EnteredReviewMode", id);
    item.add("target", target);
    item.addProperty("user_facing_hint", hint);
    return item;
  }

  static JsonObject exitedReview(String id, @Nullable JsonObject output) {
    JsonObject item = item("ExitedReviewMode", id);
    item.add("review_output", output);
    return item;
  }

  /** Marks an item that did not come to its end. */
  static void cut(JsonObject item) {
    item.addProperty(ThreadFold.CUT, true);
    if (isOpen(item)) {
      item.addProperty("status", isAsking(item) ? "declined" : "failed");
    }
    item.remove(ToolItem.ASKING);
  }

  /** Whether it was begun and has not ended; only tools' items tell. */
  static boolean isOpen(JsonObject item) {
    return Json.string(item, "status", "").equals("in_progress");
  }

  /** What still waits for the user's word was never done. */
  private static boolean isAsking(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "CommandExecution" -> Json.string(item, "source", "").equals("agent");
      case "FileChange" -> item.has(ToolItem.ASKING);
      default -> false;
    };
  }

  static JsonObject contextCompaction(String id) {
    return item("ContextCompaction", id);
  }

  /** All text of an {@code AgentMessage}. */
  static String text(JsonObject agentMessage) {
    StringBuilder text = new StringBuilder();
    for (JsonElement part : agentMessage.getAsJsonArray("content")) {
      if (part.getAsJsonObject().get("text") instanceof JsonElement piece) {
        text.append(piece.getAsString());
      }
    }
    return text.toString();
  }

  private static JsonObject item(String type, String id) {
    JsonObject item = new JsonObject();
    item.addProperty("type", type);
    item.addProperty("id", id);
    return item;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
