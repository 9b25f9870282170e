package dev.heddle.server.patch;

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
    FAILED
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

  public Kind kind() {
    return kind;
  }

  /** What is wrong, for the model. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
