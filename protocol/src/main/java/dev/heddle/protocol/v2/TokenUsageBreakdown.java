package dev.heddle.protocol.v2;

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
    long cacheWriteInputTokens,
    long outputTokens,
    long reasoningOutputTokens) {}
