package dev.heddle.server.model.script;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/**
 * What the offline provider needs to know of a request's input.
 *
 * @param lastUserText the text of the last message that the user wrote; empty when there is none
 * @param lastUserImages how many images came with it
 * @param userMessages how many messages the user wrote
 * @param toolOutputs how many tool outputs came after the last of them
 * @param lastToolOutput the text of the last of these, or empty
 * @param chars length of all texts, in chars
 * @param highestNumber the highest number an item id such as {@code msg_12} ends in, or 0
 */
record Conversation(
    String lastUserText,
    int lastUserImages,
    int userMessages,
    int toolOutputs,
    String lastToolOutput,
    long chars,
    long highestNumber) {

  /** Numbers with more digits are not ours. */
  private static final int MAX_DIGITS = 12;

  static Conversation of(List<JsonObject> input) {
    String lastUserText = "";
    int lastUserImages = 0;
    int userMessages = 0;
    int toolOutputs = 0;
    String lastToolOutput = "";
    long chars = 0;
    long highestNumber = 0;
    for (JsonObject item : input) {
      highestNumber = Math.max(highestNumber, trailingNumber(string(item, "id")));
      String type = string(item, "type");
      if (type.endsWith("_output")) {
        toolOutputs++;
        lastToolOutput = text(item.get("output"));
        chars += lastToolOutput.length();
      } else if (type.equals("message") || type.isEmpty()) {
        String text = text(item.get("content"));
        chars += text.length();
        if (string(item, "role").equals("user") && !isEnvelope(text)) {
          lastUserText = text;
          lastUserImages = images(item.get("content"));
          userMessages++;
          toolOutputs = 0;
          lastToolOutput = "";
        }
      } else {
        chars += string(item, "arguments").length();
      }
    }
    return new Conversation(
        lastUserText,
        lastUserImages,
        userMessages,
        toolOutputs,
        lastToolOutput,
        chars,
        highestNumber);
  }

  /** Whether a user message was written by a program: one XML-like element around everything. */
  private static boolean isEnvelope(String text) {
    String stripped = text.strip();
    int end = stripped.indexOf('>');
    if (!stripped.startsWith("<") || end < 2) {
      return false;
    }
    return stripped.endsWith("</" + stripped.substring(1, end) + ">");
  }

  /** The text of a content list, or of a plain string. */
  private static String text(JsonElement content) {
    if (content instanceof JsonPrimitive primitive) {
      return primitive.getAsString();
    }
    if (!(content instanceof JsonArray parts)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (JsonElement part : parts) {
      if (part instanceof JsonObject object && object.get("text") instanceof JsonPrimitive value) {
        text.append(text.isEmpty() ? "" : "\n").append(value.getAsString());
      }
    }
    return text.toString();
  }

  private static int images(JsonElement content) {
    int images = 0;
    if (content instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        images +=
            part instanceof JsonObject object && string(object, "type").equals("input_image")
                ? 1
                : 0;
      }
    }
    return images;
  }

  private static long trailingNumber(String id) {
    int start = id.lastIndexOf('_') + 1;
    int digits = id.length() - start;
    if (start == 0 || digits == 0 || digits > MAX_DIGITS) {
      return 0;
    }
    for (int i = start; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return 0;
      }
    }
    return Long.parseLong(id, start, id.length(), 10);
  }

  private static String string(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
