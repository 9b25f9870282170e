package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code thread/compacted}: older form of the contextCompaction item.
 */
public record ContextCompactedNotification(String threadId, String turnId) {}
