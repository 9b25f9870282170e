package dev.heddle.server;

/** Arguments that a command does not understand; the message is for the user. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
