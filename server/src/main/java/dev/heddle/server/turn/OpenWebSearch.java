package dev.heddle.server.turn;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import java.util.List;

/** A search of the web that the provider carries out by itself while it answers. */
final class OpenWebSearch implements OpenItem {
  private final TurnScope scope;
  private final String itemId;
  private final JsonObject begun;
  private long startedAtMs;

  /**
   * @param call as the provider begins it; it may not say yet what is searched for
   */
  OpenWebSearch(TurnScope scope, String itemId, JsonObject call) {
    this.scope = scope;
    this.itemId = itemId;
    this.begun = item(call);
  }

  @Override
  public String itemId() {
    return itemId;
  }

  @Override
  public void start() {
    startedAtMs = scope.items().begun(begun, itemId);
  }

  @Override
  public void complete(JsonObject call, RolloutRecord record) {
    scope.items().completed(item(call), itemId, startedAtMs, List.of(record));
  }

  @Override
  public void breakOff(boolean keepInContext) {
    JsonObject item = begun.deepCopy();
    StoredItems.cut(item);
    scope.items().completed(item, itemId, startedAtMs, List.of());
  }

  private JsonObject item(JsonObject call) {
    JsonObject action = Json.object(call, "action");
    if (action == null) {
      action = new JsonObject();
      action.addProperty("type", "other");
    }
    return StoredItems.webSearch(itemId, query(action), action);
  }

  /** What is shown of it in one line. */
  private static String query(JsonObject action) {
    String url = Json.string(action, "url", "");
    return switch (Json.string(action, "type", "")) {
      case "search" -> {
        String query = Json.string(action, "query", "");
        yield query.isEmpty() ? firstOf(Json.array(action, "queries").asList()) : query;
      }
      case "open_page" -> url;
      case "find_in_page" -> "'" + Json.string(action, "pattern", "") + "' in " + url;
      default -> "";
    };
  }

  private static String firstOf(List<JsonElement> queries) {
    return queries.isEmpty() || !queries.getFirst().isJsonPrimitive()
        ? ""
        : queries.getFirst().getAsString();
  }
}
