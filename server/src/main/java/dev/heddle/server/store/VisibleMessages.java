package dev.heddle.server.store;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.EventTypes;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.rollout.RolloutRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the user and the agent said to each other: the text that is searched. Not the names and
 * previews of threads, nor reasoning, tools and the surroundings told to the model.
 *
 * <p>Texts are compared without regard to case, character by character, so that a place in one text
 * is the same place in its folded form.
 */
public final class VisibleMessages {
  private VisibleMessages() {}

  /** The message the record holds; null when it holds none. */
  public static @Nullable String of(RolloutRecord record) {
    if (!record.type().equals(RecordTypes.EVENT_MSG)) {
      return null;
    }
    JsonObject event = record.payload();
    String text =
        switch (Json.string(event, "type", "")) {
          case EventTypes.USER_MESSAGE, EventTypes.AGENT_MESSAGE ->
              Json.string(event, "message", "");
          case EventTypes.ITEM_COMPLETED -> {
            JsonObject item = Json.object(event, "item");
            yield item == null ? "" : ofItem(item);
          }
          default -> "";
        };
    return text.isEmpty() ? null : text;
  }

  /** The text of a stored item that is a message; empty for any other. */
  public static String ofItem(JsonObject item) {
    return switch (Json.string(item, "type", "")) {
      case "UserMessage", "AgentMessage" -> ResponseItems.text(item);
      default -> "";
    };
  }

  /** Whether the text contains the term, in whatever case. */
  public static boolean contains(String text, String term) {
    return fold(text).contains(fold(term));
  }

  /** The text in one case; as long as the text. */
  public static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int f = Character.toLowerCase(Character.toUpperCase(c));
      folded.appendCodePoint(Character.charCount(f) == Character.charCount(c) ? f : c);
      i += Character.charCount(c);
    }
    return folded.toString();
  }
}
