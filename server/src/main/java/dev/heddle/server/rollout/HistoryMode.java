package dev.heddle.server.rollout;

/** How a thread's history is recorded. */
public enum HistoryMode {
  /** Records without ordinals; turns are inferred from events. What old homes hold. */
  LEGACY("legacy"),
  /** Records with ordinals and completed items; pages and references point at ordinals. */
  PAGINATED("paginated");

  private final String wireName;

  HistoryMode(String wireName) {
    this.wireName = wireName;
  }

  /** The name in a rollout and on the wire. */
  public String wireName() {
    return wireName;
  }
}
