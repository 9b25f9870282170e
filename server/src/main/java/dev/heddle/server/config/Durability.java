package dev.heddle.server.config;

/** When something acknowledged is on disk, in {@code heddle.durability}. */
public enum Durability implements ConfigWord {
  /** Handed to the operating system: survives the end of this process. */
  DEFAULT("default"),
  /** Forced to the device: survives a power cut. */
  STRICT("strict");

  private final String word;

  Durability(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
