package dev.heddle.protocol.v2;

/** Result of {@code fs/unwatch}; empty. */
public record FsUnwatchResponse() {}
