package dev.heddle.server.model.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The functions of a request as Chat knows them. It has no namespaces, so a function in one goes by
 * both names together. What only the Responses API offers is left out. Used by one thread.
 */
final class ChatFunctions {
  /** What servers of Chat allow. */
  private static final int NAME_CHARS = 64;

  private static final int MARK_CHARS = 9;

  private final List<JsonObject> functions = new ArrayList<>();
  private final Map<String, JsonObject> inNamespaces = new HashMap<>(); // name and namespace

  ChatFunctions(List<JsonObject> tools) {
    for (JsonObject tool : tools) {
      if (isA(tool, "function")) {
        functions.add(tool);
      } else if (isA(tool, "namespace")) {
        for (JsonElement inner : tool.getAsJsonArray("tools")) {
          if (inner instanceof JsonObject function) {
            add(tool.get("name").getAsString(), function);
          }
        }
      }
    }
  }

  private void add(String namespace, JsonObject function) {
    String name = function.get("name").getAsString();
    JsonObject both = new JsonObject();
    both.addProperty("name", name);
    both.addProperty("namespace", namespace);
    inNamespaces.put(joined(namespace, name), both);
    JsonObject named = function.deepCopy();
    named.addProperty("name", joined(namespace, name));
    functions.add(named);
  }

  /** What the model is offered. */
  List<JsonObject> all() {
    return functions;
  }

  /** The name in Chat of a function; {@code namespace} may be empty. */
  static String joined(String namespace, String name) {
    String joined = namespace.isEmpty() ? name : namespace + "__" + name;
    return namespace.isEmpty() || joined.length() <= NAME_CHARS
        ? joined
        : joined.substring(0, NAME_CHARS - MARK_CHARS)
            + String.format(Locale.ROOT, "_%08x", joined.hashCode());
  }

  /** Gives a call of the model the name that its function has outside of Chat. */
  void rename(JsonObject call) {
    JsonObject both = inNamespaces.get(call.get("name").getAsString());
    if (both != null) {
      both.asMap().forEach(call::add);
    }
  }

  private static boolean isA(JsonObject tool, String type) {
    return tool.get("type") instanceof JsonPrimitive primitive
        && primitive.getAsString().equals(type);
  }
}
