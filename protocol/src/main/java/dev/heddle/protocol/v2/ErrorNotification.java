package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code error}: a turn met an error, final or about to be retried.
 *
 * @param willRetry false when the turn ends with it
 */
public record ErrorNotification(
    TurnError error, boolean willRetry, String threadId, String turnId) {}
