package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code turn/plan/updated}: the agent's plan of a turn changed.
 *
 * @param explanation null when not given
 */
public record TurnPlanUpdatedNotification(
    String threadId, String turnId, @Nullable String explanation, List<TurnPlanStep> plan) {}
