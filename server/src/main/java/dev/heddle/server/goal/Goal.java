package dev.heddle.server.goal;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.DecodeException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ThreadGoal;
import dev.heddle.protocol.v2.ThreadGoalStatus;
import dev.heddle.server.rollout.GoalMembers;
import dev.heddle.server.rollout.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The goal of one thread, as it stands.
 *
 * <p>It is recorded in the wire's form without the members that are null, and with some of our own
 * ({@link GoalMembers}). One that another program recorded as active is paused here: that program
 * keeps elsewhere what became of it.
 *
 * @param objective what is to be reached, in the words of who set it
 * @param status whether it is worked on, and if not, why
 * @param tokenBudget how many tokens it may use, or null for any number
 * @param tokensUsed how many it has used: those the model read anew and those it wrote
 * @param timeUsed how long turns have worked on it
 * @param createdAt whole seconds
 * @param updatedAt whole seconds
 * @param deferred whether no turn begins for it before another has ended
 * @param idleTurns how many of its turns in a row, up to the last one, have called no tool
 */
public record Goal(
    String objective,
    ThreadGoalStatus status,
    @Nullable Long tokenBudget,
    long tokensUsed,
    Duration timeUsed,
    Instant createdAt,
    Instant updatedAt,
    boolean deferred,
    int idleTurns) {
  /** As exact as it is recorded, so that what is read again is the same. */
  public Goal {
    timeUsed = timeUsed.truncatedTo(ChronoUnit.MILLIS);
    createdAt = createdAt.truncatedTo(ChronoUnit.SECONDS);
    updatedAt = updatedAt.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A new goal that nothing was used for. */
  public static Goal of(
      String objective, ThreadGoalStatus status, @Nullable Long tokenBudget, Instant now) {
    return new Goal(objective, status, tokenBudget, 0, Duration.ZERO, now, now, false, 0);
  }

  /** Reads a recorded goal; null when there is none that this version understands. */
  public static @Nullable Goal read(@Nullable JsonObject recorded) {
    if (recorded == null) {
      return null;
    }
    ThreadGoal shown;
    try {
      shown = WireJson.decode(recorded, ThreadGoal.class);
    } catch (DecodeException e) {
      return null;
    }
    Long ours = Json.integer(recorded, GoalMembers.TIME_USED_MS);
    Long idleTurns = Json.integer(recorded, GoalMembers.IDLE_TURNS);
    return new Goal(
        shown.objective(),
        ours == null && shown.status() == ThreadGoalStatus.ACTIVE
            ? ThreadGoalStatus.PAUSED
            : shown.status(),
        shown.tokenBudget(),
        shown.tokensUsed(),
        ours == null ? Duration.ofSeconds(shown.timeUsedSeconds()) : Duration.ofMillis(ours),
        Instant.ofEpochSecond(shown.createdAt()),
        Instant.ofEpochSecond(shown.updatedAt()),
        Json.bool(recorded, GoalMembers.DEFERRED),
        idleTurns == null ? 0 : idleTurns.intValue());
  }

  /** The recorded form. */
  public JsonObject recorded(String threadId) {
    JsonObject record = WireJson.toTree(view(threadId)).getAsJsonObject();
    if (tokenBudget == null) {
      record.remove("tokenBudget");
    }
    record.addProperty(GoalMembers.TIME_USED_MS, timeUsed.toMillis());
    if (deferred) {
      record.addProperty(GoalMembers.DEFERRED, true);
    }
    if (idleTurns > 0) {
      record.addProperty(GoalMembers.IDLE_TURNS, idleTurns);
    }
    return record;
  }

  /** What clients and the model are shown. */
  public ThreadGoal view(String threadId) {
    return new ThreadGoal(
        threadId,
        objective,
        status,
        tokenBudget,
        tokensUsed,
        timeUsed.toSeconds(),
        createdAt.getEpochSecond(),
        updatedAt.getEpochSecond());
  }

  /** Whether it is worked on. */
  public boolean active() {
    return status == ThreadGoalStatus.ACTIVE;
  }

  /** Whether turns use something for it: also those that go on when its budget is used up. */
  public boolean counts() {
    return active() || status == ThreadGoalStatus.BUDGET_LIMITED;
  }

  /** How many tokens are left of the budget; null without one. */
  public @Nullable Long tokensLeft() {
    return tokenBudget == null ? null : Math.max(0, tokenBudget - tokensUsed);
  }

  /**
   * What a client or the model makes of it. A goal whose budget is used up does not become active,
   * and one that stopped for that stays so where it would only be paused or blocked.
   *
   * @param newObjective null to keep it
   * @param newStatus null to keep it
   */
  public Goal edited(
      @Nullable String newObjective,
      @Nullable ThreadGoalStatus newStatus,
      @Nullable Long newBudget,
      Instant now) {
    ThreadGoalStatus next = newStatus == null ? status : newStatus;
    if (status == ThreadGoalStatus.BUDGET_LIMITED
        && (next == ThreadGoalStatus.PAUSED || next == ThreadGoalStatus.BLOCKED)) {
      next = ThreadGoalStatus.BUDGET_LIMITED;
    }
    return new Goal(
        newObjective == null ? objective : newObjective,
        limited(next, newBudget, tokensUsed),
        newBudget,
        tokensUsed,
        timeUsed,
        createdAt,
        now,
        deferred,
        0);
  }

  /** The same in another status. */
  public Goal in(ThreadGoalStatus newStatus, Instant now) {
    return edited(null, newStatus, tokenBudget, now);
  }

  /** The same when a turn has used this for it. */
  public Goal used(long tokens, Duration time, Instant now) {
    long sum = tokensUsed + tokens;
    return new Goal(
        objective,
        limited(status, tokenBudget, sum),
        tokenBudget,
        sum,
        timeUsed.plus(time),
        createdAt,
        now,
        deferred,
        idleTurns);
  }

  /** The same when a turn has ended that did, or did not, call tools for it. */
  public Goal turnEnded(boolean calledTools) {
    return new Goal(
        objective,
        status,
        tokenBudget,
        tokensUsed,
        timeUsed,
        createdAt,
        updatedAt,
        false,
        calledTools ? 0 : idleTurns + 1);
  }

  /** The same for a thread that is to wait for a turn before it goes on. */
  public Goal waiting() {
    return new Goal(
        objective, status, tokenBudget, tokensUsed, timeUsed, createdAt, updatedAt, true, 0);
  }

  private static ThreadGoalStatus limited(
      ThreadGoalStatus status, @Nullable Long budget, long used) {
    return status == ThreadGoalStatus.ACTIVE && budget != null && used >= budget
        ? ThreadGoalStatus.BUDGET_LIMITED
        : status;
  }
}
