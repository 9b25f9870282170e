package dev.heddle.server.store.local;

import dev.heddle.server.store.local.HistoryRows.CoveredFile;
import dev.heddle.server.store.local.HistoryRows.TurnRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history as the index has it: the covered files it runs through, oldest first, each with where
 * its part ends.
 *
 * @param parts at least one, unless nothing is inherited
 */
record HistoryParts(List<Part> parts) {
  static final HistoryParts NONE = new HistoryParts(List.of());

  /**
   * One file's part.
   *
   * @param file the file in the history's chain
   * @param rows how far it is covered
   * @param end exclusive byte offset
   */
  record Part(RolloutChain.Part file, CoveredFile rows, long end) {
    long id() {
      return rows.id();
    }
  }

  HistoryParts {
    parts = List.copyOf(parts);
  }

  Part newest() {
    return parts.getLast();
  }

  /** The history up to a place in one of its parts. */
  HistoryParts until(int part, long end) {
    List<Part> kept = new ArrayList<>(parts.subList(0, part + 1));
    kept.set(part, new Part(kept.get(part).file(), kept.get(part).rows(), end));
    return new HistoryParts(kept);
  }

  /** Where the turn begins, in the part that it belongs to; null when there is no such turn. */
  @Nullable TurnRow turn(Connection c, String turnId) throws SQLException {
    for (Part part : parts.reversed()) {
      TurnRow found = HistoryTables.turn(c, part.id(), part.end(), turnId);
      if (found != null && !found.inherited()) {
        return found;
      }
    }
    return null;
  }
}
