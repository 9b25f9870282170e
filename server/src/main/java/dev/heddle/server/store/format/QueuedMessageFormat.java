package dev.heddle.server.store.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.store.QueuedMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queued message as stores write it: {@code
 * {"id","clientUserMessageId","input":[],"responsesapiClientMetadata":{}}}, the last one only where
 * there is any.
 */
public final class QueuedMessageFormat {
  private QueuedMessageFormat() {}

  /** The bytes of a message. */
  public static byte[] encode(QueuedMessage message) {
    JsonObject json = new JsonObject();
    json.addProperty("id", message.id());
    json.addProperty("clientUserMessageId", message.clientMessageId());
    json.add("input", message.input());
    if (message.clientMetadata() != null) {
      JsonObject metadata = new JsonObject();
      message.clientMetadata().forEach(metadata::addProperty);
      json.add("responsesapiClientMetadata", metadata);
    }
    return RolloutCodec.escapeLoneSurrogates(json.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** The message of this id in these bytes; null when there is none. */
  public static @Nullable QueuedMessage decode(String id, byte[] bytes) {
    try {
      if (!(JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
              instanceof JsonObject json)
          || !(json.get("id") instanceof JsonPrimitive own)
          || !own.getAsString().equals(id)
          || !(json.get("clientUserMessageId") instanceof JsonPrimitive clientId)
          || !(json.get("input") instanceof JsonArray input)) {
        return null;
      }
      return new QueuedMessage(
          id, clientId.getAsString(), input, metadata(json.get("responsesapiClientMetadata")));
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static @Nullable Map<String, String> metadata(@Nullable JsonElement json) {
    if (json == null || json instanceof JsonNull) {
      return null;
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    json.getAsJsonObject()
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    return metadata;
  }
}
