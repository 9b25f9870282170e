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
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.Uuid7;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of a turn's model answers: recorded and told once per answer.
 *
 * <p><b>Thread-safety:</b> one thread, the turn's runner.
 */
public final class TokenCounter {
  /** Without an account there are no limits to tell; clients still get the notification. */
  private static final AccountRateLimitsUpdatedNotification NO_LIMITS =
      new AccountRateLimitsUpdatedNotification(
          new RateLimitSnapshot("codex", null, null, null, null, null, null, null, null, null));

  private static final Counted NOTHING = new Counted(TokenUsage.ZERO, TokenUsage.ZERO);

  private final ContextLimits limits;
  private TokenUsage turnTotal = TokenUsage.ZERO;

  TokenCounter(ContextLimits limits) {
    this.limits = limits;
  }

  /**
   * What a thread has used.
   *
   * @param total of all answers of the model
   * @param last of the newest; its total is what the conversation takes of the model's context
   */
  record Counted(TokenUsage total, TokenUsage last) {
    /** The same when the conversation takes so much now. */
    Counted taking(long tokens) {
      return new Counted(total, new TokenUsage(0, 0, 0, 0, 0, tokens));
    }
  }

  /** Enters a complete answer; what is counted with it is told by {@link #settle}. */
  Counted enter(TurnScope scope, ModelAnswer answer) {
    Counted counted = next(scope, answer.usage());
    scope.record(usageRecord(scope, answer.responseId(), answer.usage(), counted));
    return counted;
  }

  /** Records and tells what is counted. */
  void settle(TurnScope scope, Counted counted) {
    scope.record(countRecord(scope, counted));
    tell(scope, counted);
  }

  /**
   * What is counted with one more answer.
   *
   * @param answer null when the provider does not say; what was known then stays
   */
  Counted next(TurnScope scope, @Nullable TokenUsage answer) {
    Counted known = current(scope);
    Counted before = known == null ? NOTHING : known;
    if (answer == null) {
      return before;
    }
    turnTotal = turnTotal.plus(answer);
    return new Counted(before.total.plus(answer), answer);
  }

  /** What is recorded; null when nothing was counted yet. */
  static @Nullable Counted current(TurnScope scope) {
    JsonObject recorded = scope.thread().<@Nullable JsonObject>context(ContextFacts::tokenCount);
    return recorded == null
        ? null
        : new Counted(
            usage(Json.object(recorded, "total_token_usage")),
            usage(Json.object(recorded, "last_token_usage")));
  }

  /** The model's context turned out to be full: recorded and told. */
  void full(TurnScope scope) {
    Counted before = current(scope);
    Counted counted = (before == null ? NOTHING : before).taking(limits.window());
    settle(scope, counted);
  }

  /** Records and tells again what is counted, if anything is. */
  void repeat(TurnScope scope) {
    Counted counted = current(scope);
    if (counted != null) {
      settle(scope, counted);
    }
  }

  /** The entry of one answer; the provider's id for it keeps anybody from counting it twice. */
  RolloutRecord usageRecord(
      TurnScope scope, @Nullable String responseId, @Nullable TokenUsage answer, Counted counted) {
    return Records.tokenUsage(
        scope.clock().instant(),
        scope.threadId(),
        scope.threadId(),
        scope.turnId(),
        scope.turn().rootTurnId(),
        responseId == null || responseId.isEmpty() ? "resp_" + Uuid7.next() : responseId,
        json(answer == null ? TokenUsage.ZERO : answer),
        json(turnTotal),
        json(counted.total));
  }

  RolloutRecord countRecord(TurnScope scope, Counted counted) {
    return Records.tokenCount(
        scope.clock().instant(), json(counted.total), json(counted.last), limits.window());
  }

  void tell(TurnScope scope, Counted counted) {
    scope.toSubscribers(
        ServerNotifications.THREAD_TOKEN_USAGE_UPDATED,
        new ThreadTokenUsageUpdatedNotification(
            scope.threadId(),
            scope.turnId(),
            new ThreadTokenUsage(wire(counted.total), wire(counted.last), limits.window())));
    scope.toSubscribers(ServerNotifications.ACCOUNT_RATE_LIMITS_UPDATED, NO_LIMITS);
  }

  /** The wire's form of recorded counts; zeros for what is missing. */
  public static TokenUsageBreakdown recorded(@Nullable JsonObject json) {
    return wire(usage(json));
  }

  private static TokenUsageBreakdown wire(TokenUsage usage) {
    return new TokenUsageBreakdown(
        usage.totalTokens(),
        usage.inputTokens(),
        usage.cachedInputTokens(),
        usage.cacheWriteInputTokens(),
        usage.outputTokens(),
        usage.reasoningOutputTokens());
  }

  /** Reads recorded counts; zeros for what is missing. */
  private static TokenUsage usage(@Nullable JsonObject json) {
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
