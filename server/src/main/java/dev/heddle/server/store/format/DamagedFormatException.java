package dev.heddle.server.store.format;

import org.jspecify.annotations.Nullable;

/** What is stored cannot be understood; the message says why, in a part of a sentence. */
public final class DamagedFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  DamagedFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
