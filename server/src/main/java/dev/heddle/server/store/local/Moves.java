package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Work on files that may be moved by somebody else, in this process or another, between the look
 * that found them and the moment they are opened: archived, or brought back.
 */
final class Moves {
  /** A file that is missing after so many looks is gone. */
  static final int MAX = 8;

  private Moves() {}

  /** Looks for files and uses them. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does the work, again from its look when a file is not where that saw it. */
  static <T> T follow(Work<T> work) throws IOException {
    for (int moves = 1; ; moves++) {
      try {
        return work.run();
      } catch (NoSuchFileException e) {
        if (moves == MAX) {
          throw e;
        }
      }
    }
  }
}
