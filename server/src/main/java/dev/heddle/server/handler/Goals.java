package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadGoalClearParams;
import dev.heddle.protocol.v2.ThreadGoalClearResponse;
import dev.heddle.protocol.v2.ThreadGoalClearedNotification;
import dev.heddle.protocol.v2.ThreadGoalGetParams;
import dev.heddle.protocol.v2.ThreadGoalGetResponse;
import dev.heddle.protocol.v2.ThreadGoalSetParams;
import dev.heddle.protocol.v2.ThreadGoalSetResponse;
import dev.heddle.protocol.v2.ThreadGoalStatus;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.goal.Goal;
import dev.heddle.server.goal.GoalChecks;
import dev.heddle.server.goal.ThreadGoals;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The requests about the goal of a thread. They work on loaded and on stored threads. */
public final class Goals {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final MetadataWriter metadata;
  private final ThreadEvents events;
  private final ThreadGoals goals;
  private final GoalTurns turns;
  private final Clock clock;

  Goals(
      ThreadStore store,
      ThreadAccess threads,
      MetadataWriter metadata,
      ThreadEvents events,
      ThreadGoals goals,
      GoalTurns turns,
      Clock clock) {
    this.store = store;
    this.threads = threads;
    this.metadata = metadata;
    this.events = events;
    this.goals = goals;
    this.turns = turns;
    this.clock = clock;
  }

  /** {@code thread/goal/get}. */
  public Reply<ThreadGoalGetResponse> get(ThreadGoalGetParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    Goal goal = Goal.read(thread(threadId).goal());
    return Reply.of(new ThreadGoalGetResponse(goal == null ? null : goal.view(threadId)));
  }

  /**
   * {@code thread/goal/set}: a new goal, or another objective, status or budget for the one there
   * is, which keeps what it has used. A loaded thread that is idle goes on with an active goal.
   */
  public Reply<ThreadGoalSetResponse> set(ThreadGoalSetParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    StoredThread thread = thread(threadId);
    LiveThread live = threads.find(threadId);
    Goal goal =
        live == null
            ? setStored(threadId, thread, params)
            : setLive(live, current -> changed(threadId, current, params));
    return Reply.of(new ThreadGoalSetResponse(goal.view(threadId)))
        .andThen(() -> {
          goals.tell(threadId, null, goal);
          if (live != null) {
            turns.asked(live);
          }
        });
  }

  private Goal setStored(String threadId, StoredThread thread, ThreadGoalSetParams params) {
    Goal goal = changed(threadId, Goal.read(thread.goal()), params);
    metadata.update(threadId, ThreadPatch.goal(goal.recorded(threadId)), false);
    return goal;
  }

  private Goal setLive(LiveThread live, Function<@Nullable Goal, Goal> changed) {
    AtomicReference<@Nullable JsonObject> before = new AtomicReference<>();
    AtomicReference<@Nullable Goal> after = new AtomicReference<>();
    RecordedChanges.make(
        live,
        () -> {
          before.set(live.facts().goal());
          after.set(goals.change(live, changed).after());
        },
        () -> goals.restore(live, before.get()));
    return Objects.requireNonNull(after.get(), "a change makes a goal");
  }

  private Goal changed(String threadId, @Nullable Goal current, ThreadGoalSetParams params) {
    String objective = params.objective() == null ? null : params.objective().strip();
    String wrong = GoalChecks.wrong(objective, params.tokenBudget().value());
    if (wrong != null) {
      throw RpcException.invalidRequest(wrong);
    }
    if (current != null) {
      Long budget = params.tokenBudget().applyTo(current.tokenBudget());
      return current.edited(objective, params.status(), budget, clock.instant());
    }
    if (objective == null) {
      throw RpcException.invalidRequest(
              "cannot update goal for thread " + threadId + ": no goal exists")
          .onThread(threadId);
    }
    return Goal.of(
        objective,
        Objects.requireNonNullElse(params.status(), ThreadGoalStatus.ACTIVE),
        params.tokenBudget().value(),
        clock.instant());
  }

  /** {@code thread/goal/clear}. A turn that works on the goal ends as it would; no other begins. */
  public Reply<ThreadGoalClearResponse> clear(
      ThreadGoalClearParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    if (thread(threadId).goal() == null) {
      return Reply.of(new ThreadGoalClearResponse(false));
    }
    LiveThread live = threads.find(threadId);
    if (live == null) {
      metadata.update(threadId, ThreadPatch.goal(null), false);
    } else {
      AtomicReference<@Nullable JsonObject> before = new AtomicReference<>();
      RecordedChanges.make(
          live, () -> before.set(goals.clear(live)), () -> goals.restore(live, before.get()));
    }
    return Reply.of(new ThreadGoalClearResponse(true))
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_GOAL_CLEARED,
                new ThreadGoalClearedNotification(threadId)));
  }

  private StoredThread thread(String threadId) {
    LiveThread live = threads.find(threadId);
    if (live == null) {
      return StoreErrors.orMissing(
          () -> store.read(threadId, false), StoreErrors.notFound(threadId));
    }
    if (live.ephemeral()) {
      throw RpcException.invalidRequest("ephemeral thread does not support goals: " + threadId)
          .onThread(threadId);
    }
    return live.facts();
  }
}
