package dev.heddle.protocol.v2;

/** Params of {@code thread/backgroundTerminals/clean}: ends all that a thread left running. */
public record ThreadBackgroundTerminalsCleanParams(String threadId) implements OnThread {}
