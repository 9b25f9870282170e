package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/unarchived}: a thread came back from the archive. */
public record ThreadUnarchivedNotification(String threadId) {}
