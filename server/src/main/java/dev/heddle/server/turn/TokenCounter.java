package dev.heddle.server.turn;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AccountRateLimitsUpdatedNotification;
import dev.heddle.protocol.v2.RateLimitSnapshot;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadTokenUsage;
import dev.heddle.protocol.v2.ThreadTokenUsageUpdatedNotification;
import dev.heddle.protocol.v2.TokenUsageBreakdown;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.rollout.ContextFacts;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.Records;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a turn's model answers: recorded and told once per answer.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
final class TokenCounter {
  /** Without an account there are no limits to tell; clients still get the notification. */
  private static final AccountRateLimitsUpdatedNotification NO_LIMITS =
      new AccountRateLimitsUpdatedNotification(
          new RateLimitSnapshot("codex", null, null, null, null, null, null, null, null, null));

  private final @Nullable Long contextWindow;
  private TokenUsage turnTotal = TokenUsage.ZERO;

  /**
   * @param contextWindow usable tokens of the model's context, or null when unknown
   */
  TokenCounter(@Nullable Long contextWindow) {
    this.contextWindow = contextWindow;
  }

  /** Counts a complete answer. */
  void count(TurnScope scope, ModelAnswer answer) {
    TokenUsage last = answer.usage();
    turnTotal = turnTotal.plus(last);
    TokenUsage total = usage(scope.thread().context(TokenCounter::recordedTotal)).plus(last);
    Instant now = scope.clock().instant();
    String responseId = answer.responseId() == null ? "" : answer.responseId();
    scope
        .thread()
        .record(
            List.of(
                Records.tokenUsage(
                    now,
                    scope.threadId(),
                    scope.threadId(),
                    scope.turnId(),
                    scope.turn().rootTurnId(),
                    responseId,
                    json(last),
                    json(turnTotal),
                    json(total)),
                Records.tokenCount(now, json(total), json(last), contextWindow)));
    scope.toSubscribers(
        ServerNotifications.THREAD_TOKEN_USAGE_UPDATED,
        new ThreadTokenUsageUpdatedNotification(
            scope.threadId(),
            scope.turnId(),
            new ThreadTokenUsage(wire(total), wire(last), contextWindow)));
    scope.toSubscribers(ServerNotifications.ACCOUNT_RATE_LIMITS_UPDATED, NO_LIMITS);
  }

  /** The wire's form of recorded counts; zeros for what is missing. */
  static TokenUsageBreakdown wire(TokenUsage usage) {
    return new TokenUsageBreakdown(
        usage.totalTokens(),
        usage.inputTokens(),
        usage.cachedInputTokens(),
        usage.cacheWriteInputTokens(),
        usage.outputTokens(),
        usage.reasoningOutputTokens());
  }

  /** Reads recorded counts; zeros for what is missing. */
  static TokenUsage usage(@Nullable JsonObject json) {
    return json == null
        ? TokenUsage.ZERO
        : new TokenUsage(
            count(json, "input_tokens"),
            count(json, "cached_input_tokens"),
            count(json, "cache_write_input_tokens"),
            count(json, "output_tokens"),
            count(json, "reasoning_output_tokens"),
            count(json, "total_tokens"));
  }

  private static @Nullable JsonObject recordedTotal(ContextFacts context) {
    return Json.object(context.tokenCount(), "total_token_usage");
  }

  private static long count(JsonObject json, String member) {
    Long value = Json.integer(json, member);
    return value == null ? 0 : value;
  }

  private static JsonObject json(TokenUsage usage) {
    JsonObject json = new JsonObject();
    json.addProperty("input_tokens", usage.inputTokens());
    json.addProperty("cached_input_tokens", usage.cachedInputTokens());
    json.addProperty("cache_write_input_tokens", usage.cacheWriteInputTokens());
    json.addProperty("output_tokens", usage.outputTokens());
    json.addProperty("reasoning_output_tokens", usage.reasoningOutputTokens());
    json.addProperty("total_tokens", usage.totalTokens());
    return json;
  }
}
