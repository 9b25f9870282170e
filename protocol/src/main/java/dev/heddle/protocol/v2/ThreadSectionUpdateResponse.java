package dev.heddle.protocol.v2;

/** Answer to {@code threadSection/update}: the section as it is now. */
public record ThreadSectionUpdateResponse(ThreadSection section) {}
