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

  void append(String piece) {
    text.append(piece);
    partial.append(piece);
    deltas.append(piece);
  }

  @Override
  public void complete(JsonObject item, RolloutRecord record) {
    partial.close();
    String finalPhase = Json.string(item, "phase");
    JsonObject stored =
        StoredItems.agentMessage(itemId, outputText(item), finalPhase == null ? phase : finalPhase);
    scope.items().completed(stored, itemId, startedAtMs, List.of(record));
  }

  @Override
  public void breakOff(boolean keepInContext) {
    partial.close();
    JsonObject stored = StoredItems.agentMessage(itemId, text.toString(), phase);
    stored.addProperty(ThreadFold.CUT, true);
    List<RolloutRecord> context =
        keepInContext && !text.isEmpty()
            ? List.of(scope.responseItem(Messages.assistant(itemId, text.toString())))
            : List.of();
    scope.items().completed(stored, itemId, startedAtMs, context);
  }

  private static String outputText(JsonObject item) {
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
