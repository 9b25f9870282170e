package dev.heddle.server.image;

/** A file cannot be shown as a picture. Carries no stack trace: it is an ordinary outcome. */
public final class ImageFileException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** There is no such file, it is no file, or it may not be read. */
    UNREADABLE("could not be read"),
    /** It is larger than what may be shown. */
    TOO_LARGE("is too large to show"),
    /** Its data is no picture of a form that providers know. */
    NO_IMAGE("is not an image");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** Behind the name of the file: a sentence for the model. */
    public String text() {
      return text;
    }
  }

  private final Reason reason;

  ImageFileException(Reason reason) {
    super(reason.text(), null, false, false);
    this.reason = reason;
  }

  /** Why it cannot be shown. */
  public Reason reason() {
    return reason;
  }
}
