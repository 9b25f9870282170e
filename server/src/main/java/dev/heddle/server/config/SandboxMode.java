package dev.heddle.server.config;

/** What commands of the model may touch, in {@code sandbox_mode}. */
public enum SandboxMode implements ConfigWord {
  /** Read everything, write nothing. */
  READ_ONLY("read-only"),
  /** Write below the working directory and the other writable roots. */
  WORKSPACE_WRITE("workspace-write"),
  /** No sandbox. */
  DANGER_FULL_ACCESS("danger-full-access");

  private final String word;

  SandboxMode(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
