package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/started}: an item began.
 *
 * @param startedAtMs unix milliseconds
 */
public record ItemStartedNotification(
    ThreadItem item, String threadId, String turnId, long startedAtMs) {}
