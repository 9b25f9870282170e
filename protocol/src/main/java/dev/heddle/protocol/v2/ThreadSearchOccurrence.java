package dev.heddle.protocol.v2;

/**
 * A match in a thread.
 *
 * @param turnCursor cursor for {@code thread/turns/list} at that turn
 */
public record ThreadSearchOccurrence(
    String turnId,
    String itemId,
    String snippet,
    ThreadSearchTextRange snippetMatchRange,
    String turnCursor) {}
