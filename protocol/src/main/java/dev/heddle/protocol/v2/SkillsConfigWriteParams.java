package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code skills/config/write}: switches a skill on or off, by its file or by its name.
 *
 * @param path absolute path of a {@code SKILL.md}; null if the skill is named
 * @param name of all skills that are called so; null if there is a path
 * @param enabled whether models are told of it
 */
public record SkillsConfigWriteParams(
    @AbsolutePathBuf @Nullable String path, @Nullable String name, boolean enabled) {}
