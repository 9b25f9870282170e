package dev.heddle.server.store.local;

import dev.heddle.server.rollout.RolloutRecord;
import java.io.IOException;

/** How records become lines. */
@FunctionalInterface
interface RecordEncoder {
  /** The record's line. What the line refers to is stored when this returns. */
  byte[] line(RolloutRecord record) throws IOException;
}
