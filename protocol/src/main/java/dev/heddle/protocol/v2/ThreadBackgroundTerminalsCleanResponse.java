package dev.heddle.protocol.v2;

/** Answer to {@code thread/backgroundTerminals/clean}; empty. */
public record ThreadBackgroundTerminalsCleanResponse() {}
