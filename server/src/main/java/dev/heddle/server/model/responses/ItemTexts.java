package dev.heddle.server.model.responses;

import com.google.common.collect.MapMaker;
import com.google.gson.JsonObject;
import java.util.concurrent.ConcurrentMap;

/**
 * The JSON texts of items that were sent before. Every request repeats the whole conversation, so
 * an item is written once rather than once a request.
 *
 * <p>A text is kept as long as its item is in use elsewhere. Items are told apart by identity and
 * must not change.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ItemTexts {
  private final ConcurrentMap<JsonObject, String> texts = new MapMaker().weakKeys().makeMap();

  /** The item's text. */
  String of(JsonObject item) {
    String known = texts.get(item);
    if (known != null) {
      return known;
    }
    String text = item.toString();
    texts.put(item, text);
    return text;
  }
}
