package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/status/changed}: a thread's run state changed. */
public record ThreadStatusChangedNotification(String threadId, ThreadStatus status) {}
