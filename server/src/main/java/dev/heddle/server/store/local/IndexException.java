package dev.heddle.server.store.local;

import org.jspecify.annotations.Nullable;

/** The index cannot answer; the journals can. */
final class IndexException extends Exception {
  private static final long serialVersionUID = 1L;

  IndexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
