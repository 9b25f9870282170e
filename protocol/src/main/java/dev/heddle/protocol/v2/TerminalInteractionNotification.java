package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/commandExecution/terminalInteraction}: input was typed
 * into a running command.
 *
 * @param stdin what was typed
 */
public record TerminalInteractionNotification(
    String threadId, String turnId, String itemId, String processId, String stdin) {}
