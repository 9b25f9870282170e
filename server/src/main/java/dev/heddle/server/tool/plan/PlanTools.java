package dev.heddle.server.tool.plan;

import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.util.List;

/**
 * Hands out the list of steps where work is done, and questions where it is planned: who is at work
 * should not wait for an answer, and who plans has no steps to report.
 */
public final class PlanTools implements ToolSource {
  @Override
  public ToolSet open(LiveThread thread, TurnSettings settings) {
    return settings.collaboration().planning()
        ? () -> List.of(new RequestUserInput())
        : () -> List.of(new UpdatePlan());
  }
}
