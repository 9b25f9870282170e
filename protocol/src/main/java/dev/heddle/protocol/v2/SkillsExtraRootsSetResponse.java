package dev.heddle.protocol.v2;

/** Result of {@code skills/extraRoots/set}; empty. */
public record SkillsExtraRootsSetResponse() {}
