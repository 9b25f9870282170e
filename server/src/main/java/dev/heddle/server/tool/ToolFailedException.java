package dev.heddle.server.tool;

/**
 * A call cannot be carried out; the message is for the model. Carries no stack trace: it is an
 * ordinary outcome.
 */
public final class ToolFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With what the model is told. */
  public ToolFailedException(String message) {
    super(message, null, false, false);
  }

  /** What the model is told. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
