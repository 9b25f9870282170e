package dev.heddle.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What the user has read of a thread.
 *
 * @param firstUnreadTurnId the oldest turn that ended since it was read, or null when all is read
 *     or all is unread
 * @param revision changes with every change of the state; a UUID once there was one
 * @param fromStart whether the whole thread was marked unread
 */
public record ReadState(@Nullable String firstUnreadTurnId, String revision, boolean fromStart) {

  /** A state in which turns since the last reading may be unread, but not the whole thread. */
  public ReadState(@Nullable String firstUnreadTurnId, String revision) {
    this(firstUnreadTurnId, revision, false);
  }

  /** The state of a thread in which nothing ended yet and nobody read or unread anything. */
  public static ReadState initial(String threadId) {
    return new ReadState(null, "initial:" + threadId);
  }
}
