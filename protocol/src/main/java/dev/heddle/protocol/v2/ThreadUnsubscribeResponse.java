package dev.heddle.protocol.v2;

/** Answer to {@code thread/unsubscribe}: what the subscription was. */
public record ThreadUnsubscribeResponse(ThreadUnsubscribeStatus status) {}
