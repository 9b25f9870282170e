package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/fileChange/outputDelta}: more output of a patch.
 *
 * @param delta text to append
 */
public record FileChangeOutputDeltaNotification(
    String threadId, String turnId, String itemId, String delta) {}
