package dev.heddle.server.tool.plan;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.TurnPlanStep;
import dev.heddle.protocol.v2.TurnPlanStepStatus;
import dev.heddle.protocol.v2.TurnPlanUpdatedNotification;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code update_plan}: the steps the model means to take and how far it is. Clients are told of
 * each version as a whole; it is no item of the turn and, but for the call, not kept.
 *
 * <p><b>Thread-safety:</b> no state.
 */
final class UpdatePlan implements Tool {
  private static final JsonObject DEFINITION =
      JsonParser.parseString(
              """
              {"type":"function","name":"update_plan",
               "description":"Tells the user which steps you take and how far you are. Call it with \
              all steps each time something changes. At most one step is in progress.",
               "strict":false,
               "parameters":{"type":"object","additionalProperties":false,"required":["plan"],
                "properties":{
                 "explanation":{"type":"string","description":"Why the plan changes, if it does."},
                 "plan":{"type":"array","items":{"type":"object","additionalProperties":false,
                  "required":["step","status"],
                  "properties":{"step":{"type":"string"},
                   "status":{"type":"string","enum":["pending","in_progress","completed"]}}}}}}}
              """)
          .getAsJsonObject();

  @Override
  public JsonObject definition() {
    return DEFINITION;
  }

  @Override
  public ToolOutput run(ToolCall call, ToolScope scope) throws ToolFailedException {
    JsonObject arguments = call.arguments();
    if (!(arguments.get("plan") instanceof JsonArray given)) {
      throw new ToolFailedException("The plan is missing: give a list of steps.");
    }
    List<TurnPlanStep> plan = new ArrayList<>();
    for (JsonElement element : given) {
      plan.add(step(element));
    }
    scope.tell(
        ServerNotifications.TURN_PLAN_UPDATED,
        new TurnPlanUpdatedNotification(
            scope.threadId(), scope.turnId(), Json.string(arguments, "explanation"), plan));
    return ToolOutput.text("The user sees the plan.");
  }

  private static TurnPlanStep step(JsonElement element) throws ToolFailedException {
    String step = element instanceof JsonObject object ? Json.string(object, "step") : null;
    if (step == null) {
      throw new ToolFailedException("A step of the plan has no text: " + element);
    }
    String status = Json.string(element.getAsJsonObject(), "status", "");
    return new TurnPlanStep(
        step,
        switch (status) {
          case "pending" -> TurnPlanStepStatus.PENDING;
          case "in_progress" -> TurnPlanStepStatus.IN_PROGRESS;
          case "completed" -> TurnPlanStepStatus.COMPLETED;
          default ->
              throw new ToolFailedException(
                  "A step is pending, in_progress or completed, not '" + status + "'.");
        });
  }
}
