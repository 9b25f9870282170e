package dev.heddle.server.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.conform.stage.Json;
import java.util.List;

/**
 * The conversation inside a request to the model, and how it is to reason about it.
 *
 * <p>Instructions, the description of the environment and tools are each server's own; who said
 * what, and what was called and returned, must be the same.
 */
final class ModelInput {
  private static final List<String> KEPT =
      List.of(
          "type",
          "role",
          "content",
          "phase",
          "summary",
          "encrypted_content",
          "call_id",
          "name",
          "arguments",
          "output");

  /** As Gson writes it, which escapes the angle brackets. */
  private static final String TURN_ABORTED =
      "(<|\\\\u003c)turn_aborted.*?/turn_aborted(>|\\\\u003e)";

  private ModelInput() {}

  static JsonObject of(JsonObject request) {
    JsonObject kept = new JsonObject();
    kept.add("model", request.get("model"));
    JsonArray input = new JsonArray();
    if (request.get("input") instanceof JsonArray items) {
      for (JsonElement item : items) {
        if (isConversation(item)) {
          input.add(keep(item.getAsJsonObject()));
        }
      }
    }
    kept.add("input", input);
    for (String member : List.of("reasoning", "include")) {
      if (request.has(member)) {
        kept.add(member, request.get(member));
      }
    }
    return kept;
  }

  private static boolean isConversation(JsonElement item) {
    String role = Json.string(item, "role");
    if ("developer".equals(role) || "system".equals(role)) {
      return false;
    }
    return !(Json.part(item, "content") instanceof JsonArray parts)
        || parts.isEmpty()
        || !withoutEnvironment(parts).isEmpty();
  }

  /** Each server describes the environment in its own words. */
  private static JsonArray withoutEnvironment(JsonArray parts) {
    JsonArray kept = new JsonArray();
    for (JsonElement part : parts) {
      String text = Json.string(part, "text");
      if (text == null || !text.startsWith("<environment_context>")) {
        kept.add(part);
      }
    }
    return kept;
  }

  /** Both tell the model that a turn was cut, each in its own words. */
  private static JsonElement withoutWording(JsonElement content) {
    return JsonParser.parseString(
        content.toString().replaceAll(TURN_ABORTED, "<turn_aborted></turn_aborted>"));
  }

  private static JsonObject keep(JsonObject item) {
    JsonObject kept = new JsonObject();
    for (String member : KEPT) {
      if (item.has(member) && !item.get(member).isJsonNull()) {
        JsonElement value = item.get(member);
        kept.add(
            member,
            withoutWording(value instanceof JsonArray parts ? withoutEnvironment(parts) : value));
      }
    }
    return kept;
  }
}
