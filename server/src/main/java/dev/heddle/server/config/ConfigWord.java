package dev.heddle.server.config;

/** An enum constant with the word that stands for it in the configuration. */
public interface ConfigWord {
  /** The word, as in {@code config.toml}. */
  String word();
}
