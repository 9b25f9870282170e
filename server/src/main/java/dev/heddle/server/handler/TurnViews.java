package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadItem;
import dev.heddle.protocol.v2.ThreadItemEntry;
import dev.heddle.protocol.v2.ThreadItemOutputDeferral;
import dev.heddle.protocol.v2.Turn;
import dev.heddle.protocol.v2.TurnItemsView;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.StoredItem;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.turn.ErrorRecords;
import dev.heddle.server.turn.ItemViews;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of stored turns and items.
 *
 * @param cwd the thread's working directory, for items that do not name theirs
 */
record TurnViews(String cwd) {

  /** The turns with so many of their items. */
  List<Turn> of(List<StoredTurn> turns, TurnItemsView itemsView) {
    return turns.stream().map(turn -> of(turn, itemsView)).toList();
  }

  /** The turn with so many of its items. */
  Turn of(StoredTurn turn, TurnItemsView itemsView) {
    List<StoredItem> items =
        switch (itemsView) {
          case FULL -> turn.items();
          case SUMMARY -> summary(turn.items());
          case NOT_LOADED -> List.of();
        };
    return new Turn(
        turn.turnId(),
        turn.rootTurnId(),
        items(items),
        itemsView,
        status(turn),
        ErrorRecords.view(turn.error()),
        turn.startedAt(),
        turn.completedAt(),
        turn.durationMs());
  }

  /**
   * The rows of an item list; items of kinds this version does not know are left out.
   *
   * @param deferred which outputs are left out; null for none
   */
  List<ThreadItemEntry> entries(
      List<StoredItem> items, @Nullable ThreadItemOutputDeferral deferred) {
    List<ThreadItemEntry> entries = new ArrayList<>(items.size());
    for (StoredItem stored : items) {
      ThreadItem item = ItemViews.ofKnown(stored, cwd);
      if (item != null) {
        ThreadItem shorter = deferred == null ? null : DeferredOutputs.without(item, deferred);
        entries.add(
            new ThreadItemEntry(
                stored.turnId(),
                shorter == null ? item : shorter,
                shorter == null ? null : true,
                stored.startedAtMs(),
                stored.completedAtMs()));
      }
    }
    return entries;
  }

  private List<ThreadItem> items(List<StoredItem> items) {
    List<ThreadItem> views = new ArrayList<>(items.size());
    for (StoredItem stored : items) {
      ThreadItem item = ItemViews.ofKnown(stored, cwd);
      if (item != null) {
        views.add(item);
      }
    }
    return views;
  }

  /** The first user message and the last agent message. */
  private static List<StoredItem> summary(List<StoredItem> items) {
    StoredItem question = null;
    StoredItem answer = null;
    for (StoredItem item : items) {
      switch (Json.string(item.item(), "type", "")) {
        case "UserMessage" -> question = question == null ? item : question;
        case "AgentMessage" -> answer = item;
        default -> {}
      }
    }
    List<StoredItem> summary = new ArrayList<>(2);
    if (question != null) {
      summary.add(question);
    }
    if (answer != null) {
      summary.add(answer);
    }
    return summary;
  }

  /** How the turn stands. */
  static TurnStatus status(StoredTurn turn) {
    return switch (turn.status()) {
      case COMPLETED -> TurnStatus.COMPLETED;
      case INTERRUPTED -> TurnStatus.INTERRUPTED;
      case FAILED -> TurnStatus.FAILED;
      case IN_PROGRESS -> TurnStatus.IN_PROGRESS;
    };
  }
}
