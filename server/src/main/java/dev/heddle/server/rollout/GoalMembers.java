package dev.heddle.server.rollout;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Members of our own in a recorded goal; readers that do not know them skip them. */
public final class GoalMembers {
  /** How long it was worked on, in milliseconds; each goal that we have recorded has it. */
  public static final String TIME_USED_MS = "heddle_time_used_ms";

  /** True when it waits for a turn of its thread. */
  public static final String DEFERRED = "heddle_deferred";

  /** How many of its turns in a row have called no tool; absent for none. */
  public static final String IDLE_TURNS = "heddle_idle_turns";

  private GoalMembers() {}

  /** Whether turns are begun for this goal: what they say is read when the last one has ended. */
  public static boolean isPursued(@Nullable JsonObject goal) {
    return goal != null && goal.has(TIME_USED_MS) && "active".equals(Json.string(goal, "status"));
  }
}
