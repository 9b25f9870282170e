package dev.heddle.protocol.v2;

/** Result of {@code fuzzyFileSearch/sessionStart}; empty. */
public record FuzzyFileSearchSessionStartResponse() {}
