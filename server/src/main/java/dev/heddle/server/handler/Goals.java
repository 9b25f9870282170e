package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadGoal;
import dev.heddle.protocol.v2.ThreadGoalClearParams;
import dev.heddle.protocol.v2.ThreadGoalClearResponse;
import dev.heddle.protocol.v2.ThreadGoalClearedNotification;
import dev.heddle.protocol.v2.ThreadGoalGetParams;
import dev.heddle.protocol.v2.ThreadGoalGetResponse;
import dev.heddle.protocol.v2.ThreadGoalSetParams;
import dev.heddle.protocol.v2.ThreadGoalSetResponse;
import dev.heddle.protocol.v2.ThreadGoalStatus;
import dev.heddle.protocol.v2.ThreadGoalUpdatedNotification;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The requests about the goal of a thread. They work on loaded and on stored threads. */
public final class Goals {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final MetadataWriter metadata;
  private final ThreadEvents events;
  private final Clock clock;

  Goals(
      ThreadStore store,
      ThreadAccess threads,
      MetadataWriter metadata,
      ThreadEvents events,
      Clock clock) {
    this.store = store;
    this.threads = threads;
    this.metadata = metadata;
    this.events = events;
    this.clock = clock;
  }

  /** {@code thread/goal/get}. */
  public Reply<ThreadGoalGetResponse> get(ThreadGoalGetParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    return Reply.of(new ThreadGoalGetResponse(GoalViews.of(thread(threadId))));
  }

  /** {@code thread/goal/set}. */
  public Reply<ThreadGoalSetResponse> set(ThreadGoalSetParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    ThreadGoal current = GoalViews.of(thread(threadId));
    ThreadGoal goal = changed(threadId, current, params);
    LiveThread live = threads.find(threadId);
    if (live == null) {
      metadata.update(threadId, ThreadPatch.goal(GoalViews.record(goal)), false);
    } else {
      JsonObject before = live.facts().goal();
      RecordedChanges.make(
          live,
          () -> live.record(Records.goalUpdated(clock.instant(), threadId, GoalViews.record(goal))),
          () ->
              live.record(
                  Records.threadMetadata(
                      clock.instant(), threadId, ThreadFold.payloadOf(ThreadPatch.goal(before)))));
    }
    return Reply.of(new ThreadGoalSetResponse(goal))
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_GOAL_UPDATED,
                new ThreadGoalUpdatedNotification(threadId, null, goal)));
  }

  private ThreadGoal changed(
      String threadId, @Nullable ThreadGoal current, ThreadGoalSetParams params) {
    Long budget = params.tokenBudget().value();
    if (budget != null && budget <= 0) {
      throw RpcException.invalidRequest("goal budgets must be positive when provided");
    }
    String objective = params.objective();
    if (objective != null && objective.isBlank()) {
      throw RpcException.invalidRequest("goal objective must not be empty");
    }
    long now = clock.instant().getEpochSecond();
    if (objective != null && (current == null || !current.objective().equals(objective.strip()))) {
      return new ThreadGoal(
          threadId,
          objective.strip(),
          Objects.requireNonNullElse(params.status(), ThreadGoalStatus.ACTIVE),
          budget,
          0,
          0,
          now,
          now);
    }
    if (current == null) {
      throw RpcException.invalidRequest(
              "cannot update goal for thread " + threadId + ": no goal exists")
          .onThread(threadId);
    }
    return new ThreadGoal(
        threadId,
        current.objective(),
        Objects.requireNonNullElse(params.status(), current.status()),
        params.tokenBudget().applyTo(current.tokenBudget()),
        current.tokensUsed(),
        current.timeUsedSeconds(),
        current.createdAt(),
        now);
  }

  /** {@code thread/goal/clear}. */
  public Reply<ThreadGoalClearResponse> clear(
      ThreadGoalClearParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    if (thread(threadId).goal() == null) {
      return Reply.of(new ThreadGoalClearResponse(false));
    }
    metadata.update(threadId, ThreadPatch.goal(null), false);
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
