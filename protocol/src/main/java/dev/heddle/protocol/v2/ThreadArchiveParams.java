package dev.heddle.protocol.v2;

/** Params of {@code thread/archive}: the thread to put away. */
public record ThreadArchiveParams(String threadId) implements OnThread {}
