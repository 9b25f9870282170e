package dev.heddle.protocol.v2;

/** Params of the notification {@code turn/started}: a turn runs. */
public record TurnStartedNotification(String threadId, Turn turn) {}
