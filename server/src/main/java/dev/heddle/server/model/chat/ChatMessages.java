package dev.heddle.server.model.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Responses items as Chat messages.
 *
 * <p>Everything before the first message of a user becomes one system message: many templates allow
 * one only, at the start; what comes later for the model alone is said in user role. Neighbours in
 * user role become one message, because many templates refuse two in a row, and calls that follow
 * each other one assistant message. Outputs stand directly behind the message with their calls,
 * where servers want them, whatever was said while the tools ran. Images that a tool returned come
 * after its outputs as a user message, since a tool message has only text. Items that Chat has no
 * word for, such as reasoning, are left out. Used by one thread, once.
 */
final class ChatMessages {
  private final List<JsonObject> messages = new ArrayList<>();
  private final Map<String, JsonObject> callers = new HashMap<>(); // the messages, by id of call
  private final JsonArray toolImages = new JsonArray();
  private final StringBuilder system = new StringBuilder();

  /** The messages for these instructions and items. */
  static List<JsonObject> of(String instructions, List<JsonObject> input) {
    ChatMessages chat = new ChatMessages();
    chat.appendSystem(instructions);
    for (JsonObject item : input) {
      chat.add(item);
    }
    chat.flushToolImages();
    if (!chat.system.isEmpty()) {
      chat.messages.addFirst(message("system", new JsonPrimitive(chat.system.toString())));
    }
    return chat.messages;
  }

  private void add(JsonObject item) {
    String type = string(item, "type");
    switch (type.isEmpty() ? "message" : type) {
      case "message" -> addMessage(item);
      case "function_call" -> addCall(item, string(item, "arguments"));
      case "custom_tool_call" -> {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("input", string(item, "input"));
        addCall(item, arguments.toString());
      }
      case "function_call_output", "custom_tool_call_output" -> addOutput(item);
      default -> {
        // Reasoning and the like: only the Responses API takes them back.
      }
    }
  }

  private void addMessage(JsonObject item) {
    flushToolImages();
    String role = string(item, "role");
    boolean forModel = role.equals("developer") || role.equals("system");
    if (forModel && messages.isEmpty()) {
      appendSystem(text(item.get("content")));
    } else if (role.equals("assistant")) {
      messages.add(message("assistant", content(item.get("content"))));
    } else {
      addUser(content(item.get("content")));
    }
  }

  private void addUser(JsonElement content) {
    JsonObject last = messages.isEmpty() ? null : messages.getLast();
    if (last != null && string(last, "role").equals("user")) {
      last.add("content", joined(last.get("content"), content));
    } else {
      messages.add(message("user", content));
    }
  }

  private static JsonElement joined(JsonElement first, JsonElement second) {
    if (first instanceof JsonPrimitive && second instanceof JsonPrimitive) {
      String before = first.getAsString();
      String after = second.getAsString();
      String gap = before.isEmpty() || after.isEmpty() ? "" : "\n\n";
      return new JsonPrimitive(before + gap + after);
    }
    JsonArray parts = new JsonArray();
    for (JsonElement content : List.of(first, second)) {
      if (content instanceof JsonArray several) {
        parts.addAll(several);
      } else if (!content.getAsString().isEmpty()) {
        parts.add(textPart(content.getAsString()));
      }
    }
    return parts;
  }

  private void addCall(JsonObject item, String arguments) {
    flushToolImages();
    JsonObject last = messages.isEmpty() ? null : messages.getLast();
    if (last == null || !string(last, "role").equals("assistant")) {
      last = new JsonObject();
      last.addProperty("role", "assistant");
      last.addProperty("content", "");
      messages.add(last);
    }
    if (!(last.get("tool_calls") instanceof JsonArray)) {
      last.add("tool_calls", new JsonArray());
    }
    JsonObject function = new JsonObject();
    function.addProperty(
        "name", ChatFunctions.joined(string(item, "namespace"), string(item, "name")));
    function.addProperty("arguments", arguments);
    JsonObject call = new JsonObject();
    call.addProperty("id", string(item, "call_id"));
    call.addProperty("type", "function");
    call.add("function", function);
    last.getAsJsonArray("tool_calls").add(call);
    callers.put(string(item, "call_id"), last);
  }

  private void addOutput(JsonObject item) {
    JsonElement output = item.get("output");
    JsonObject message = message("tool", new JsonPrimitive(text(output)));
    message.addProperty("tool_call_id", string(item, "call_id"));
    messages.add(placeOfOutput(string(item, "call_id")), message);
    if (output instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        JsonObject image = image(part);
        if (image != null) {
          toolImages.add(image);
        }
      }
    }
  }

  /** Behind the message with the call and the outputs that are there already, else the end. */
  @SuppressWarnings("ReferenceEquality") // Another message may say the same.
  private int placeOfOutput(String callId) {
    JsonObject caller = callers.get(callId);
    if (caller == null) {
      return messages.size();
    }
    int place = messages.size();
    while (messages.get(place - 1) != caller) {
      place--;
    }
    while (place < messages.size() && string(messages.get(place), "role").equals("tool")) {
      place++;
    }
    return place;
  }

  private void flushToolImages() {
    if (!toolImages.isEmpty()) {
      addUser(toolImages.deepCopy());
      while (!toolImages.isEmpty()) {
        toolImages.remove(toolImages.size() - 1);
      }
    }
  }

  private void appendSystem(String text) {
    if (!text.isEmpty()) {
      system.append(system.isEmpty() ? "" : "\n\n").append(text);
    }
  }

  private static JsonObject message(String role, JsonElement content) {
    JsonObject message = new JsonObject();
    message.addProperty("role", role);
    message.add("content", content);
    return message;
  }

  /** A plain string when there are no images: some servers know nothing else. */
  private static JsonElement content(@Nullable JsonElement content) {
    JsonArray parts = new JsonArray();
    boolean images = false;
    if (content instanceof JsonArray array) {
      for (JsonElement part : array) {
        JsonObject image = image(part);
        if (image != null) {
          parts.add(image);
          images = true;
        } else {
          parts.add(textPart(partText(part)));
        }
      }
    }
    return images ? parts : new JsonPrimitive(text(content));
  }

  private static JsonObject textPart(String text) {
    JsonObject part = new JsonObject();
    part.addProperty("type", "text");
    part.addProperty("text", text);
    return part;
  }

  private static @Nullable JsonObject image(JsonElement part) {
    if (!(part instanceof JsonObject object)
        || !string(object, "type").equals("input_image")
        || string(object, "image_url").isEmpty()) { // Chat knows no pictures by their ids
      return null;
    }
    JsonObject url = new JsonObject();
    url.addProperty("url", string(object, "image_url"));
    String detail = string(object, "detail");
    // Chat knows these three.
    if (detail.equals("low") || detail.equals("high") || detail.equals("auto")) {
      url.addProperty("detail", detail);
    }
    JsonObject image = new JsonObject();
    image.addProperty("type", "image_url");
    image.add("image_url", url);
    return image;
  }

  /** The text of a content list, or a plain string. */
  private static String text(@Nullable JsonElement content) {
    if (content instanceof JsonPrimitive primitive) {
      return primitive.getAsString();
    }
    StringBuilder text = new StringBuilder();
    if (content instanceof JsonArray parts) {
      for (JsonElement part : parts) {
        String more = partText(part);
        if (!more.isEmpty()) {
          text.append(text.isEmpty() ? "" : "\n").append(more);
        }
      }
    }
    return text.toString();
  }

  private static String partText(JsonElement part) {
    if (!(part instanceof JsonObject object)) {
      return "";
    }
    String text = string(object, "text");
    return text.isEmpty() ? string(object, "refusal") : text;
  }

  private static String string(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
