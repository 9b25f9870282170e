package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Answer to {@code account/chatgptAuthTokens/refresh}: a fresh login.
 *
 * @param chatgptPlanType null when unknown
 */
public record ChatgptAuthTokensRefreshResponse(
    String accessToken, String chatgptAccountId, @Nullable String chatgptPlanType) {}
