package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code turn/diff/updated}: all file changes of a turn so far.
 *
 * @param diff unified diff in git's form
 */
public record TurnDiffUpdatedNotification(String threadId, String turnId, String diff) {}
