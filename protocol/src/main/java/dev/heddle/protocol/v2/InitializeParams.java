package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Params of {@code initialize}: who the client is and what it can do.
 *
 * @param capabilities null for none
 */
public record InitializeParams(
    ClientInfo clientInfo, @Nullable InitializeCapabilities capabilities) {}
