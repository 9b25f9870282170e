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
 * one only, at the start. Calls that follow each other become one assistant message. Outputs stand
 * directly behind the message with their calls, where servers want them, whatever was said while
 * the tools ran. Images that a tool returned come after its outputs as a user message, since a tool
 * message has only text. Items that Chat has no word for, such as reasoning, are left out. Used by
 * one thread, once.
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
    chat.flushSystem();
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
    if (role.equals("developer") || role.equals("system")) {
      String text = text(item.get("content"));
      if (messages.isEmpty()) {
        appendSystem(text);
      } else {
        messages.add(message("system", new JsonPrimitive(text)));
      }
      return;
    }
    flushSystem();
    boolean user = !role.equals("assistant");
    messages.add(message(user ? "user" : "assistant", content(item.get("content"))));
  }

  private void addCall(JsonObject item, String arguments) {
    flushToolImages();
    flushSystem();
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
    function.addProperty("name", string(item, "name"));
    function.addProperty("arguments", arguments);
    JsonObject call = new JsonObject();
    call.addProperty("id", string(item, "call_id"));
    call.addProperty("type", "function");
    call.add("function", function);
    last.getAsJsonArray("tool_calls").add(call);
    callers.put(string(item, "call_id"), last);
  }

  private void addOutput(JsonObject item) {
    flushSystem();
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
      messages.add(message("user", toolImages.deepCopy()));
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

  private void flushSystem() {
    if (!system.isEmpty()) {
      messages.addFirst(message("system", new JsonPrimitive(system.toString())));
      system.setLength(0);
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
          JsonObject text = new JsonObject();
          text.addProperty("type", "text");
          text.addProperty("text", partText(part));
          parts.add(text);
        }
      }
    }
    return images ? parts : new JsonPrimitive(text(content));
  }

  private static @Nullable JsonObject image(JsonElement part) {
    if (!(part instanceof JsonObject object) || !string(object, "type").equals("input_image")) {
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
