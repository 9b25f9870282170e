package dev.heddle.protocol.v2;

import com.google.gson.JsonElement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code account/rateLimits/read}: usage limits of the account.
 *
 * @param ordinaryUsageAllowed null when unknown
 * @param rateLimitsByLimitId null when not known
 * @param rateLimitResetCredits null when not fetched
 * @param accountId null when unknown
 * @param rateLimitUpsell an offer to show, or null
 */
public record GetAccountRateLimitsResponse(
    @Nullable Boolean ordinaryUsageAllowed,
    RateLimitSnapshot rateLimits,
    @Nullable Map<String, RateLimitSnapshot> rateLimitsByLimitId,
    @Nullable RateLimitResetCreditsSummary rateLimitResetCredits,
    @Nullable String accountId,
    @Nullable JsonElement rateLimitUpsell) {}
