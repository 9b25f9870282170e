package dev.heddle.protocol.v2;

/**
 * Result of {@code process/kill}; empty. {@code process/exited} says when the process has ended.
 */
public record ProcessKillResponse() {}
