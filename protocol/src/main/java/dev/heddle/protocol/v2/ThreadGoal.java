package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * What a thread works towards.
 *
 * @param tokenBudget null for no bound
 * @param createdAt unix seconds
 * @param updatedAt unix seconds
 */
public record ThreadGoal(
    String threadId,
    String objective,
    ThreadGoalStatus status,
    @Nullable Long tokenBudget,
    long tokensUsed,
    long timeUsedSeconds,
    long createdAt,
    long updatedAt) {}
