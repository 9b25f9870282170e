package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Usage against the limits; a member is null when unknown.
 *
 * @param primary the shorter window
 * @param secondary the longer window
 */
public record RateLimitSnapshot(
    @Nullable String limitId,
    @Nullable String limitName,
    @Nullable String normalModelSlug,
    @Nullable RateLimitWindow primary,
    @Nullable RateLimitWindow secondary,
    @Nullable CreditsSnapshot credits,
    @Nullable SpendControlLimitSnapshot individualLimit,
    @Nullable Boolean spendControlReached,
    @Nullable PlanType planType,
    @Nullable RateLimitReachedType rateLimitReachedType) {}
