package dev.heddle.protocol.v2;

/**
 * Answer to {@code skills/config/write}.
 *
 * @param effectiveEnabled as it was asked for; what else the configuration says may still switch
 *     the skill off
 */
public record SkillsConfigWriteResponse(boolean effectiveEnabled) {}
