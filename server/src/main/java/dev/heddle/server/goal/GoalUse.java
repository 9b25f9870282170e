package dev.heddle.server.goal;

import dev.heddle.protocol.v2.CodexErrorInfo;
import dev.heddle.protocol.v2.ThreadGoalStatus;
import dev.heddle.protocol.v2.TurnError;
import dev.heddle.protocol.v2.TurnStatus;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.thread.LiveThread;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one turn does for the goal of its thread, whoever began the turn: what it uses is counted,
 * and how it ends may stop the goal.
 *
 * <p>Tokens are recorded with the answer that took them, so each answer counts once: one that broke
 * off and is asked for again has no count. Clients hear of it where the turn says so.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
public final class GoalUse {
  /**
   * So many turns in a row may a goal begin in which the model calls no tool; then it is blocked,
   * as nobody would stop a model that talks to itself.
   */
  static final int MAX_IDLE_TURNS = 25;

  private final ThreadGoals goals;
  private final LiveThread thread;
  private final String turnId;
  private final boolean counts;
  private final boolean begunByGoal;
  private @Nullable Instant countedUntil; // null while there is nothing to count for
  private @Nullable String objective; // the model knows of; null when there was none
  private @Nullable Goal untold; // to clients
  private boolean knowsBudgetUsedUp; // the model does
  private boolean calledTools;

  /**
   * Of a turn that begins now.
   *
   * @param counts whether what the turn uses is for the goal; not so while a plan is made, and in
   *     reviews
   * @param begunByGoal whether nobody else has begun it
   */
  public GoalUse(
      ThreadGoals goals, LiveThread thread, String turnId, boolean counts, boolean begunByGoal) {
    this.goals = goals;
    this.thread = thread;
    this.turnId = turnId;
    this.counts = counts;
    this.begunByGoal = begunByGoal;
    Goal goal = ThreadGoals.of(thread);
    if (goal != null) {
      this.objective = goal.objective();
      this.knowsBudgetUsedUp = goal.status() == ThreadGoalStatus.BUDGET_LIMITED;
      this.countedUntil = goal.counts() ? goals.clock().instant() : null;
    }
  }

  /**
   * The model has answered.
   *
   * @param usage null when the provider does not say
   */
  public void answered(@Nullable TokenUsage usage) {
    if (counts) {
      use(usage == null ? 0 : tokens(usage));
    }
  }

  /** What an answer costs: what the model had to read anew, and what it wrote. */
  private static long tokens(TokenUsage usage) {
    return Math.max(0, usage.inputTokens() - usage.cachedInputTokens()) + usage.outputTokens();
  }

  private void use(long tokens) {
    Instant now = goals.clock().instant();
    ThreadGoals.Change change =
        goals.change(
            thread,
            goal -> {
              if (goal == null || !goal.counts()) {
                return goal;
              }
              Duration time =
                  countedUntil == null ? Duration.ZERO : Duration.between(countedUntil, now);
              return tokens == 0 && time.isZero()
                  ? goal
                  : goal.used(tokens, time.isNegative() ? Duration.ZERO : time, now);
            });
    Goal before = change.before();
    Goal after = change.after();
    countedUntil = after != null && after.counts() ? now : null;
    if (before != null && after != null && differ(before, after)) {
      untold = after;
    }
  }

  /** Whether clients would see another goal. */
  private static boolean differ(Goal before, Goal after) {
    return before.tokensUsed() != after.tokensUsed()
        || before.timeUsed().toSeconds() != after.timeUsed().toSeconds()
        || before.status() != after.status();
  }

  /** The model calls tools. */
  public void callsTools() {
    calledTools = true;
  }

  /**
   * Tells clients what was used since they were last told, unless a client or a tool has changed
   * the goal since: whoever does that tells of it.
   */
  public void tell() {
    Goal used = untold;
    untold = null;
    Goal now = used == null ? null : ThreadGoals.of(thread);
    if (used != null && now != null && !differ(used, now)) {
      goals.tell(thread.threadId(), turnId, now);
    }
  }

  /** What the model is to be told of the goal before it goes on, or null. */
  public @Nullable String news() {
    Goal goal = counts ? ThreadGoals.of(thread) : null;
    if (goal == null || objective == null || !goal.counts()) {
      return null;
    }
    if (goal.status() == ThreadGoalStatus.BUDGET_LIMITED && !knowsBudgetUsedUp) {
      knowsBudgetUsedUp = true;
      objective = goal.objective();
      return GoalTexts.budgetUsedUp(goal);
    }
    if (goal.active() && !goal.objective().equals(objective)) {
      objective = goal.objective();
      return GoalTexts.changed(goal);
    }
    return null;
  }

  /**
   * The turn is about to end so. A failure stops the goal, or it would begin turn after turn that
   * fails; so does a turn of its own that came to nothing.
   *
   * @param said whether the model has said anything
   */
  public void end(TurnStatus status, @Nullable TurnError error, boolean said) {
    if (!counts) {
      return;
    }
    use(0);
    if (status == TurnStatus.INTERRUPTED) {
      return; // it goes on when the user does
    }
    ThreadGoals.Change change = goals.change(thread, goal -> ended(goal, error, said));
    Goal before = change.before();
    Goal after = change.after();
    if (before != null && after != null && differ(before, after)) {
      untold = after;
    }
  }

  private @Nullable Goal ended(@Nullable Goal goal, @Nullable TurnError error, boolean said) {
    if (goal == null || !goal.active()) {
      return goal;
    }
    Goal ended = begunByGoal || goal.deferred() ? goal.turnEnded(calledTools) : goal;
    Instant now = goals.clock().instant();
    if (error != null) {
      return ended.in(
          error.codexErrorInfo() instanceof CodexErrorInfo.UsageLimitExceeded
              ? ThreadGoalStatus.USAGE_LIMITED
              : ThreadGoalStatus.BLOCKED,
          now);
    }
    boolean cameToNothing = !said && !calledTools || ended.idleTurns() >= MAX_IDLE_TURNS;
    return begunByGoal && cameToNothing ? ended.in(ThreadGoalStatus.BLOCKED, now) : ended;
  }
}
