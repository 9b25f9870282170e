package dev.heddle.protocol.v2;

/** Result of {@code fuzzyFileSearch/sessionUpdate}; empty. */
public record FuzzyFileSearchSessionUpdateResponse() {}
