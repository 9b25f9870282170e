package dev.heddle.server.conform;

/**
 * The server has nothing that a rule could be tried on, which is allowed; the message says what.
 */
final class RuleSkipped extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuleSkipped(String message) {
    super(message);
  }
}
