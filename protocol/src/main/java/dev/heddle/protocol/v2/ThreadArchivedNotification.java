package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/archived}: a thread was archived. */
public record ThreadArchivedNotification(String threadId) {}
