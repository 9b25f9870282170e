package dev.heddle.protocol.v2;

/** Result of {@code process/spawn}; empty. */
public record ProcessSpawnResponse() {}
