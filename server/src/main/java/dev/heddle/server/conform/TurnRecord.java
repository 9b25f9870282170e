package dev.heddle.server.conform;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.stage.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn that was run to its end.
 *
 * @param id its id
 * @param messages what the server said from the request to {@code turn/completed}, both included
 */
record TurnRecord(String id, List<JsonObject> messages) {

  /** The params of the notifications with this method, in order. */
  List<JsonObject> all(String method) {
    return messages.stream()
        .filter(message -> method.equals(Json.string(message, "method")))
        .map(message -> message.getAsJsonObject("params"))
        .toList();
  }

  /** The turn as {@code turn/completed} has it. */
  JsonObject completed() {
    return all("turn/completed").getLast().getAsJsonObject("turn");
  }

  @Nullable String status() {
    return Json.string(completed(), "status");
  }

  /** Expects this status at its end. */
  TurnRecord endedAs(String expected) {
    RuleBroken.unless(
        expected.equals(status()), "the turn " + id + " is " + status() + ", not " + expected);
    return this;
  }

  /** The items of this type as {@code item/completed} has them. */
  List<JsonObject> items(String type) {
    return all("item/completed").stream()
        .map(params -> params.getAsJsonObject("item"))
        .filter(item -> type.equals(Json.string(item, "type")))
        .toList();
  }

  /** What the notifications with this method have in their member {@code delta}, joined. */
  String deltas(String method) {
    StringBuilder text = new StringBuilder();
    all(method).forEach(params -> text.append(params.get("delta").getAsString()));
    return text.toString();
  }

  /** The position of the first notification of a method that holds this, or -1. */
  int indexOf(String method, String expected) {
    for (int i = 0; i < messages.size(); i++) {
      JsonObject message = messages.get(i);
      if (method.equals(Json.string(message, "method"))
          && Json.holds(message.get("params"), WireText.json(expected))) {
        return i;
      }
    }
    return -1;
  }
}
