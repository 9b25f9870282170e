package dev.heddle.server.turn;

import dev.heddle.server.config.ServerConfig;

/**
 * How much of a conversation a model can take, in tokens.
 *
 * @param window what may be used of the model's context
 * @param compactAt from so many tokens on a conversation is compacted before it goes on
 */
public record ContextLimits(long window, long compactAt) {
  /** Of a model of which nothing is configured. */
  private static final long DEFAULT_WINDOW = 272_000;

  /** The rest is left for what is counted differently here and there. */
  private static final int USABLE_PERCENT = 95;

  /** A model needs room for its answer. */
  private static final int FULL_PERCENT = 90;

  /** As configured. A limit that the window has no room for is lowered to what it has. */
  public static ContextLimits of(ServerConfig config) {
    long raw = config.contextWindow() == null ? DEFAULT_WINDOW : config.contextWindow();
    long full = percent(raw, FULL_PERCENT);
    Long wanted = config.autoCompactTokenLimit();
    return new ContextLimits(
        percent(raw, USABLE_PERCENT), Math.max(1, wanted == null ? full : Math.min(wanted, full)));
  }

  private static long percent(long number, int percent) {
    return number / 100 * percent + number % 100 * percent / 100;
  }
}
