package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/deleted}: a thread was deleted. */
public record ThreadDeletedNotification(String threadId) {}
