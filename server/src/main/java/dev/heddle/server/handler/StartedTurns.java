package dev.heddle.server.handler;

import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TurnEngine;
import java.util.function.Supplier;

/**
 * What the requests that start turns owe their client before they answer, and their thread if they
 * cannot.
 */
final class StartedTurns {
  private static final Log LOG = Log.of(StartedTurns.class);

  /**
   * The answer to the request that started a turn, behind which the turn runs. When the answer
   * cannot be made or cannot be given, however that fails, the turn is dropped.
   *
   * @param answer does what is left to do before it
   */
  <R> Reply<R> reply(TurnEngine.Started started, Supplier<Reply<R>> answer) {
    try {
      return answer
          .get()
          .andThen(started.run())
          .onFlushed(() -> started.turn().answered().complete(null))
          .orElse(started.drop());
    } catch (RuntimeException | Error e) {
      started.drop().run();
      throw e;
    }
  }

  /**
   * What the user said is stored before the client learns that it was accepted. What joins a turn
   * is not, in strict mode neither: it is recorded where the conversation can take it, which is
   * after the answer.
   *
   * @return whether it is; a turn whose input is not yet runs all the same
   * @throws ThreadStoreException when it is not and must be, or never will: the turn is to be
   *     dropped
   */
  boolean store(LiveThread live, TurnEngine.Started started) {
    try {
      live.log().flush();
      return true;
    } catch (ThreadStoreException e) {
      boolean never = e.kind() == ThreadStoreException.Kind.CONFLICT; // the log was closed
      if (never || (live.log().strict() && !started.joined())) {
        throw e;
      }
      // The turn runs all the same; its client is warned by the engine.
      LOG.warn("thread " + live.threadId() + " is not stored yet: " + e.message());
      return false;
    }
  }
}
