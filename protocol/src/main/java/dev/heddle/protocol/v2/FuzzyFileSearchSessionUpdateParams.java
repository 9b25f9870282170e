package dev.heddle.protocol.v2;

/**
 * Params of {@code fuzzyFileSearch/sessionUpdate}.
 *
 * @param query what to search for from now on, as in {@code fuzzyFileSearch}
 */
public record FuzzyFileSearchSessionUpdateParams(String sessionId, String query) {}
