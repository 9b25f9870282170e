package dev.heddle.protocol.v2;

/** Answer to {@code thread/memoryMode/set}: empty. */
public record ThreadMemoryModeSetResponse() {}
