package dev.heddle.protocol.v2;

<<<<<<< HEAD
import dev.heddle.protocol.rpc.OmitNull;
=======
>>>>>>> main
import org.jspecify.annotations.Nullable;

/** How a skill is shown. */
public record SkillInterface(
<<<<<<< HEAD
    @OmitNull @Nullable String displayName,
    @OmitNull @Nullable String shortDescription,
    @OmitNull @Nullable String iconSmall,
    @OmitNull @Nullable String iconLarge,
    @Nullable String iconSmallUrl,
    @Nullable String iconLargeUrl,
    @OmitNull @Nullable String brandColor,
    @OmitNull @Nullable String defaultPrompt) {}
=======
    @Nullable String displayName,
    @Nullable String shortDescription,
    @Nullable String iconSmall,
    @Nullable String iconLarge,
    @Nullable String iconSmallUrl,
    @Nullable String iconLargeUrl,
    @Nullable String brandColor,
    @Nullable String defaultPrompt) {}
>>>>>>> main
