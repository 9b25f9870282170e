package dev.heddle.server.rollout;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What {@code world_state} records say the model was told of its surroundings, as far as it is
 * remembered: of a long text only a stand-in that is equal for equal texts.
 */
public final class WorldState {
  private static final int LONG_CHARS = 100;
  private static final String FULL = "full";
  private static final String STATE = "state";

  private WorldState() {}

  /**
   * What is known behind another record.
   *
   * @param before what was known, or null
   * @param payload of the record: all of the state, or what has changed of it
   */
  static @Nullable JsonObject after(@Nullable JsonObject before, JsonObject payload) {
    JsonObject state = Json.object(payload, STATE);
    if (state == null) {
      return before;
    }
    JsonObject known = remembered(state);
    if (Json.bool(payload, FULL) || before == null) {
      return known;
    }
    JsonObject merged = before.deepCopy();
    merge(merged, known);
    return merged;
  }

  private static void merge(JsonObject into, JsonObject changes) {
    for (var change : changes.entrySet()) {
      if (change.getValue() instanceof JsonObject inner
          && into.get(change.getKey()) instanceof JsonObject object) {
        merge(object, inner);
      } else {
        into.add(change.getKey(), change.getValue());
      }
    }
  }

  /** What is remembered of a state. */
  public static JsonObject remembered(JsonObject state) {
    return (JsonObject) shortened(state);
  }

  private static JsonElement shortened(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject kept = new JsonObject();
      object.entrySet().forEach(member -> kept.add(member.getKey(), shortened(member.getValue())));
      return kept;
    }
    if (element instanceof JsonArray array) {
      JsonArray kept = new JsonArray();
      array.forEach(value -> kept.add(shortened(value)));
      return kept;
    }
    return element instanceof JsonPrimitive value
            && value.isString()
            && value.getAsString().length() > LONG_CHARS
        ? new JsonPrimitive(digest(value.getAsString()))
        : element;
  }

  private static String digest(String text) {
    byte[] bytes = RolloutCodec.escapeLoneSurrogates(text).getBytes(StandardCharsets.UTF_8);
    try {
      return "sha256 "
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
