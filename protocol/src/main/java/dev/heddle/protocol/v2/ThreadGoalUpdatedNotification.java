package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of the notification {@code thread/goal/updated}: a thread's goal changed.
 *
 * @param turnId turn that changed it, or null
 */
public record ThreadGoalUpdatedNotification(
    String threadId, @Nullable String turnId, ThreadGoal goal) {}
