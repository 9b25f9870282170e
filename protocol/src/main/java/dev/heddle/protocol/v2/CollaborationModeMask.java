package dev.heddle.protocol.v2;

import com.google.gson.annotations.SerializedName;
import org.jspecify.annotations.Nullable;

/** A preset to choose from; null members leave a setting alone. */
public record CollaborationModeMask(
    String name,
    @Nullable ModeKind mode,
    @Nullable String model,
    @SerializedName("reasoning_effort") @Nullable @ReasoningEffort String reasoningEffort) {}
