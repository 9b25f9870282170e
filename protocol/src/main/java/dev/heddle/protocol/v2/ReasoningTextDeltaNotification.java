package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/reasoning/textDelta}: more reasoning text.
 *
 * @param delta text to append
 * @param contentIndex part of the content, from 0
 */
public record ReasoningTextDeltaNotification(
    String threadId, String turnId, String itemId, String delta, long contentIndex) {}
