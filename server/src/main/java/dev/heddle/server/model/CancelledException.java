package dev.heddle.server.model;

/** The work was cancelled before it ended. Carries no stack trace: it is an ordinary outcome. */
public final class CancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("cancelled", null, false, false);
  }
}
