package dev.heddle.protocol.v2;

/** Params of the notification {@code thread/tokenUsage/updated}: tokens used so far. */
public record ThreadTokenUsageUpdatedNotification(
    String threadId, String turnId, ThreadTokenUsage tokenUsage) {}
