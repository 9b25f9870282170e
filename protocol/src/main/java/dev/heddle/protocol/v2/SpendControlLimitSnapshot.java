package dev.heddle.protocol.v2;

/**
 * Spending against a personal limit.
 *
 * @param limit decimal text
 * @param used decimal text
 * @param resetsAt unix seconds
 */
public record SpendControlLimitSnapshot(
    String limit, String used, int remainingPercent, long resetsAt) {}
