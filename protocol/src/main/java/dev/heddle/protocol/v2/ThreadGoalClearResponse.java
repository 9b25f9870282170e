package dev.heddle.protocol.v2;

/** Answer to {@code thread/goal/clear}: whether there was a goal. */
public record ThreadGoalClearResponse(boolean cleared) {}
