package dev.heddle.server.goal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.v2.ThreadGoalStatus;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;

/** {@code update_goal}: the model stops the goal, for good or until the user goes on. No state. */
record UpdateGoal(ThreadGoals goals, LiveThread thread) implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"update_goal",
               "description":"Stops the work on the goal of this thread. complete: all of it is \
              reached, and that was checked. blocked: it cannot go on without the user or a change \
              outside. paused: the user has asked for a pause.",
               "strict":false,
               "parameters":{"type":"object","additionalProperties":false,"required":["status"],
                "properties":{"status":{"type":"string","enum":["complete","blocked","paused"]}}}}
              """)
          .getAsJsonObject();

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope) throws ToolFailedException {
    ThreadGoalStatus status =
        switch (Json.string(call.arguments(), "status", "")) {
          case "complete" -> ThreadGoalStatus.COMPLETE;
          case "blocked" -> ThreadGoalStatus.BLOCKED;
          case "paused" -> ThreadGoalStatus.PAUSED;
          default ->
              throw new ToolFailedException("The status must be complete, blocked or paused.");
        };
    Goal after =
        goals
            .change(thread, goal -> goal == null ? null : goal.in(status, scope.clock().instant()))
            .after();
    if (after == null) {
      throw new ToolFailedException("cannot update goal because this thread has no goal");
    }
    goals.tell(thread.threadId(), scope.turnId(), after);
    return GetGoal.output(after, thread.threadId());
  }
}
