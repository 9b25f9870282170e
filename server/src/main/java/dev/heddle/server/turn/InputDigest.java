package dev.heddle.server.turn;

import com.google.common.hash.Hashing;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.ItemContent;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.StoredItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * A short stand-in for what a user's message holds: equal for the message as a client sends it and
 * as a history of this mode gives it back.
 */
public final class InputDigest {
  private InputDigest() {}

  /** Of an input on its way into a history. */
  public static String of(List<UserInput> input, HistoryMode mode) {
    JsonObject item = StoredItems.userMessage("", null, UserMessages.stored(input));
    return of(ItemContent.asReadBack(item, mode));
  }

  /** Of a message that a history has. */
  public static String of(StoredItem message) {
    return of(message.item());
  }

  private static String of(JsonObject item) {
    String text = sorted(Json.array(item, "content")).toString();
    return Hashing.sha256()
        .hashString(RolloutCodec.escapeLoneSurrogates(text), StandardCharsets.UTF_8)
        .toString();
  }

  /** Writers order members as they like. */
  private static JsonElement sorted(JsonElement element) {
    switch (element) {
      case JsonArray array -> {
        JsonArray sorted = new JsonArray();
        array.forEach(each -> sorted.add(sorted(each)));
        return sorted;
      }
      case JsonObject object -> {
        JsonObject sorted = new JsonObject();
        new TreeMap<>(object.asMap())
            .forEach((name, value) -> {
              if (!value.isJsonNull()) {
                sorted.add(name, sorted(value));
              }
            });
        return sorted;
      }
      default -> {
        return element;
      }
    }
  }
}
