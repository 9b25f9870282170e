package dev.heddle.server.turn;

import dev.heddle.server.config.ServerConfig;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much of a conversation a model can take, in tokens.
 *
 * @param window what may be used of the model's context
 * @param compactAt from so many tokens on a conversation is compacted before it goes on
 */
public record ContextLimits(long window, long compactAt) {
  /** Of a model of which nothing is known. */
  private static final long DEFAULT_WINDOW = 272_000;

  /** What the makers of models published, by how the names of their models begin. */
  private static final NavigableMap<String, Long> PUBLISHED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("gpt-5", 272_000L),
              Map.entry("gpt-4.1", 1_047_576L),
              Map.entry("gpt-4o", 128_000L),
              Map.entry("gpt-4-turbo", 128_000L),
              Map.entry("gpt-4", 8_192L),
              Map.entry("gpt-3.5", 16_385L),
              Map.entry("gpt-oss", 131_072L),
              Map.entry("o1", 200_000L),
              Map.entry("o1-mini", 128_000L),
              Map.entry("o3", 200_000L),
              Map.entry("o4-mini", 200_000L),
              Map.entry("claude-", 200_000L),
              Map.entry("gemini-2", 1_048_576L)));

  /** The rest is left for what is counted differently here and there. */
  private static final int USABLE_PERCENT = 95;

  /** A model needs room for its answer. */
  private static final int FULL_PERCENT = 90;

  /**
   * Of the model with this name: what is configured for it, else for all, else what is published. A
   * limit that the window has no room for is lowered to what it has.
   */
  public static ContextLimits of(ServerConfig config, String model) {
    long raw = window(config, model);
    long full = percent(raw, FULL_PERCENT);
    Long wanted = config.autoCompactTokenLimit();
    return new ContextLimits(
        percent(raw, USABLE_PERCENT), Math.max(1, wanted == null ? full : Math.min(wanted, full)));
  }

  private static long window(ServerConfig config, String model) {
    Long own = config.heddle().contextWindows().get(model);
    if (own != null) {
      return own;
    }
    return config.contextWindow() == null ? published(model) : config.contextWindow();
  }

  /** Of the longest beginning that is known: names may come behind a maker's, as in a/b. */
  private static long published(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1);
    return PUBLISHED.descendingMap().entrySet().stream()
        .filter(known -> name.startsWith(known.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(DEFAULT_WINDOW);
  }

  private static long percent(long number, int percent) {
    return number / 100 * percent + number % 100 * percent / 100;
  }
}
