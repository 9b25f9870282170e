package dev.heddle.server.chat;

/** What the server did not do; the message is for the person. */
final class ChatRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  ChatRefusedException(String message) {
    super(message);
  }
}
