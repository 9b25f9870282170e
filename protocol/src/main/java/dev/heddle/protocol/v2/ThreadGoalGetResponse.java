package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code thread/goal/get}: the goal, if there is one.
 *
 * @param goal null when there is none
 */
public record ThreadGoalGetResponse(@Nullable ThreadGoal goal) {}
