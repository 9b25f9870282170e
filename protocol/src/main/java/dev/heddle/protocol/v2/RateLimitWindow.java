package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Usage within a period.
 *
 * @param usedPercent 0 to 100
 * @param windowDurationMins minutes, or null
 * @param resetsAt unix seconds, or null
 */
public record RateLimitWindow(
    int usedPercent, @Nullable Long windowDurationMins, @Nullable Long resetsAt) {}
