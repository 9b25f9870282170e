package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/reverted}: turns were undone; reload the thread. */
public record ThreadRevertedNotification(String threadId) {}
