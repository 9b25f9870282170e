package dev.heddle.protocol.v2;

/** Answer to {@code thread/archive}: empty. */
public record ThreadArchiveResponse() {}
