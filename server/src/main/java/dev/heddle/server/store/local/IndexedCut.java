package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryBase;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.local.HistoryParts.Part;
import dev.heddle.server.store.local.HistoryRows.Event;
import dev.heddle.server.store.local.HistoryRows.Kind;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place between two records of a history, found through the index.
 *
 * @param cut the place
 * @param before the history up to there
 * @param state where the folds stand there
 */
record IndexedCut(Cut cut, HistoryParts before, FoldState state) {

  /** A line of a part. */
  private record Place(int part, long at) {}

  /**
   * Finds the place of a fork or revert.
   *
   * @throws ThreadStoreException INVALID_REQUEST {@code turn not found: X}
   */
  static IndexedCut find(HistoryIndex index, String threadId, HistoryParts history, ForkPoint point)
      throws IndexException, IOException {
    int newest = history.parts().size() - 1;
    Place end = new Place(newest, history.newest().end());
    Place place =
        index.ask(
            history,
            c ->
                switch (point) {
                  case ForkPoint.Latest latest -> end;
                  case ForkPoint.BeforeTurn(String turnId) ->
                      require(threadId, turnId, start(c, history, turnId));
                  case ForkPoint.ThroughTurn(String turnId) -> {
                    Place start = require(threadId, turnId, start(c, history, turnId));
                    Place next = startAfter(c, history, start);
                    yield next == null ? end : next;
                  }
                });
    return at(index, history, place);
  }

  private static Place require(String threadId, String turnId, @Nullable Place found) {
    if (found == null) {
      throw ThreadStoreException.invalid(threadId, "turn not found: " + turnId);
    }
    return found;
  }

  /** Where the turn was started last. */
  private static @Nullable Place start(Connection c, HistoryParts history, String turnId)
      throws SQLException {
    for (int i = history.parts().size() - 1; i >= 0; i--) {
      Part part = history.parts().get(i);
      TurnRow row = HistoryTables.turn(c, part.id(), part.end(), turnId);
      Place start = null;
      if (row != null) {
        for (Event event : HistoryTables.eventsOf(c, part.id(), part.end(), row.at())) {
          start = event.kind() == Kind.START ? new Place(i, event.at()) : start;
        }
      }
      if (start != null) {
        return start;
      }
    }
    return null;
  }

  private static @Nullable Place startAfter(Connection c, HistoryParts history, Place place)
      throws SQLException {
    for (int i = place.part(); i < history.parts().size(); i++) {
      Part part = history.parts().get(i);
      long after = i == place.part() ? place.at() : -1;
      Event next = HistoryTables.startAfter(c, part.id(), part.end(), after);
      if (next != null) {
        return new Place(i, next.at());
      }
    }
    return null;
  }

  private static IndexedCut at(HistoryIndex index, HistoryParts history, Place place)
      throws IndexException, IOException {
    Part part = history.parts().get(place.part());
    RolloutFile file = part.file().file();
    if (RolloutChain.historyMode(part.file().meta()) == HistoryMode.LEGACY) {
      if (part.rows().midLine() && place.at() == part.rows().covered()) {
        throw new IndexException.Unfit("the last line has no end yet");
      }
      HistoryParts before = history.until(place.part(), place.at());
      FoldState state = index.stateAt(before);
      return new IndexedCut(
          new Cut(
              new HistoryBase(file.key(), state.records(), place.at()), place.part(), List.of()),
          before,
          state);
    }
    // Records of ours have no ordinals: the reference ends behind the last that Codex counts.
    TailScan tail = TailScan.before(part.file().contents(), place.at());
    if (tail.lastEnd() == 0) {
      throw new IndexException.Unfit("no record with an ordinal is below the place");
    }
    HistoryParts before = history.until(place.part(), tail.lastEnd());
    return new IndexedCut(
        Cut.behind(file, part.file().contents(), tail, place.part()),
        before,
        index.stateAt(before));
  }
}
