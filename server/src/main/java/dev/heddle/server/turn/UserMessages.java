package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.thread.TurnInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user sends, as an item people see and as a message the model sees. */
final class UserMessages {
  private UserMessages() {}

  /**
   * Records the input as the model's message and as a completed item; before it, what the client
   * tells the model besides, which is no item.
   *
   * @return the item, or null for empty input, which makes none
   */
  static @Nullable StoredItem record(TurnScope scope, TurnInput input) {
    List<RolloutRecord> records = new ArrayList<>();
    input
        .context()
        .forEach((source, entry) ->
            records.add(scope.responseItem(Messages.fromClient(source, entry, scope.turnId()))));
    if (input.content().isEmpty()) {
      scope.record(records);
      return null;
    }
    long now = scope.clock().millis();
    String itemId = Uuid7.next();
    JsonArray model = new JsonArray();
    for (UserInput part : input.content()) {
      JsonObject forModel = ModelInput.of(part);
      if (forModel != null) {
        model.add(forModel);
      }
    }
    StoredItem item =
        new StoredItem(
            scope.turnId(),
            itemId,
            RolloutRecord.NO_ORDINAL,
            now,
            now,
            StoredItems.userMessage(itemId, input.clientMessageId(), stored(input.content())));
    records.add(scope.responseItem(Messages.user("msg_" + Uuid7.next(), model)));
    records.addAll(scope.items().record(item));
    scope.record(records);
    return item;
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
