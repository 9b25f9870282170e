package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/goal/clear}: the thread whose goal to remove.
 *
 * @param origin who asks, or null
 */
public record ThreadGoalClearParams(String threadId, @Nullable ThreadGoalMutationOrigin origin)
    implements OnThread {}
