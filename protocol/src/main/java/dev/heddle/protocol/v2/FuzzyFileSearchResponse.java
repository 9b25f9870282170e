package dev.heddle.protocol.v2;

import java.util.List;

/**
 * Result of {@code fuzzyFileSearch}.
 *
 * @param files the best ones, the best first
 */
public record FuzzyFileSearchResponse(List<FuzzyFileSearchResult> files) {}
