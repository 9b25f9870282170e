package dev.heddle.server.store;

/**
 * Capability: forking a thread without copying its history. The child refers to the part of the
 * source it inherits; the source cannot be deleted, nor those bytes lost, while it does.
 */
public interface ReferenceForks {
  /**
   * Refuses to make anything of a thread of which too much is lost, by reference or as a copy.
   *
   * @throws ThreadStoreException NOT_FOUND, or CORRUPT when its header is lost
   */
  void checkSource(String sourceThreadId);

  /** Whether this thread's history can be referred to; if not, the server copies it. */
  boolean canRefer(String sourceThreadId);

  /**
   * Opens the log of a new thread that inherits the source's history up to {@code point}.
   * Everything appended to an open source log before the call is included, also how far the items
   * got that stream just then.
   *
   * @throws ThreadStoreException NOT_FOUND for the source; INVALID_REQUEST {@code turn not found:
   *     X}
   */
  LiveLog fork(NewThread child, String sourceThreadId, ForkPoint point);

  /**
   * Refuses what {@link ThreadStore#delete} would refuse because of forks.
   *
   * @throws ThreadStoreException CONFLICT when another thread's history refers to this one's
   */
  void refuseWhileReferenced(String threadId);
}
