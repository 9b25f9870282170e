package dev.heddle.server.conform;

/** The server does something else than a rule says; the message says what. */
final class RuleBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuleBroken(String message) {
    super(message);
  }

  /** Breaks the rule unless {@code holds}. */
  static void unless(boolean holds, String otherwise) {
    if (!holds) {
      throw new RuleBroken(otherwise);
    }
  }
}
