package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/commandExecution/outputDelta}: more output of a command.
 *
 * @param delta text to append
 */
public record CommandExecutionOutputDeltaNotification(
    String threadId, String turnId, String itemId, String delta) {}
