package dev.heddle.protocol.v2;

/** Result of {@code process/resizePty}; empty. */
public record ProcessResizePtyResponse() {}
