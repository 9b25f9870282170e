package dev.heddle.protocol.v2;

/** Params of the notification {@code turn/completed}: a turn has ended, whatever the outcome. */
public record TurnCompletedNotification(String threadId, Turn turn) {}
