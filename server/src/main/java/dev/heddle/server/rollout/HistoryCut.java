package dev.heddle.server.rollout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Fold that finds where a history is to be cut: before a turn, or after one.
 *
 * <p>A cut is a position, exclusive: the ordinal of the first record that does not belong to the
 * part kept, or its index where records have no ordinals (see {@link Positions}). What was recorded
 * between two turns stays with the earlier one.
 *
 * <p><b>Thread-safety:</b> none; one thread at a time.
 */
public final class HistoryCut {
  private final List<StoredTurn> started = new ArrayList<>();
  private final Set<String> dropped = new HashSet<>();
  private final TurnFold fold = new TurnFold(new Starts());
  private final Positions positions = new Positions();

  /** The next record. */
  public void accept(RolloutRecord record) {
    fold.accept(record);
    positions.next(record);
  }

  /** The position after the last record. */
  public long end() {
    return positions.newest() + 1;
  }

  /** Where the history before this turn ends; empty when there is no such turn. */
  public OptionalLong before(String turnId) {
    int index = indexOf(turnId);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(started.get(index).ordinal());
  }

  /** Where the history up to and including this turn ends; empty when there is no such turn. */
  public OptionalLong through(String turnId) {
    int index = indexOf(turnId);
    if (index < 0) {
      return OptionalLong.empty();
    }
    boolean last = index + 1 == started.size();
    return OptionalLong.of(last ? end() : started.get(index + 1).ordinal());
  }

  private int indexOf(String turnId) {
    if (dropped.contains(turnId)) {
      return -1;
    }
    for (int i = started.size() - 1; i >= 0; i--) {
      if (started.get(i).turnId().equals(turnId)) {
        return i;
      }
    }
    return -1;
  }

  /** Every start, also of turns dropped later: their records still have places. */
  private final class Starts implements TurnListener {
    @Override
    public void turnStarted(StoredTurn turn) {
      started.add(turn);
      dropped.remove(turn.turnId());
    }

    @Override
    public void itemCompleted(StoredItem item) {
      // Items have no say in where a turn begins.
    }

    @Override
    public void itemContinued(StoredItem item) {
      // Nor here.
    }

    @Override
    public void itemStreamed(StoredItem item, boolean begins) {
      // Nor here.
    }

    @Override
    public void turnEnded(StoredTurn turn) {
      // Nor its end.
    }

    @Override
    public void turnsDropped(List<String> turnIds) {
      dropped.addAll(turnIds);
    }
  }
}
