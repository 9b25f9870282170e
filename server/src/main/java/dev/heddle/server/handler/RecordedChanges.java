package dev.heddle.server.handler;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;

/**
 * Changes that a request makes to a loaded thread by itself, outside of turns. A client that is
 * told of a failure may send the request again, so what failed has to be undone: nothing is
 * recorded while earlier records cannot be stored, and what was recorded is done.
 */
final class RecordedChanges {
  private static final Log LOG = Log.of(RecordedChanges.class);

  private RecordedChanges() {}

  /**
   * Makes a change that cannot be taken back, unless the thread cannot be stored.
   *
   * @param change records it
   * @throws ThreadStoreException when earlier records cannot be stored: nothing was done; in strict
   *     mode also when the change cannot be, which stays
   */
  static void make(LiveThread live, Runnable change) {
    make(live, change, () -> {});
  }

  /**
   * Makes a change, unless the thread cannot be stored.
   *
   * @param change records it
   * @param undo records that it does not hold
   * @throws ThreadStoreException when earlier records cannot be stored, in strict mode also when
   *     the change cannot be: nothing was done
   */
  static void make(LiveThread live, Runnable change, Runnable undo) {
    live.log().flush();
    change.run();
    try {
      live.log().flush();
    } catch (ThreadStoreException e) {
      if (live.log().strict()) {
        undo.run();
        throw e;
      }
      LOG.warn("thread " + live.threadId() + " is not stored yet: " + e.message());
    }
  }
}
