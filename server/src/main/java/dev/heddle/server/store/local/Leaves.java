package dev.heddle.server.store.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Map;

/** The strings in a JSON tree, wherever they are. Names of members do not count. */
final class Leaves {
  private Leaves() {}

  /** What comes in the place of a string. */
  @FunctionalInterface
  interface Exchange {
    /** The string for this one; the same one to leave it. */
    String of(String leaf) throws IOException;
  }

  /** A tree with other strings; what does not change is shared with {@code tree}. */
  static JsonObject exchanged(JsonObject tree, Exchange exchange) throws IOException {
    JsonObject changed = new JsonObject();
    boolean same = true;
    for (Map.Entry<String, JsonElement> member : tree.entrySet()) {
      JsonElement now = exchanged(member.getValue(), exchange);
      same &= isSame(now, member.getValue());
      changed.add(member.getKey(), now);
    }
    return same ? tree : changed;
  }

  private static JsonElement exchanged(JsonElement tree, Exchange exchange) throws IOException {
    if (tree instanceof JsonObject object) {
      return exchanged(object, exchange);
    }
    if (tree instanceof JsonArray array) {
      JsonArray changed = new JsonArray(array.size());
      boolean same = true;
      for (JsonElement element : array) {
        JsonElement now = exchanged(element, exchange);
        same &= isSame(now, element);
        changed.add(now);
      }
      return same ? array : changed;
    }
    if (tree instanceof JsonPrimitive primitive && primitive.isString()) {
      String leaf = primitive.getAsString();
      String now = exchange.of(leaf);
      return now.equals(leaf) ? primitive : new JsonPrimitive(now);
    }
    return tree;
  }

  @SuppressWarnings("ReferenceEquality") // To compare contents would look at all of them again.
  private static boolean isSame(JsonElement a, JsonElement b) {
    return a == b;
  }
}
