package dev.heddle.server.store.local;

import org.jspecify.annotations.Nullable;

/** The index cannot answer; the journals can. */
class IndexException extends Exception {
  private static final long serialVersionUID = 1L;

  IndexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The index was opened anew meanwhile: what was known of its rows is not true any more. */
  static final class Reopened extends IndexException {
    private static final long serialVersionUID = 1L;

    Reopened() {
      super("the index was opened anew", null);
    }
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /** Rows cannot tell this history, however often they are made. */
  static final class Unfit extends IndexException {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message, null);
    }
  }
}
