package dev.heddle.protocol.v2;

/** Answer to {@code thread/delete}: empty. */
public record ThreadDeleteResponse() {}
