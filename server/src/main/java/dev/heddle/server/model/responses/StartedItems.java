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

  /**
   * An item.
   *
   * @param index its place in the output, or null when the provider gives none
   */
  private record Item(@Nullable String index, String type, String id) {
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
    return item == null ? id : item.id();
  }

  /** The same for the event that ends the item. */
  String endedId(@Nullable String index, String type, String id) {
    Item item = find(index, type, id);
    if (item == null) {
      return id;
    }
    items.remove(item);
    return item.id();
  }

  private @Nullable Item find(@Nullable String index, String type, String id) {
    List<Item> ofType = new ArrayList<>(items.size());
    for (Item item : items) {
      if (item.type().equals(type)) {
        ofType.add(item);
      }
    }
    for (Item item : ofType) {
      if (index != null && index.equals(item.index())) {
        return item;
      }
    }
    for (Item item : ofType) {
      if (item.id().equals(id)) {
        return item;
      }
    }
    return ofType.size() == 1 && ofType.getFirst().mayBeAt(index) ? ofType.getFirst() : null;
  }
}
