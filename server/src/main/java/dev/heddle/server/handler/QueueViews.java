package dev.heddle.server.handler;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.QueuedSubmission;
import dev.heddle.protocol.v2.UserInput;
import dev.heddle.server.store.QueuedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Waiting messages, as stores keep them and as clients see them. */
final class QueueViews {
  private QueueViews() {}

  /** As clients see it; throws DecodeException for input that this version does not know. */
  static QueuedSubmission of(QueuedMessage message) {
    List<UserInput> input = new ArrayList<>(message.input().size());
    for (JsonElement part : message.input()) {
      input.add(WireJson.decode(part, UserInput.class));
    }
    return new QueuedSubmission(
        message.id(), input, message.clientMessageId(), message.clientMetadata());
  }

  /** The same, or null for input that this version does not know. */
  static @Nullable QueuedSubmission orNull(QueuedMessage message) {
    try {
      return of(message);
    } catch (DecodeException e) {
      return null;
    }
  }

  /** As a store keeps it. */
  static QueuedMessage message(
      String id,
      String clientMessageId,
      List<UserInput> input,
      @Nullable Map<String, String> clientMetadata) {
    JsonArray parts = new JsonArray();
    input.forEach(part -> parts.add(WireJson.toTree(part)));
    return new QueuedMessage(id, clientMessageId, parts, clientMetadata);
  }
}
