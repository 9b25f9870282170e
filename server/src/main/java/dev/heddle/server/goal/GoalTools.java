package dev.heddle.server.goal;

import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.util.List;

/**
 * Hands out what a model may do about the goal of its thread: look at it, stop it, set the next one
 * when it is complete. A thread without a goal has none of these tools, so what its model is sent
 * is what it would be without goals.
 */
public final class GoalTools implements ToolSource {
  private final ThreadGoals goals;

  public GoalTools(ThreadGoals goals) {
    this.goals = goals;
  }

  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    return thread.ephemeral() || ThreadGoals.of(thread) == null
        ? ToolSet.NONE
        : () ->
            List.of(
                new GetGoal(thread), new CreateGoal(goals, thread), new UpdateGoal(goals, thread));
  }
}
