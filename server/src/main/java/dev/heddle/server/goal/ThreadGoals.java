package dev.heddle.server.goal;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadGoalUpdatedNotification;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The goals of loaded threads. Clients, turns and models change them, at the same time if need be:
 * each change is made of what the one before it left.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class ThreadGoals {
  private final ThreadEvents events;
  private final Clock clock;

  public ThreadGoals(ThreadEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /** The thread's goal, or null. */
  public static @Nullable Goal of(LiveThread live) {
    return Goal.read(live.facts().goal());
  }

  /**
   * A change of a goal.
   *
   * @param before the thread's goal until then, or null
   * @param after what it has now, or null
   */
  public record Change(@Nullable Goal before, @Nullable Goal after) {}

  /**
   * Changes the goal in one step and records it, if anything changes.
   *
   * @param change goal → new goal, null for none; works in memory only. What it throws is thrown,
   *     and nothing is recorded
   */
  public Change change(LiveThread live, Function<@Nullable Goal, @Nullable Goal> change) {
    AtomicReference<@Nullable Change> made = new AtomicReference<>();
    live.recordFrom(facts -> {
      Goal before = Goal.read(facts.goal());
      Goal after = change.apply(before);
      made.set(new Change(before, after));
      return after == null || after.equals(before)
          ? List.of()
          : List.of(
              Records.goalUpdated(
                  clock.instant(), live.threadId(), after.recorded(live.threadId())));
    });
    return Objects.requireNonNull(made.get(), "the change was made before this returned");
  }

  /** Takes the goal away; returns what was recorded of it, or null when there was none. */
  public @Nullable JsonObject clear(LiveThread live) {
    AtomicReference<@Nullable JsonObject> was = new AtomicReference<>();
    live.recordFrom(facts -> {
      was.set(facts.goal());
      return facts.goal() == null ? List.of() : List.of(metadata(live, null));
    });
    return was.get();
  }

  /** Records that the goal is as it was before a change that does not hold. */
  public void restore(LiveThread live, @Nullable JsonObject recorded) {
    live.record(metadata(live, recorded));
  }

  private RolloutRecord metadata(LiveThread live, @Nullable JsonObject recorded) {
    return Records.threadMetadata(
        clock.instant(), live.threadId(), ThreadFold.payloadOf(ThreadPatch.goal(recorded)));
  }

  /**
   * Tells all clients of the goal.
   *
   * @param turnId the turn that has changed it, or null
   */
  public void tell(String threadId, @Nullable String turnId, Goal goal) {
    events.toAll(
        threadId,
        ServerNotifications.THREAD_GOAL_UPDATED,
        new ThreadGoalUpdatedNotification(threadId, turnId, goal.view(threadId)));
  }

  /** The time. */
  Clock clock() {
    return clock;
  }
}
