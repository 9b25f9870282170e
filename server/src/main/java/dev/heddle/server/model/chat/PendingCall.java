package dev.heddle.server.model.chat;

import com.google.gson.JsonObject;

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
