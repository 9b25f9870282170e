package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Params of {@code fuzzyFileSearch/sessionUpdated}: what a query found by now.
 *
 * @param query the query that was searched for
 * @param files the best ones, the best first; they take the place of earlier ones
 */
public record FuzzyFileSearchSessionUpdatedNotification(
    String sessionId, String query, List<FuzzyFileSearchResult> files) {}
