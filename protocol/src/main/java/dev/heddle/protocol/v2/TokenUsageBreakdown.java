package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.Defaulted;

/**
 * Token counts.
 *
 * @param cachedInputTokens part of the input read from the cache
 * @param cacheWriteInputTokens part of the input written to the cache
 * @param reasoningOutputTokens part of the output
 */
public record TokenUsageBreakdown(
    long totalTokens,
    long inputTokens,
    long cachedInputTokens,
    @Defaulted long cacheWriteInputTokens,
    long outputTokens,
    long reasoningOutputTokens) {}
