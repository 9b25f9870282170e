package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Settable;
import org.jspecify.annotations.Nullable;

/**
 * Params of {@code thread/goal/set}: what a thread works towards; absent members stay.
 *
 * @param origin who asks, or null
 * @param objective null keeps it
 * @param status null keeps it
 * @param tokenBudget absent keeps it, null removes the bound
 */
public record ThreadGoalSetParams(
    String threadId,
    @Nullable ThreadGoalMutationOrigin origin,
    @Nullable String objective,
    @Nullable ThreadGoalStatus status,
    Settable<Long> tokenBudget)
    implements OnThread {}
