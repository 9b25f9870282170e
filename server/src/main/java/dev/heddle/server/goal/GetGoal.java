package dev.heddle.server.goal;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import org.jspecify.annotations.Nullable;

/** {@code get_goal}: the goal as it stands, with what it has used. No state. */
record GetGoal(LiveThread thread) implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"get_goal",
               "description":"Says what the goal of this thread is, its status, and how many tokens \
              and seconds it has used.",
               "strict":false,
               "parameters":{"type":"object","additionalProperties":false,"properties":{}}}
              """)
          .getAsJsonObject();

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope) {
    return output(ThreadGoals.of(thread), thread.threadId());
  }

  /** The goal as all of these tools answer with it. */
  static ToolOutput output(@Nullable Goal goal, String threadId) {
    JsonElement shown = goal == null ? JsonNull.INSTANCE : WireJson.toTree(goal.view(threadId));
    JsonObject output = new JsonObject();
    output.add("goal", shown);
    output.addProperty("remainingTokens", goal == null ? null : goal.tokensLeft());
    return ToolOutput.text(output.toString());
  }
}
