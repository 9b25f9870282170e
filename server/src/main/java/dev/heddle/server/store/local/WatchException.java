package dev.heddle.server.store.local;

import java.io.IOException;

/** The kernel does not tell of a directory that can be read, as when all its watches are in use. */
final class WatchException extends IOException {
  private static final long serialVersionUID = 1L;

  WatchException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
