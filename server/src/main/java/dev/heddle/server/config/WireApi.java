package dev.heddle.server.config;

/** What a model provider speaks. */
public enum WireApi implements ConfigWord {
  /** OpenAI's Responses API over server-sent events. */
  RESPONSES("responses"),
  /** Chat Completions, as local servers offer it. */
  CHAT("chat"),
  /** Nothing: the built-in offline provider. */
  SCRIPT("script");

  private final String word;

  WireApi(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
