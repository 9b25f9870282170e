package dev.heddle.server.skill;

/** A skill cannot be used; the message says why, to the one who wrote it. */
final class SkillException extends Exception {
  private static final long serialVersionUID = 1;

  SkillException(String message) {
    super(message);
  }
}
