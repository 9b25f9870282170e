package dev.heddle.server.config;

/** Whether large strings are kept apart from the journals' lines, in {@code heddle.blobs}. */
public enum BlobsSetting implements ConfigWord {
  /** They are in the lines, where Codex reads them as well. */
  OFF("off"),
  /** Each is kept once in the home, whatever number of lines has it. */
  ON("on");

  private final String word;

  BlobsSetting(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
