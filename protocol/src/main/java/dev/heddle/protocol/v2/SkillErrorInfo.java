package dev.heddle.protocol.v2;

/** A skill that could not be read. */
public record SkillErrorInfo(String path, String message) {}
