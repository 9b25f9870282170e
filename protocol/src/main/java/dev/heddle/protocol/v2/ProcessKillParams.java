package dev.heddle.protocol.v2;

/** Params of {@code process/kill}. */
public record ProcessKillParams(String processHandle) {}
