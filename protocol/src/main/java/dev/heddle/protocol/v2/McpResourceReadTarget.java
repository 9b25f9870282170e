package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Hosted app whose resource is read; has no effect here.
 *
 * @param linkId account of the app; null for none
 */
public record McpResourceReadTarget(String connectorId, @Nullable String linkId) {}
