package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Advice to move to another model.
 *
 * @param retirementAt unix seconds, or null
 */
public record ModelUpgradeInfo(
    String model,
    @Nullable String upgradeCopy,
    @Nullable String modelLink,
    @Nullable String migrationMarkdown,
    @Nullable Long retirementAt) {}
