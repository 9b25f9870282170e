package dev.heddle.server.patch;

import java.util.function.BooleanSupplier;

/**
 * Thrown when a patch is not carried out. Files are then as they were, unless the message says
 * otherwise.
 */
public final class PatchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kept the patch from being carried out. */
  public enum Kind {
    /** The text is no patch. */
    MALFORMED,
    /**
     * The files are not what the patch takes them for: missing, other lines, no text, too large.
     */
    MISMATCH,
    /** A file, or the way to it, is another than when the patch was looked at. */
    CHANGED,
    /** The system refused to write. */
    FAILED,
    /** Whoever wanted it no longer does. */
    STOPPED
  }

  private final Kind kind;

  PatchException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  PatchException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Ends what is under way when nobody wants it any more. */
  static void checkWanted(BooleanSupplier stopped) throws PatchException {
    if (stopped.getAsBoolean()) {
      throw new PatchException(Kind.STOPPED, "it was stopped before it was done");
    }
  }

  public Kind kind() {
    return kind;
  }

  /** What is wrong, for the model. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
