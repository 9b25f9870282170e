package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * A feature switch.
 *
 * @param displayName null unless offered to users
 * @param description null unless offered to users
 * @param announcement null or empty when there is none
 */
public record ExperimentalFeature(
    String name,
    ExperimentalFeatureStage stage,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable String announcement,
    boolean enabled,
    boolean defaultEnabled) {}
