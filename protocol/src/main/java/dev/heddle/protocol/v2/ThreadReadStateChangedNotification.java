package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code thread/readState/changed}: what the user has not read yet
 * changed.
 */
public record ThreadReadStateChangedNotification(String threadId, ThreadReadState readState) {}
