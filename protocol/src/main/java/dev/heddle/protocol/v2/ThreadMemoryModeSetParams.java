package dev.heddle.protocol.v2;

/** Params of {@code thread/memoryMode/set}: whether memories may be made of a thread. */
public record ThreadMemoryModeSetParams(String threadId, ThreadMemoryMode mode)
    implements OnThread {}
