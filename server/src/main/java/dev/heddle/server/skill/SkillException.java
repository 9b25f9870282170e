package dev.heddle.server.skill;

/** A skill cannot be used; it says why, to the one who wrote it. */
final class SkillException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  SkillException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong with it. */
  String reason() {
    return reason;
  }
}
