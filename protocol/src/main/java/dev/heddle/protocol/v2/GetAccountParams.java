package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;

/**
 * Params of {@code account/read}: whether to refresh the login first.
 *
 * @param refreshToken fetch a fresh login first
 */
public record GetAccountParams(@Defaulted boolean refreshToken) {}
