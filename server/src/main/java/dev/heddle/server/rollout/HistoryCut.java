package dev.heddle.server.rollout;

import org.jspecify.annotations.Nullable;

/**
 * Finds where a history is cut for a fork or a revert: before which record, counting from 0.
 *
 * <p>Feed it all records in order, then ask. A turn begins with the record that starts it and ends
 * where the next one begins.
 *
 * <p><b>Thread-safety:</b> none; one thread.
 */
public final class HistoryCut {
  private final @Nullable String turnId;
  private final boolean inclusive;
  private long count;
  private long turnStart = -1;
  private long nextTurnStart = -1;

  private HistoryCut(@Nullable String turnId, boolean inclusive) {
    this.turnId = turnId;
    this.inclusive = inclusive;
  }

  /** Everything. */
  public static HistoryCut latest() {
    return new HistoryCut(null, true);
  }

  /** Everything up to and including this turn. */
  public static HistoryCut throughTurn(String turnId) {
    return new HistoryCut(turnId, true);
  }

  /** Everything before this turn. */
  public static HistoryCut beforeTurn(String turnId) {
    return new HistoryCut(turnId, false);
  }

  /** Takes the next record. */
  public void accept(RolloutRecord record) {
    if (turnId != null && record.type().equals(RecordTypes.EVENT_MSG)) {
      String type = Members.string(record.payload(), "type", "");
      if (type.equals("task_started") || type.equals("turn_started")) {
        boolean wanted = turnId.equals(Members.string(record.payload(), "turn_id"));
        if (wanted && turnStart < 0) {
          turnStart = count;
        } else if (!wanted && turnStart >= 0 && nextTurnStart < 0) {
          nextTurnStart = count;
        }
      }
    }
    count++;
  }

  /** Whether the turn was seen; always true for {@link #latest}. */
  public boolean found() {
    return turnId == null || turnStart >= 0;
  }

  /** How many records from the beginning are kept. Only meaningful when {@link #found}. */
  public long keptRecords() {
    if (turnId == null) {
      return count;
    }
    if (!inclusive) {
      return turnStart;
    }
    return nextTurnStart < 0 ? count : nextTurnStart;
  }
}
