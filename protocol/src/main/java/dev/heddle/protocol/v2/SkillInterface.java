package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/** How a skill is shown. */
public record SkillInterface(
    @Nullable String displayName,
    @Nullable String shortDescription,
    @Nullable @AbsolutePathBuf String iconSmall,
    @Nullable @AbsolutePathBuf String iconLarge,
    @Nullable String iconSmallUrl,
    @Nullable String iconLargeUrl,
    @Nullable String brandColor,
    @Nullable String defaultPrompt) {}
