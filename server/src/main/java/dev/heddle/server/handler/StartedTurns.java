package dev.heddle.server.handler;

import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TurnEngine;

/** What the requests that start turns owe their client before they answer. */
final class StartedTurns {
  private static final Log LOG = Log.of(StartedTurns.class);

  private final TurnEngine engine;

  StartedTurns(TurnEngine engine) {
    this.engine = engine;
  }

  /**
   * What the user said is stored before the client learns that it was accepted. What joins a turn
   * is not, in strict mode neither: it is recorded where the conversation can take it, which is
   * after the answer.
   *
   * @return whether it is; a turn whose input is not runs all the same
   * @throws ThreadStoreException when it is not and must be; the turn is taken back
   */
  boolean store(LiveThread live, TurnEngine.Started started) {
    try {
      live.log().flush();
      return true;
    } catch (ThreadStoreException e) {
      if (live.log().strict() && !started.joined()) {
        engine.abandon(live, started);
        throw e;
      }
      // The turn runs all the same; its client is warned by the engine.
      LOG.warn("thread " + live.threadId() + " is not stored yet: " + e.message());
      return false;
    }
  }
}
