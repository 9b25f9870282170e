package dev.heddle.server.model.chat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/** A tool call that arrives in pieces. Used by one thread. */
final class PendingCall {
  private final StringBuilder name = new StringBuilder();
  private final StringBuilder arguments = new StringBuilder();
  private String callId = "";

  boolean hasId(String id) {
    return callId.equals(id);
  }

  boolean hasOtherId(String id) {
    return !id.isEmpty() && !callId.isEmpty() && !callId.equals(id);
  }

  /**
   * Whether a piece that could continue this call begins another: this one is whole, and the piece
   * names a function and has arguments of its own. Some servers give their calls no ids; others
   * repeat the name, or the id too, with each piece of one call.
   */
  boolean isFollowedBy(String id, String nextName, String nextArguments) {
    if (nextName.isEmpty() || name.isEmpty() || !isWhole()) {
      return false;
    }
    boolean sameId = !id.isEmpty() && callId.equals(id);
    return !name.toString().equals(nextName) || !sameId && !nextArguments.isBlank();
  }

  private boolean isWhole() {
    String all = arguments.toString().strip();
    if (!all.endsWith("}")) {
      return false;
    }
    try {
      return JsonParser.parseString(all).isJsonObject();
    } catch (JsonParseException e) {
      return false;
    }
  }

  void append(String id, String moreName, String moreArguments) {
    if (callId.isEmpty()) {
      callId = id;
    }
    // Some servers repeat the whole name with every piece.
    if (!name.toString().equals(moreName)) {
      name.append(moreName);
    }
    arguments.append(moreArguments);
  }

  /** The Responses item. */
  JsonObject item(String id) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "function_call");
    item.addProperty("id", id);
    item.addProperty("name", name.toString());
    item.addProperty("arguments", arguments.isEmpty() ? "{}" : arguments.toString());
    item.addProperty("call_id", callId.isEmpty() ? "call_" + id : callId);
    return item;
  }
}
