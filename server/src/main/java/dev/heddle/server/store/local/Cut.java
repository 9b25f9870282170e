package dev.heddle.server.store.local;

import dev.heddle.server.rollout.HistoryBase;
import dev.heddle.server.rollout.HistoryCut;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A place between two records of a chain.
 *
 * @param base how a reference names it
 * @param part index, in the chain, of the file that holds the newest record before it
 * @param streamed what belongs before the place and has no place that Codex counts, so that a
 *     reference leaves it out: how far the items got that still stream there
 */
record Cut(HistoryBase base, int part, List<RolloutRecord> streamed) {

  /**
   * Finds the place of a fork or revert.
   *
   * @throws ThreadStoreException INVALID_REQUEST {@code turn not found: X}
   */
  static Cut find(RolloutChain chain, ForkPoint point) throws IOException {
    return switch (point) {
      case ForkPoint.Latest latest -> latest(chain);
      case ForkPoint.BeforeTurn(String turnId) -> at(chain, turnId, false);
      case ForkPoint.ThroughTurn(String turnId) -> at(chain, turnId, true);
    };
  }

  private static Cut latest(RolloutChain chain) throws IOException {
    RolloutFile file = chain.current().file();
    return behind(file, file.path(), TailScan.of(file.path()), chain.parts().size() - 1);
  }

  /** The place behind the last record that Codex counts. */
  static Cut behind(RolloutFile file, Path contents, TailScan tail, int part) throws IOException {
    List<RolloutRecord> streamed = new ArrayList<>();
    try (RolloutReader reader = RolloutReader.open(contents, tail.lastEnd(), tail.size())) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        if (r.type().equals(RecordTypes.PARTIAL_ITEM)) {
          streamed.add(r);
        }
      }
    }
    return new Cut(
        new HistoryBase(file.key(), tail.lastOrdinal() + 1, tail.lastEnd()), part, streamed);
  }

  private static Cut at(RolloutChain chain, String turnId, boolean through) throws IOException {
    HistoryCut cut = new HistoryCut();
    for (RolloutChain.Part part : chain.parts()) {
      chain.replay(
          part,
          record -> {
            // Records without a place of their own must not move the others'.
            if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
              cut.accept(record);
            }
          });
    }
    OptionalLong ordinal = through ? cut.through(turnId) : cut.before(turnId);
    if (ordinal.isEmpty()) {
      throw ThreadStoreException.invalid(
          chain.current().file().threadId(), "turn not found: " + turnId);
    }
    return before(chain, ordinal.getAsLong());
  }

  /** The end of the newest record below the ordinal, in the file that holds it. */
  private static Cut before(RolloutChain chain, long ordinal) throws IOException {
    for (int i = chain.parts().size() - 1; i >= 0; i--) {
      RolloutChain.Part part = chain.parts().get(i);
      long offset = 0;
      long last = RolloutRecord.NO_ORDINAL;
      List<RolloutRecord> streamed = new ArrayList<>();
      try (RolloutReader reader = RolloutReader.open(part.file().path(), 0, part.end())) {
        for (RolloutRecord r = reader.next();
            r != null && r.ordinal() < ordinal;
            r = reader.next()) {
          if (r.ordinal() != RolloutRecord.NO_ORDINAL) {
            last = r.ordinal();
            offset = reader.nextOffset();
            streamed.clear();
          } else if (r.type().equals(RecordTypes.PARTIAL_ITEM)) {
            streamed.add(r);
          }
        }
      }
      if (offset > 0) {
        return new Cut(new HistoryBase(part.file().key(), last + 1, offset), i, streamed);
      }
    }
    throw ThreadStoreException.invalid(
        chain.current().file().threadId(), "the thread's history is empty");
  }
}
