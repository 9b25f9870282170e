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

  CompactHandler(ThreadAccess threads, TurnEngine engine) {
    this.threads = threads;
    this.engine = engine;
  }

  @Override
  public Reply<ThreadCompactStartResponse> handle(
      ThreadCompactStartParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    ActiveTurn running = live.activeTurn();
    Runnable announceEnd = running == null ? () -> {} : running.interrupt().join();
    TurnEngine.Started started;
    try {
      started = engine.compact(live);
    } catch (RuntimeException e) {
      announceEnd.run(); // nobody else would tell
      throw e;
    }
    return Reply.of(new ThreadCompactStartResponse())
        .andThen(() -> {
          announceEnd.run();
          started.run().run();
        })
        .onFlushed(() -> started.turn().answered().complete(null));
  }
}
