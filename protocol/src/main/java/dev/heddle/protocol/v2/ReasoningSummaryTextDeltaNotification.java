package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/reasoning/summaryTextDelta}: more text of a reasoning
 * summary.
 *
 * @param delta text to append
 * @param summaryIndex part of the summary, from 0
 */
public record ReasoningSummaryTextDeltaNotification(
    String threadId, String turnId, String itemId, String delta, long summaryIndex) {}
