package dev.heddle.server.handler;

/** The surroundings of a place in a text, as the peer cuts them. */
final class Snippets {
  private static final int BEFORE_CHARS = 49;
  private static final int AFTER_CHARS = 96;
  private static final String CUT_BEFORE = "... ";
  private static final String CUT_AFTER = " ...";

  private Snippets() {}

  /**
   * A cut of a text.
   *
   * @param start where the place is in it
   * @param end exclusive
   */
  record Snippet(String text, int start, int end) {}

  /** The surroundings of {@code start} to {@code end}; no character is cut in two. */
  static Snippet around(String text, int start, int end) {
    int from = back(text, start);
    int to = forth(text, end);
    String before = from > 0 ? CUT_BEFORE : "";
    String after = to < text.length() ? CUT_AFTER : "";
    int shift = before.length() - from;
    return new Snippet(before + text.substring(from, to) + after, start + shift, end + shift);
  }

  private static int back(String text, int start) {
    int available = text.codePointCount(0, start);
    return text.offsetByCodePoints(start, -Math.min(BEFORE_CHARS, available));
  }

  private static int forth(String text, int end) {
    int available = text.codePointCount(end, text.length());
    return text.offsetByCodePoints(end, Math.min(AFTER_CHARS, available));
  }
}
