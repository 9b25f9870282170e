package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/** How a skill is shown. */
public record SkillInterface(
    @OmitNull @Nullable String displayName,
    @OmitNull @Nullable String shortDescription,
    @OmitNull @Nullable String iconSmall,
    @OmitNull @Nullable String iconLarge,
    @Nullable String iconSmallUrl,
    @Nullable String iconLargeUrl,
    @OmitNull @Nullable String brandColor,
    @OmitNull @Nullable String defaultPrompt) {}
