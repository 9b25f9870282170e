package dev.heddle.protocol.v2;

import org.jspecify.annotations.Nullable;

/**
 * Tokens used by a thread.
 *
 * @param total since its beginning
 * @param last by the newest model response
 * @param modelContextWindow tokens that fit, or null when unknown
 */
public record ThreadTokenUsage(
    TokenUsageBreakdown total, TokenUsageBreakdown last, @Nullable Long modelContextWindow) {}
