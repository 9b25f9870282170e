package dev.heddle.server.store;

import dev.heddle.server.rollout.RolloutRecord;
import java.util.List;

/** Capability: cutting a thread's history back, keeping what was cut for forks that refer to it. */
public interface Reverts {
  /**
   * Makes the thread's history end before {@code turnId}. Its log must not be open in this process.
   * Creation time, name and other metadata stay.
   *
   * @param then records that the history goes on with, stored with the revert or not at all
   * @throws ThreadStoreException NOT_FOUND; INVALID_REQUEST {@code turn not found: X}
   */
  void revertBefore(String threadId, String turnId, List<RolloutRecord> then);

  /** The same with nothing behind it. */
  default void revertBefore(String threadId, String turnId) {
    revertBefore(threadId, turnId, List.of());
  }
}
