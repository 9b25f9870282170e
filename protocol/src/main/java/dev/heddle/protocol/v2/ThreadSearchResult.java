package dev.heddle.protocol.v2;

/**
 * A thread that matches.
 *
 * @param snippet text around the match
 */
public record ThreadSearchResult(ApiThread thread, String snippet) {}
