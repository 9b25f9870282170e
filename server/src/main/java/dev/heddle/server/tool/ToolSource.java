package dev.heddle.server.tool;

import dev.heddle.server.model.CancelledException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;

/**
 * Hands out the tools of one area. Asked on the thread of each turn that begins.
 *
 * <p><b>Thread-safety:</b> thread-safe; turns of different threads ask at the same time.
 */
@FunctionalInterface
public interface ToolSource {
  /** The tools a turn of {@code thread} with these settings has; may be none. */
  ToolSet open(LiveThread thread, TurnSettings settings);

  /**
   * Asked first, when the turn is about to ask its model: waits for what the tools need.
   *
   * @throws ToolFailedException when the turn cannot run without; its message says why
   * @throws CancelledException when the turn is to stop
   */
  default void prepare(LiveThread thread, TurnSettings settings, ToolTurn turn)
      throws CancelledException, ToolFailedException {}

  /** The thread has left memory: what its turns have left running ends. */
  default void threadClosed(String threadId) {}
}
