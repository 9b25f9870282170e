package dev.heddle.protocol.v2;

/** Params of {@code fuzzyFileSearch/sessionStop}; the session need not exist. */
public record FuzzyFileSearchSessionStopParams(String sessionId) {}
