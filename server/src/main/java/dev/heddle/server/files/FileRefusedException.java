package dev.heddle.server.files;

/** Thrown when a request about files makes no sense, before anything was touched. */
public final class FileRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, for the client
   */
  FileRefusedException(String message) {
    super(message);
  }

  /** What is wrong, for the client. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
