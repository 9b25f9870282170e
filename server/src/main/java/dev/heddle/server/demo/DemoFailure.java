package dev.heddle.server.demo;

import org.jspecify.annotations.Nullable;

/** Something that went otherwise than the demonstration expects; the message says what. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    this(message, null);
  }

  DemoFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Goes on when {@code expected} holds. */
  static void unless(boolean expected, String otherwise) {
    if (!expected) {
      throw new DemoFailure(otherwise);
    }
  }
}
