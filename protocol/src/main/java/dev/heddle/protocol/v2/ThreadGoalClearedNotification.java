package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/goal/cleared}: a thread has no goal. */
public record ThreadGoalClearedNotification(String threadId) {}
