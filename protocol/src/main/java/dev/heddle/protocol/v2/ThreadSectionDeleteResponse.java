package dev.heddle.protocol.v2;

/** Answer to {@code threadSection/delete}: empty. */
public record ThreadSectionDeleteResponse() {}
