package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.context.Surroundings;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model is told of its surroundings, as items of its conversation and as records. */
final class ContextMessages {
  private ContextMessages() {}

  /**
   * The items that tell the model what it does not know.
   *
   * @param told what it knows, as a fold remembers it; null for nothing
   */
  static List<JsonObject> items(Surroundings now, @Nullable JsonObject told, String turnId) {
    List<JsonObject> items = new ArrayList<>();
    for (Surroundings.Message message : now.news(told)) {
      items.add(
          Messages.context(
              "msg_" + Uuid7.next(), message.role(), message.parts(), message.kinds(), turnId));
    }
    return items;
  }

  /** The same with the record that says what the model knows then; nothing when it knows all. */
  static List<RolloutRecord> records(
      Instant at, Surroundings now, @Nullable JsonObject told, String turnId) {
    List<JsonObject> items = items(now, told, turnId);
    if (items.isEmpty()) {
      return List.of();
    }
    List<RolloutRecord> records = new ArrayList<>();
    items.forEach(item -> records.add(Records.responseItem(at, item)));
    records.add(Records.worldState(at, now.state()));
    return records;
  }
}
