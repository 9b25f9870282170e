package dev.heddle.server;

/**
 * One thing that {@code heddle doctor} looked at. Immutable.
 *
 * @param level how it is
 * @param subject what was looked at, a word
 * @param text what was found
 */
record Finding(Level level, String subject, String text) {
  /** How a thing is. */
  enum Level {
    /** As it should be. */
    OK,
    /** Works, but could be better. */
    NOTE,
    /** Keeps something from working. */
    FAULT
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(Level.NOTE, subject, text);
  }

  static Finding fault(String subject, String text) {
    return new Finding(Level.FAULT, subject, text);
  }

  /** A line for people. */
  String line() {
    String mark =
        switch (level) {
          case OK -> "ok   ";
          case NOTE -> "note ";
          case FAULT -> "FAULT";
        };
    return String.format("%s  %-9s %s%n", mark, subject, text);
  }
}
