package dev.heddle.server.turn;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AgentMessageDeltaNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadFold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the model while it streams. */
final class OpenMessage implements OpenItem {
  private final TurnScope scope;
  private final String itemId;
  private final @Nullable String phase;
  private final StringBuilder text = new StringBuilder();
  private final ThreadDeltas deltas;
  private final PartialText partial;
  private long startedAtMs;

  OpenMessage(TurnScope scope, String itemId, @Nullable String phase) {
    this.scope = scope;
    this.itemId = itemId;
    this.phase = phase;
    this.deltas =
        scope.deltas(
            ServerNotifications.ITEM_AGENT_MESSAGE_DELTA,
            piece ->
                new AgentMessageDeltaNotification(scope.threadId(), scope.turnId(), itemId, piece));
    this.partial = scope.partialMessage(itemId);
  }

  @Override
  public String itemId() {
    return itemId;
  }

  @Override
  public void start() {
    startedAtMs = scope.items().started(StoredItems.agentMessage(itemId, "", phase), itemId);
  }

  @Override
  public void append(String piece) {
    text.append(piece);
    partial.append(piece);
    deltas.append(piece);
  }

  @Override
  public void complete(JsonObject item, RolloutRecord record) {
    complete(outputText(item), item, List.of(record));
  }

  /** The same with another text than {@code item} has. */
  void complete(String finalText, JsonObject item, List<RolloutRecord> records) {
    String finalPhase = Json.string(item, "phase");
    JsonObject stored =
        StoredItems.agentMessage(itemId, finalText, finalPhase == null ? phase : finalPhase);
    scope.items().completed(stored, itemId, startedAtMs, records);
  }

  /** What has arrived of it. */
  String text() {
    return text.toString();
  }

  @Override
  public void breakOff(boolean keepInContext) {
    breakOff(
        keepInContext && !text.isEmpty()
            ? List.of(scope.responseItem(Messages.assistant(itemId, text.toString())))
            : List.of());
  }

  /** The same when the model is shown this of it. */
  void breakOff(List<RolloutRecord> context) {
    JsonObject stored = StoredItems.agentMessage(itemId, text.toString(), phase);
    stored.addProperty(ThreadFold.CUT, true);
    scope.items().completed(stored, itemId, startedAtMs, context);
  }

  /** All text of a message as the model gave it. */
  static String outputText(JsonObject item) {
    StringBuilder all = new StringBuilder();
    if (item.get("content") instanceof JsonArray content) {
      for (JsonElement part : content) {
        if (part instanceof JsonObject piece) {
          all.append(Json.string(piece, "text", Json.string(piece, "refusal", "")));
        }
      }
    }
    return all.toString();
  }
}
