package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.ResponseItems;
import dev.heddle.server.store.Uuid7;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation that takes the place of a long one: what users said, and in the present turn
 * their clients, word for word as far as there is room, and a summary of all the rest.
 *
 * <p>What the model must know of its surroundings stands before the last thing a user said, so that
 * the conversation reads as a new one would.
 */
final class CompactedConversation {
  /** Of what users said, at most; the newest is kept first. */
  private static final int KEPT_CHARS = 80_000;

  private static final String CUT = "\n[… the rest of this message was left out]";

  /** What a model is asked for. */
  static final String PROMPT =
      """
      Stop here: this conversation is about to be replaced by a short form of itself, because it \
      takes too much room. Write that short form now, for whoever goes on with the work and will \
      see nothing of the above except what the user wrote. Do not call tools and do not go on \
      with the task.

      Put down, as headed lists, leaving out what does not apply:
      - what the user wants in the end, and what they asked for or ruled out on the way
      - what was decided and why, so that it is not decided again
      - what is done: files made or changed, with their paths, and what was checked with which \
      result
      - what was found out that was hard to find: names, places in the code, values, errors and \
      their causes
      - what is left, in order, and exactly where the work stopped

      Quote names, paths, commands, numbers and error texts exactly. Be short otherwise.\
      """;

  /** How the summary is introduced to the model that goes on. */
  private static final String INTRODUCTION =
      "<conversation_summary>\n"
          + "The conversation up to here was shortened. Above are the user's own messages; what was"
          + " said and done besides is summed up below. Take it as your own notes and go on from"
          + " there: files and processes are as those notes left them.\n\n";

  private CompactedConversation() {}

  /** The summary as the model is shown it. */
  static String introduced(String summary) {
    return INTRODUCTION + summary + "\n</conversation_summary>";
  }

  /**
   * The new conversation.
   *
   * @param items the old one, oldest first
   * @param context what the model must know of its surroundings
   * @param summary introduced already
   * @param maxSaid how many characters of what users said there is room for
   * @param turnId the turn that goes on with it
   */
  static List<JsonObject> of(
      List<JsonObject> items,
      List<JsonObject> context,
      String summary,
      long maxSaid,
      String turnId) {
    List<JsonObject> said = said(items, (int) Math.min(KEPT_CHARS, maxSaid), turnId);
    List<JsonObject> all = new ArrayList<>(said);
    all.addAll(said.isEmpty() ? 0 : said.size() - 1, context);
    all.add(
        Messages.context(
            "msg_" + Uuid7.next(),
            "user",
            List.of(summary),
            List.of(ResponseItems.SUMMARY_KIND),
            turnId));
    return all;
  }

  private static List<JsonObject> said(List<JsonObject> items, int maxChars, String turnId) {
    List<JsonObject> kept = new ArrayList<>();
    int left = maxChars;
    for (JsonObject item : items.reversed()) {
      boolean said = ResponseItems.isUserInput(item) || ResponseItems.isFromClient(item, turnId);
      if (!said || left <= 0) {
        continue;
      }
      JsonObject fitting = shortened(item, left);
      left -= ResponseItems.text(fitting).length();
      kept.addFirst(fitting);
    }
    return kept;
  }

  /** The message without pictures, and with so much text at most. */
  private static JsonObject shortened(JsonObject message, int maxChars) {
    JsonArray parts = new JsonArray();
    int left = maxChars;
    boolean changed = false;
    for (JsonElement element : Json.array(message, "content")) {
      if (!(element instanceof JsonObject part) || left <= 0) {
        changed = true;
        continue;
      }
      String text = Json.string(part, "text");
      if (text == null) {
        parts.add(text("[a picture or file that is no longer shown]"));
        changed = true;
      } else if (text.length() > left) {
        int end = Character.isHighSurrogate(text.charAt(left - 1)) ? left - 1 : left;
        parts.add(text(text.substring(0, end) + CUT));
        left = 0;
        changed = true;
      } else {
        parts.add(part);
        left -= text.length();
      }
    }
    if (!changed) {
      return message;
    }
    JsonObject shortened = message.deepCopy();
    shortened.add("content", parts);
    return shortened;
  }

  private static JsonObject text(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "input_text");
    part.addProperty("text", text);
    return part;
  }
}
