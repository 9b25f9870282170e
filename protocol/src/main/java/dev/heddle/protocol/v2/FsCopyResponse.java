package dev.heddle.protocol.v2;

/** Result of {@code fs/copy}; empty. */
public record FsCopyResponse() {}
