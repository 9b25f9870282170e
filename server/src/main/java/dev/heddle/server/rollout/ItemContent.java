package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One item put together again from the records a {@link TurnFold} made it from.
 *
 * <p><b>Thread-safety:</b> none.
 */
public final class ItemContent {
  private final String itemId;
  private @Nullable JsonObject item;
  private @Nullable PartialItem partial;

  /** An item of which nothing is known yet. */
  public ItemContent(String itemId) {
    this.itemId = itemId;
  }

  /** A new item as a history of this mode will give it back: older ones do not keep all of it. */
  public static JsonObject asReadBack(JsonObject item, HistoryMode mode) {
    JsonObject event = mode == HistoryMode.LEGACY ? LegacyItems.write(item) : null;
    JsonObject read =
        event == null
            ? null
            : LegacyItems.read(Json.string(event, "type", ""), event, Json.string(item, "id", ""));
    return read == null ? item : read;
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

  /** A record with some of its text, when it has not been completed. */
  public void streamed(RolloutRecord record) {
    PartialItem so = partial;
    if (so == null) {
      so = new PartialItem(record.payload());
      partial = so;
    }
    so.accept(record.payload());
  }

  /** The item as far as its records were given; null when none was its. */
  public @Nullable JsonObject item() {
    PartialItem so = partial;
    return so == null ? item : so.toItem(itemId);
  }
}
