package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/reasoning/summaryPartAdded}: a further part of a reasoning
 * summary begins.
 *
 * @param summaryIndex the new part, from 0
 */
public record ReasoningSummaryPartAddedNotification(
    String threadId, String turnId, String itemId, long summaryIndex) {}
