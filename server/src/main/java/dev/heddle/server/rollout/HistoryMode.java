package dev.heddle.server.rollout;

import com.google.gson.JsonObject;

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

  /**
   * Ours: the mode of a thread whose header says it is paginated so that Codex, which cannot follow
   * a reference out of a legacy history, refuses it instead of showing it without what it inherits.
   */
  public static final String OURS = "heddle_history_mode";

  /** The mode a {@code session_meta} payload names; old ones name none and are legacy. */
  public static HistoryMode of(JsonObject sessionMeta) {
    if (LEGACY.wireName.equals(Json.string(sessionMeta, OURS))) {
      return LEGACY;
    }
    return PAGINATED.wireName.equals(Json.string(sessionMeta, "history_mode")) ? PAGINATED : LEGACY;
  }

  /** The name in a rollout and on the wire. */
  public String wireName() {
    return wireName;
  }
}
