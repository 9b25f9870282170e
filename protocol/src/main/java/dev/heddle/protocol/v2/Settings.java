package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a collaboration preset.
 *
 * @param reasoningEffort null for the model's default
 * @param developerInstructions null for those of the preset
 */
public record Settings(
    String model,
    @SerializedName("reasoning_effort") @Nullable @ReasoningEffort String reasoningEffort,
    @SerializedName("developer_instructions") @Nullable String developerInstructions) {}
