package dev.heddle.protocol.v2;

/** Result of {@code fuzzyFileSearch/sessionStop}; empty. */
public record FuzzyFileSearchSessionStopResponse() {}
