package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ThreadCompactStartParams;
import dev.heddle.protocol.v2.ThreadCompactStartResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.thread.ActiveTurn;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.turn.TurnEngine;

/**
 * {@code thread/compact/start}: a turn that only makes the thread's conversation shorter. A turn
 * that runs is interrupted for it.
 */
public final class CompactHandler
    implements Handler<ThreadCompactStartParams, ThreadCompactStartResponse> {
  private final ThreadAccess threads;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;

  CompactHandler(ThreadAccess threads, TurnEngine engine, StartedTurns startedTurns) {
    this.threads = threads;
    this.engine = engine;
    this.startedTurns = startedTurns;
  }

  @Override
  public Reply<ThreadCompactStartResponse> handle(
      ThreadCompactStartParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    ActiveTurn running = live.activeTurn();
    Runnable announceEnd = running == null ? () -> {} : running.interrupt().join();
    try {
      return startedTurns.reply(
          engine.compact(live),
          () ->
              Reply.of(new ThreadCompactStartResponse()).andThen(announceEnd).orElse(announceEnd));
    } catch (RuntimeException | Error e) {
      announceEnd.run(); // nobody else would tell
      throw e;
    }
  }
}
