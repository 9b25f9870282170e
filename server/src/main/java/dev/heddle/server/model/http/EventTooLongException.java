package dev.heddle.server.model.http;

import java.io.IOException;

/** An event of a stream that is longer than allowed. */
final class EventTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  EventTooLongException(long maxBytes) {
    super("an event is longer than " + maxBytes + " bytes");
  }
}
