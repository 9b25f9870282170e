package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/closed}: an idle thread was unloaded. */
public record ThreadClosedNotification(String threadId) {}
