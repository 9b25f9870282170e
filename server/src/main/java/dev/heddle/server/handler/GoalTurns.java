package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.WarningNotification;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.LoadedThreads;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.turn.TurnEngine;
import org.jspecify.annotations.Nullable;

/**
 * Begins what an idle thread does by itself: the messages that wait for it first, then turns
 * towards its goal, one after the other, for as long as the goal is active.
 *
 * <p>What stops that is in the goal's status, save two things: while a plan is made nothing is
 * begun, and after an interrupt not before the user has done something.
 *
 * <p><b>Thread-safety:</b> thread-safe. Called in the lane of the thread, so a request that came
 * before goes first.
 */
public final class GoalTurns {
  private static final Log LOG = Log.of(GoalTurns.class);

  private final LoadedThreads loaded;
  private final QueuedTurns queued;
  private final ThreadEvents events;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;
  private final ThreadHistory history;

  GoalTurns(
      LoadedThreads loaded,
      QueuedTurns queued,
      ThreadEvents events,
      TurnEngine engine,
      StartedTurns startedTurns,
      ThreadHistory history) {
    this.loaded = loaded;
    this.queued = queued;
    this.events = events;
    this.engine = engine;
    this.startedTurns = startedTurns;
    this.history = history;
  }

  /** A turn has ended. */
  public void afterTurn(LiveThread live) {
    next(live, false);
  }

  /** A client has resumed the thread or has set its goal: it goes on, also after an interrupt. */
  void asked(LiveThread live) {
    next(live, true);
  }

  /** Looks whether another process has left a message for the thread; see {@link QueuedTurns}. */
  public void lookForOthers(LiveThread live) {
    queued.lookForOthers(live);
  }

  private void next(LiveThread live, boolean asked) {
    if (!queued.next(live) || live.ephemeral() || !loaded.isIdle(live)) {
      return;
    }
    Goal goal = ThreadGoals.of(live);
    if (goal == null
        || !goal.active()
        || goal.deferred()
        || live.settings().collaboration().planning()) {
      return;
    }
    try {
      if (asked || !history.lastTurnInterrupted(live)) {
        begin(live, goal);
      }
    } catch (ThreadStoreException | RpcException e) {
      LOG.warn("thread " + live.threadId() + ": no turn could be begun for its goal", e);
      events.toSubscribers(
          live.threadId(),
          ServerNotifications.WARNING,
          new WarningNotification(
              live.threadId(), "The thread cannot go on with its goal for now: " + e.getMessage()));
    }
  }

  private void begin(LiveThread live, Goal goal) {
    TurnEngine.@Nullable Started started = engine.startTowards(goal, live);
    if (started == null) {
      return;
    }
    try {
      boolean unused = startedTurns.store(live, started);
    } catch (RuntimeException | Error e) {
      started.drop().run();
      throw e;
    }
    started.turn().answered().complete(null); // nobody waits for an answer
    started.run().run();
  }
}
