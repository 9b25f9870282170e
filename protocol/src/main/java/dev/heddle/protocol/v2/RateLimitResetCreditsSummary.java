package dev.heddle.protocol.v2;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coupons of the account.
 *
 * @param credits null when not fetched
 */
public record RateLimitResetCreditsSummary(
    long availableCount, @Nullable List<RateLimitResetCredit> credits) {}
