package dev.heddle.server.thread;

/** A conversation that no model takes and that memory cannot hold. */
public final class ConversationTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConversationTooLongException() {
    super(
        "the conversation is longer than what can be sent to a model; compact or fork the thread");
  }
}
