package dev.heddle.server.store;

/** Capability: cutting a thread's history back, keeping what was cut for forks that refer to it. */
public interface Reverts {
  /**
   * Makes the thread's history end before {@code turnId}. Its log must not be open in this process.
   * Creation time, name and other metadata stay.
   *
   * @throws ThreadStoreException NOT_FOUND; INVALID_REQUEST {@code turn not found: X}
   */
  void revertBefore(String threadId, String turnId);
}
