package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import dev.heddle.protocol.rpc.OmitNull;
import org.jspecify.annotations.Nullable;

/**
 * A skill the agent can use.
 *
 * @param display how it is shown, or null
 * @param path absolute path of its description
 */
public record SkillMetadata(
    String name,
    String description,
    @OmitNull @Nullable String shortDescription,
    @SerializedName("interface") @OmitNull @Nullable SkillInterface display,
    @OmitNull @Nullable SkillDependencies dependencies,
    @LegacyAppPathString String path,
    SkillScope scope,
    boolean enabled,
    @Nullable String pluginId) {}
