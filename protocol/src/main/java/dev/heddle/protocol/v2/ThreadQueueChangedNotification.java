package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code thread/queue/changed}: the waiting messages of a thread
 * changed.
 */
public record ThreadQueueChangedNotification(String threadId) {}
