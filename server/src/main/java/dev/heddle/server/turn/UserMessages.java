package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.thread.TurnInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user sends, as an item people see and as a message the model sees. */
final class UserMessages {
  private UserMessages() {}

  /**
   * Records the input; see {@link UserMessage#record}.
   *
   * @return the item, or null for empty input, which makes none
   */
  static @Nullable StoredItem record(TurnScope scope, TurnInput input) {
    return UserMessage.of(input, scope.messages()).record(scope);
  }

  /** The stored form of an input. */
  static JsonArray stored(List<UserInput> content) {
    JsonArray stored = new JsonArray();
    content.forEach(part -> stored.add(stored(part)));
    return stored;
  }

  /** The stored form of an input part: the wire's, with snake_case members. */
  private static JsonObject stored(UserInput part) {
    JsonObject wire = WireJson.toTree(part).getAsJsonObject();
    JsonObject stored = new JsonObject();
    stored.addProperty("type", SettingsRecords.snake(wire.get("type").getAsString()));
    for (var member : wire.entrySet()) {
      JsonElement value = member.getValue();
      switch (member.getKey()) {
        case "type" -> {}
        case "url" ->
            stored.add(Json.string(wire, "type", "") + "_url", value); // image_url, audio_url
        case "text_elements" -> stored.add("text_elements", textElements(value));
        default -> {
          if (!value.isJsonNull()) {
            stored.add(SettingsRecords.snake(member.getKey()), value);
          }
        }
      }
    }
    return stored;
  }

  private static JsonArray textElements(JsonElement elements) {
    JsonArray stored = new JsonArray();
    for (JsonElement element : elements.getAsJsonArray()) {
      JsonObject renamed = new JsonObject();
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              member -> renamed.add(SettingsRecords.snake(member.getKey()), member.getValue()));
      stored.add(renamed);
    }
    return stored;
  }
}
