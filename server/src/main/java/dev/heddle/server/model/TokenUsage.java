package dev.heddle.server.model;

/** Tokens of one model response, or a sum of several. */
public record TokenUsage(
    long inputTokens,
    long cachedInputTokens,
    long cacheWriteInputTokens,
    long outputTokens,
    long reasoningOutputTokens,
    long totalTokens) {

  /** No tokens. */
  public static final TokenUsage ZERO = new TokenUsage(0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        inputTokens + other.inputTokens,
        cachedInputTokens + other.cachedInputTokens,
        cacheWriteInputTokens + other.cacheWriteInputTokens,
        outputTokens + other.outputTokens,
        reasoningOutputTokens + other.reasoningOutputTokens,
        totalTokens + other.totalTokens);
  }
}
