package dev.heddle.protocol.v2;

/**
 * Params of {@code fuzzyFileSearch/sessionCompleted}: all files were searched for the newest query.
 */
public record FuzzyFileSearchSessionCompletedNotification(String sessionId) {}
