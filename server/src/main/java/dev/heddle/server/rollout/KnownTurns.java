package dev.heddle.server.rollout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TurnFold} has to know of the turns so far: where they began, whether they have
 * items, which of them users began.
 *
 * <p><b>Thread-safety:</b> none; the fold's thread.
 */
public interface KnownTurns {
  /** Where the turn began; null when there is no such turn. */
  @Nullable Long position(String turnId);

  /** Whether anything was added to the turn. */
  boolean hasItems(String turnId);

  /** A turn begins; one that is known stays where it was. */
  void started(String turnId, long position);

  /** An item was added to a turn, which begins with it if it is not known. */
  void added(String turnId, long position, boolean userMessage);

  /**
   * Forgets the newest turns, as many as hold this number of turns with a user's message.
   *
   * @return their ids, oldest first
   */
  List<String> dropNewest(long userTurns);

  /** How many items were added to the turns that are left. */
  int itemCount();
}
