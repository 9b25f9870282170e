package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/started}: a thread exists and can be used. */
public record ThreadStartedNotification(ApiThread thread) {}
