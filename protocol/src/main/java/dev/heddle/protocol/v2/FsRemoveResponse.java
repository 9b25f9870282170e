package dev.heddle.protocol.v2;

/** Result of {@code fs/remove}; empty. */
public record FsRemoveResponse() {}
