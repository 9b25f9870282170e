package dev.heddle.server.json;

/**
 * Halves of surrogate pairs: a string of JSON can have one without its other half, by an escape.
 * UTF-8 cannot, so files, processes and models get none as they are.
 */
public final class Surrogates {
  private static final char REPLACEMENT = '\ufffd';

  private Surrogates() {}

  /** Whether {@code text} has half of a pair. */
  public static boolean hasHalf(CharSequence text) {
    return nextHalf(text, 0) >= 0;
  }

  /** Where the next half of a pair is, at {@code from} or behind it; -1 when there is none. */
  public static int nextHalf(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        return i;
      }
      i++;
    }
    return -1;
  }

  /** The text with U+FFFD, the replacement character, in the place of each half of a pair. */
  public static String withoutHalves(String text) {
    int half = nextHalf(text, 0);
    if (half < 0) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text);
    while (half >= 0) {
      whole.setCharAt(half, REPLACEMENT);
      half = nextHalf(whole, half + 1);
    }
    return whole.toString();
  }
}
