package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One item put together again from the records a {@link TurnFold} made it from.
 *
 * <p><b>Thread-safety:</b> none.
 */
public final class ItemContent {
  private final String itemId;
  private @Nullable JsonObject item;

  /** By the id they were streamed under: a legacy history shows several under the next one. */
  private final Map<String, PartialItem> partials = new HashMap<>();

  /** An item of which nothing is known yet. */
  public ItemContent(String itemId) {
    this.itemId = itemId;
  }

  /** The record that completed it. */
  public void completed(RolloutRecord record) {
    JsonObject event = record.payload();
    String type = Json.string(event, "type", "");
    item =
        type.equals(EventTypes.ITEM_COMPLETED)
            ? Json.object(event, "item")
            : LegacyItems.read(type, event, itemId);
  }

  /** A record that continues it. */
  public void continued(RolloutRecord record) {
    JsonObject event = record.payload();
    JsonObject so = item;
    JsonObject longer =
        so == null ? null : LegacyItems.extended(so, Json.string(event, "type", ""), event);
    item = longer == null ? so : longer;
  }

  /** A record with some of its text. */
  public void streamed(RolloutRecord record, boolean begins) {
    JsonObject payload = record.payload();
    String id = PartialItem.itemId(payload);
    if (begins) {
      partials.remove(id);
    }
    PartialItem partial = partials.computeIfAbsent(id, any -> new PartialItem(payload));
    partial.accept(payload);
    item = partial.toItem(itemId);
  }

  /** The item as far as its records were given; null when none was its. */
  public @Nullable JsonObject item() {
    return item;
  }
}
