package dev.heddle.server.store.local;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A place between two records of a chain, as {@code history_base} names it.
 *
 * @param key the file that holds the newest record before it
 * @param offset exclusive byte offset in that file
 * @param ordinal exclusive ordinal
 * @param part index of that file in the chain
 */
record Cut(String key, long offset, long ordinal, int part) {

  /**
   * Finds the place of a fork or revert.
   *
   * @throws ThreadStoreException INVALID_REQUEST {@code turn not found: X}
   */
  static Cut find(RolloutChain chain, ForkPoint point) throws IOException {
    return switch (point) {
      case ForkPoint.Latest latest -> latest(chain);
      case ForkPoint.BeforeTurn before -> search(chain, before.turnId(), false);
      case ForkPoint.ThroughTurn through -> search(chain, through.turnId(), true);
    };
  }

  private static Cut latest(RolloutChain chain) throws IOException {
    RolloutFile file = chain.current().file();
    TailScan tail = TailScan.of(file.path());
    return new Cut(file.key(), tail.lastEnd(), tail.lastOrdinal() + 1, chain.parts().size() - 1);
  }

  private static Cut search(RolloutChain chain, String turnId, boolean through) throws IOException {
    boolean inTurn = false;
    @Nullable Cut before = null;
    for (int i = 0; i < chain.parts().size(); i++) {
      RolloutChain.Part part = chain.parts().get(i);
      long offset = 0;
      try (RolloutReader reader = RolloutReader.open(part.file().path(), 0, part.end())) {
        for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
          if (r.ordinal() == RolloutRecord.NO_ORDINAL) {
            continue;
          }
          boolean starts = is(r, "task_started", "turn_started");
          boolean ofTurn = turnId.equals(Threads.string(r.payload(), "turn_id"));
          if (starts && (ofTurn ? !inTurn : inTurn)) {
            if (!through || inTurn) {
              // Before the first record of a file there is nothing of it to refer to.
              return before == null ? new Cut(part.file().key(), offset, r.ordinal(), i) : before;
            }
            inTurn = true;
          }
          offset = reader.nextOffset();
          before = new Cut(part.file().key(), offset, r.ordinal() + 1, i);
          if (inTurn
              && ofTurn
              && (is(r, "task_complete", "turn_complete") || is(r, "turn_aborted", ""))) {
            return before;
          }
        }
      }
    }
    if (inTurn && before != null) {
      return before;
    }
    throw ThreadStoreException.invalid(
        chain.current().file().threadId(), "turn not found: " + turnId);
  }

  private static boolean is(RolloutRecord record, String type, String alias) {
    JsonObject event = record.payload();
    String found = Threads.string(event, "type");
    return record.type().equals(RecordTypes.EVENT_MSG)
        && (type.equals(found) || alias.equals(found));
  }

  /** The reference to it. */
  JsonObject reference() {
    JsonObject base = new JsonObject();
    base.addProperty("thread_id", key);
    base.addProperty("end_ordinal_exclusive", ordinal);
    base.addProperty("end_byte_offset", offset);
    return base;
  }
}
