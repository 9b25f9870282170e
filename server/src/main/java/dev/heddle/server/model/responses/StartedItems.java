package dev.heddle.server.model.responses;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of an answer that have begun and not ended, and the ids they began with. Some providers
 * give each event of an item another id, so an event belongs to the item at its place in the
 * output, else to that with its id, else to the only one of its type. Used by one thread, once.
 */
final class StartedItems {
  private final List<Item> items = new ArrayList<>();

  /** An item, equal to no other. */
  private static final class Item {
    /** Its place in the output, or null when the provider gives none. */
    private final @Nullable String index;

    private final String type;
    private final String id;

    Item(@Nullable String index, String type, String id) {
      this.index = index;
      this.type = type;
      this.id = id;
    }

    boolean mayBeAt(@Nullable String place) {
      return index == null || place == null || index.equals(place);
    }
  }

  void started(@Nullable String index, String type, String id) {
    items.add(new Item(index, type, id));
  }

  /** The id with which the item of an event began; the event's own when no such item has. */
  String startedId(@Nullable String index, String type, String id) {
    Item item = find(index, type, id);
    return item == null ? id : item.id;
  }

  /** The same for the event that ends the item. */
  String endedId(@Nullable String index, String type, String id) {
    Item item = find(index, type, id);
    if (item == null) {
      return id;
    }
    items.remove(item);
    return item.id;
  }

  /** Whether a call is among them. */
  boolean hasCall() {
    return items.stream().anyMatch(item -> item.type.endsWith("_call"));
  }

  private @Nullable Item find(@Nullable String index, String type, String id) {
    Item withId = null;
    Item last = null;
    int ofType = 0;
    for (Item item : items) {
      if (item.type.equals(type)) {
        if (index != null && index.equals(item.index)) {
          return item;
        }
        withId = item.id.equals(id) ? item : withId;
        last = item;
        ofType++;
      }
    }
    if (withId != null) {
      return withId;
    }
    return last != null && ofType == 1 && last.mayBeAt(index) ? last : null;
  }
}
