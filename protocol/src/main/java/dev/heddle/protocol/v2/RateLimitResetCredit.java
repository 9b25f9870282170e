package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * A coupon that resets a limit.
 *
 * @param grantedAt unix seconds
 * @param expiresAt unix seconds, or null
 */
public record RateLimitResetCredit(
    String id,
    RateLimitResetType resetType,
    RateLimitResetCreditStatus status,
    long grantedAt,
    @Nullable Long expiresAt,
    @Nullable String title,
    @Nullable String description) {}
