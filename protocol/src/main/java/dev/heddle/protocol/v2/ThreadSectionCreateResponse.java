package dev.heddle.protocol.v2;

/** Answer to {@code threadSection/create}: the new section. */
public record ThreadSectionCreateResponse(ThreadSection section) {}
