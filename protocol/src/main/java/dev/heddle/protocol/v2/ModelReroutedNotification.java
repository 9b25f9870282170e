package dev.heddle.protocol.v2;

/**
 * Params of the notification {@code model/rerouted}: another model answers than the one asked for.
 */
public record ModelReroutedNotification(
    String threadId, String turnId, String fromModel, String toModel, ModelRerouteReason reason) {}
