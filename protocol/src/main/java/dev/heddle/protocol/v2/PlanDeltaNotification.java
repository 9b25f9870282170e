package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/plan/delta}: more text of a plan.
 *
 * @param delta text to append
 */
public record PlanDeltaNotification(String threadId, String turnId, String itemId, String delta) {}
