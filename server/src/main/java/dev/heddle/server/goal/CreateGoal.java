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
import org.jspecify.annotations.Nullable;

/** {@code create_goal}: the next goal, when the one before is complete. No state. */
record CreateGoal(ThreadGoals goals, LiveThread thread) implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"create_goal",
               "description":"Gives this thread a new goal, which it then works on turn after turn. \
              Only when the user has asked for one, and only when the goal before is complete.",
               "strict":false,
               "parameters":{"type":"object","additionalProperties":false,"required":["objective"],
                "properties":{
                 "objective":{"type":"string","description":"All that is to be reached."},
                 "token_budget":{"type":"integer",
                  "description":"How many tokens it may use. Only when the user has named a number."}}}}
              """)
          .getAsJsonObject();

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope) throws ToolFailedException {
    JsonObject arguments = call.arguments();
    String objective = Json.string(arguments, "objective", "").strip();
    Long budget = Json.integer(arguments, "token_budget");
    String wrong = GoalChecks.wrong(objective, budget);
    if (wrong != null) {
      throw new ToolFailedException(wrong);
    }
    ThreadGoals.Change change =
        goals.change(thread, before -> successor(before, objective, budget, scope));
    Goal after = change.after();
    if (after == null || after.equals(change.before())) {
      throw new ToolFailedException(
          "cannot create a new goal because this thread has an unfinished goal; complete the"
              + " existing goal first");
    }
    goals.tell(thread.threadId(), scope.turnId(), after);
    return GetGoal.output(after, thread.threadId());
  }

  private static @Nullable Goal successor(
      @Nullable Goal before, String objective, @Nullable Long budget, ToolScope scope) {
    return before == null || before.status() == ThreadGoalStatus.COMPLETE
        ? Goal.of(objective, ThreadGoalStatus.ACTIVE, budget, scope.clock().instant())
        : before;
  }
}
