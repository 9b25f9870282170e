package dev.heddle.server.store;

import java.util.Map;

/**
 * How a store is doing. Each dimension (writer, index, lock, …) is measured or says {@code
 * unmeasured}; none is good by default.
 *
 * @param dimensions name → what was measured, for people
 * @param degraded whether any dimension needs attention
 */
public record StoreHealth(Map<String, String> dimensions, boolean degraded) {}
