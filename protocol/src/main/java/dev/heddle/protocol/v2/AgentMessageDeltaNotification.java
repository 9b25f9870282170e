package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code item/agentMessage/delta}: more text of an agent message.
 *
 * @param delta text to append
 */
public record AgentMessageDeltaNotification(
    String threadId, String turnId, String itemId, String delta) {}
