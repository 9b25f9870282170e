package dev.heddle.server.tool;

/** Texts for models that are too long to be told whole: the middle is left out. */
public final class Excerpt {
  private Excerpt() {}

  /**
   * The text, or its beginning and end with a note between them of what was left out.
   *
   * @param maxChars of the text, without the note; not negative
   */
  public static String of(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int headEnd = maxChars / 2;
    int tailStart = text.length() - maxChars / 2;
    // No character is cut in two.
    headEnd -= headEnd > 0 && Character.isHighSurrogate(text.charAt(headEnd - 1)) ? 1 : 0;
    tailStart +=
        tailStart < text.length() && Character.isLowSurrogate(text.charAt(tailStart)) ? 1 : 0;
    return text.substring(0, headEnd)
        + "\n[… "
        + (tailStart - headEnd)
        + " characters left out …]\n"
        + text.substring(tailStart);
  }
}
