package dev.heddle.protocol.v2;

/** Result of {@code process/writeStdin}; empty. */
public record ProcessWriteStdinResponse() {}
