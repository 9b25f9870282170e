package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import org.jspecify.annotations.Nullable;

/**
 * An item of the model's answer between its start and its end.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
sealed interface OpenItem permits OpenMessage, OpenPlanningMessage, OpenReasoning, OpenWebSearch {
  /** The item for this Responses item, or null when clients do not see such items. */
  static @Nullable OpenItem of(JsonObject item, TurnScope scope) {
    String type = Json.string(item, "type", "");
    String id = Json.string(item, "id", "");
    return switch (type) {
      case "message" ->
          Json.string(item, "role", "assistant").equals("assistant") && scope.kind().speaksToUser()
              ? message(
                  new OpenMessage(scope, scope.itemId(id, "msg_"), Json.string(item, "phase")),
                  scope)
              : null;
      case "reasoning" -> new OpenReasoning(scope, scope.itemId(id, "rs_"));
      case "web_search_call" -> new OpenWebSearch(scope, scope.itemId(id, "ws_"), item);
      default -> null;
    };
  }

  private static OpenItem message(OpenMessage message, TurnScope scope) {
    return scope.settings().collaboration().planning()
        ? new OpenPlanningMessage(scope, message)
        : message;
  }

  String itemId();

  /** More text of a message. */
  default void append(String piece) {}

  /** Tells clients that it begins. */
  void start();

  /**
   * It is complete, as {@code item} says.
   *
   * @param record the model's view of it, recorded with it
   */
  void complete(JsonObject item, RolloutRecord record);

  /** It ends with what has arrived. */
  void breakOff(boolean keepInContext);
}
