package dev.heddle.protocol.v2;

/** Answer to {@code thread/goal/set}: the goal as it is now. */
public record ThreadGoalSetResponse(ThreadGoal goal) {}
