package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The records that say an item is complete. A paginated history keeps the item itself; a legacy one
 * keeps an event of the old kind, from which readers make the item again.
 */
final class ItemRecords {
  private ItemRecords() {}

  static List<RolloutRecord> completed(
      Instant now, HistoryMode mode, String threadId, StoredItem stored) {
    if (mode == HistoryMode.PAGINATED) {
      return List.of(
          Records.itemCompleted(
              now,
              threadId,
              stored.turnId(),
              stored.item(),
              stored.startedAtMs(),
              stored.completedAtMs()));
    }
    return switch (Json.string(stored.item(), "type", "")) {
      case "UserMessage" -> List.of(userMessage(now, stored.item()));
      case "AgentMessage" -> List.of(agentMessage(now, stored.item()));
      case "Reasoning" -> reasoning(now, stored.item());
      default -> List.of();
    };
  }

  private static RolloutRecord userMessage(Instant now, JsonObject item) {
    StringBuilder text = new StringBuilder();
    JsonArray images = new JsonArray();
    JsonArray localImages = new JsonArray();
    JsonArray elements = new JsonArray();
    for (JsonElement element : item.getAsJsonArray("content")) {
      JsonObject part = element.getAsJsonObject();
      switch (Json.string(part, "type", "")) {
        case "text" -> {
          text.append(Json.string(part, "text", ""));
          if (part.get("text_elements") instanceof JsonArray marked) {
            elements.addAll(marked);
          }
        }
        case "image" -> images.add(part.get("image_url"));
        case "local_image" -> localImages.add(part.get("path"));
        default -> {}
      }
    }
    JsonObject event = event("user_message");
    if (item.has("client_id")) {
      event.add("client_id", item.get("client_id"));
    }
    event.addProperty("message", text.toString());
    event.add("images", images);
    event.add("local_images", localImages);
    event.add("text_elements", elements);
    return RolloutRecord.of(now, RecordTypes.EVENT_MSG, event);
  }

  private static RolloutRecord agentMessage(Instant now, JsonObject item) {
    JsonObject event = event("agent_message");
    event.addProperty("message", StoredItems.text(item));
    event.add("phase", Objects.requireNonNullElse(item.get("phase"), JsonNull.INSTANCE));
    return RolloutRecord.of(now, RecordTypes.EVENT_MSG, event);
  }

  private static List<RolloutRecord> reasoning(Instant now, JsonObject item) {
    List<RolloutRecord> records = new ArrayList<>();
    for (JsonElement part : item.getAsJsonArray("summary_text")) {
      JsonObject event = event("agent_reasoning");
      event.add("text", part);
      records.add(RolloutRecord.of(now, RecordTypes.EVENT_MSG, event));
    }
    for (JsonElement part : item.getAsJsonArray("raw_content")) {
      JsonObject event = event("agent_reasoning_raw_content");
      event.add("text", part);
      records.add(RolloutRecord.of(now, RecordTypes.EVENT_MSG, event));
    }
    return records;
  }

  private static JsonObject event(String type) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    return event;
  }
}
