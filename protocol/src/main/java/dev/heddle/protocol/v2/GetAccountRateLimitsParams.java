package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;
import dev.heddle.protocol.rpc.OptionalParams;

/**
 * Params of {@code account/rateLimits/read}: how much detail to fetch.
 *
 * @param supportsLunaReserve the client can show that reserve
 */
@OptionalParams
public record GetAccountRateLimitsParams(
    @Defaulted boolean supportsLunaReserve, @Defaulted boolean excludeResetCreditDetails) {}
