package dev.heddle.server.differential;

/** A session that cannot go on; the message says why. */
final class SessionStoppedException extends Exception {
  private static final long serialVersionUID = 1;

  SessionStoppedException(String message) {
    super(message);
  }
}
