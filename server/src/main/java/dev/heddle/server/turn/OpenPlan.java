package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.PlanDeltaNotification;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.store.ThreadFold;
import java.util.List;

/**
 * A plan that the model proposes, while it streams.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class OpenPlan {
  private final TurnScope scope;
  private final String itemId;
  private final StringBuilder text = new StringBuilder();
  private final ThreadDeltas deltas;
  private final PartialText partial;
  private final long startedAtMs;

  /** Begins it, for clients, too. */
  OpenPlan(TurnScope scope, String itemId) {
    this.scope = scope;
    this.itemId = itemId;
    this.deltas =
        scope.deltas(
            ServerNotifications.ITEM_PLAN_DELTA,
            piece -> new PlanDeltaNotification(scope.threadId(), scope.turnId(), itemId, piece));
    this.partial = scope.partialOutput(itemId, StoredItems.PLAN);
    this.startedAtMs = scope.items().begun(StoredItems.plan(itemId, ""), itemId);
  }

  /** Another plan takes the place of what there is. */
  void beginAgain() {
    text.setLength(0);
  }

  void append(String piece) {
    text.append(piece);
    partial.append(piece);
    deltas.append(piece);
  }

  /**
   * It is over.
   *
   * @param cut whether it did not come to its end
   */
  void end(boolean cut) {
    JsonObject item = StoredItems.plan(itemId, text.toString());
    if (cut) {
      item.addProperty(ThreadFold.CUT, true);
    }
    scope.items().completed(item, itemId, startedAtMs, List.of());
  }
}
