package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An item that has begun and not ended: its text so far, put together from the records that a
 * stream leaves. Reasoning has parts, a summary's and raw ones; a message is one text; the item of
 * a tool is whole from the start but for its output.
 *
 * <p><b>Thread-safety:</b> none; its fold's.
 */
final class PartialItem {
  private static final String REASONING = "Reasoning";
  private static final String MESSAGE = "AgentMessage";

  private final String itemType;
  private final StringBuilder text = new StringBuilder();
  private @Nullable JsonObject begun;
  private final SortedMap<Long, StringBuilder> summary = new TreeMap<>();
  private final SortedMap<Long, StringBuilder> raw = new TreeMap<>();

  /** An item of the type that its first record names. */
  PartialItem(JsonObject payload) {
    itemType = Json.string(payload, "item_type", MESSAGE);
  }

  /** An item of this type of which nothing is known yet. */
  PartialItem(String itemType) {
    this.itemType = itemType;
  }

  /** What it is made of so far, for {@link #restore}. */
  JsonObject state() {
    JsonObject state = new JsonObject();
    state.addProperty("type", itemType);
    state.addProperty("text", text.toString());
    state.add("item", begun);
    state.add("summary", state(summary));
    state.add("raw", state(raw));
    return state;
  }

  private static JsonObject state(SortedMap<Long, StringBuilder> parts) {
    JsonObject state = new JsonObject();
    parts.forEach((index, part) -> state.addProperty(index.toString(), part.toString()));
    return state;
  }

  /** An item that goes on where another stood. */
  static PartialItem restore(JsonObject state) {
    PartialItem item = new PartialItem(Json.string(state, "type", MESSAGE));
    item.text.append(Json.string(state, "text", ""));
    item.begun = Json.object(state, "item");
    restore(Json.object(state, "summary"), item.summary);
    restore(Json.object(state, "raw"), item.raw);
    return item;
  }

  private static void restore(@Nullable JsonObject state, SortedMap<Long, StringBuilder> parts) {
    if (state != null) {
      for (var part : state.entrySet()) {
        parts.put(Long.valueOf(part.getKey()), new StringBuilder(part.getValue().getAsString()));
      }
    }
  }

  /** Whether the record of its completion names it, in a legacy history, too. */
  boolean isNamedAtItsEnd() {
    return !itemType.equals(REASONING) && !itemType.equals(MESSAGE);
  }

  String itemType() {
    return itemType;
  }

  /** The id of the item that a record is about. */
  static String itemId(JsonObject payload) {
    return Json.string(payload, "item_id", "");
  }

  /** Takes the next record of the item. */
  void accept(JsonObject payload) {
    JsonObject item = Json.object(payload, "item");
    if (item != null) {
      begun = item;
    }
    String more = Json.string(payload, "text", "");
    Long index = Json.integer(payload, "summary_index");
    Long rawIndex = Json.integer(payload, "content_index");
    if (index != null) {
      summary.computeIfAbsent(index, i -> new StringBuilder()).append(more);
    } else if (rawIndex != null) {
      raw.computeIfAbsent(rawIndex, i -> new StringBuilder()).append(more);
    } else {
      text.append(more);
    }
  }

  /** Whether an event of a legacy history, which names no item, says that one like this ended. */
  boolean endsWith(@Nullable String legacyEvent) {
    return !isNamedAtItsEnd()
        && (itemType.equals(REASONING)
            ? EventTypes.AGENT_REASONING.equals(legacyEvent)
            : EventTypes.AGENT_MESSAGE.equals(legacyEvent));
  }

  /** The item's stored form, as far as it got. */
  JsonObject toItem(String itemId) {
    if (begun != null) {
      return ofTool(begun.deepCopy());
    }
    JsonObject item = new JsonObject();
    item.addProperty("type", itemType);
    item.addProperty("id", itemId);
    if (itemType.equals(REASONING)) {
      item.add("summary_text", texts(summary));
      item.add("raw_content", texts(raw));
    } else {
      JsonObject part = new JsonObject();
      part.addProperty("type", "Text");
      part.addProperty("text", text.toString());
      JsonArray content = new JsonArray();
      content.add(part);
      item.add("content", content);
    }
    return item;
  }

  /** A tool says at its start what its item is; later only what a command printed, or a plan. */
  private JsonObject ofTool(JsonObject item) {
    switch (itemType) {
      case "CommandExecution" -> item.addProperty("aggregated_output", text.toString());
      case "Plan" -> item.addProperty("text", text.toString());
      default -> {
        // Shows no text that arrives piece by piece.
      }
    }
    return item;
  }

  private static JsonArray texts(SortedMap<Long, StringBuilder> parts) {
    JsonArray texts = new JsonArray();
    parts.values().forEach(part -> texts.add(part.toString()));
    return texts;
  }
}
