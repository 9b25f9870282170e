package dev.heddle.server.patch;

/**
 * One line of a chunk.
 *
 * @param text without its prefix and its end
 */
record ChunkLine(Kind kind, String text) {
  /** What a line of a chunk says. */
  enum Kind {
    /** It is there and stays. */
    CONTEXT,
    /** It is there and goes. */
    REMOVED,
    /** It is not there and comes. */
    ADDED
  }

  boolean isOld() {
    return kind != Kind.ADDED;
  }
}
