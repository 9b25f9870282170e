package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Network access beyond the sandbox.
 *
 * @param enabled null for no change
 */
public record AdditionalNetworkPermissions(@Nullable Boolean enabled) {}
