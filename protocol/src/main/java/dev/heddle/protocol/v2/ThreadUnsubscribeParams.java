package dev.heddle.protocol.v2;

/** Params of {@code thread/unsubscribe}: the thread this client no longer follows. */
public record ThreadUnsubscribeParams(String threadId) implements OnThread {}
