package dev.heddle.protocol.rpc;

/**
 * The halves of surrogate pairs that stand alone in a JSON text, as characters or as {@code
 * \\uXXXX} escapes. JSON allows them and clients send them, by cutting a string inside an emoji; a
 * strict parser refuses them.
 */
final class LoneSurrogates {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ESCAPE_LENGTH = 6;

  private LoneSurrogates() {}

  /** The text with every lone surrogate replaced by U+FFFD; else the same text. */
  static String replaced(String json) {
    StringBuilder replaced = new StringBuilder(json.length());
    int at = 0;
    while (at < json.length()) {
      int next = at + lengthAt(json, at);
      char unit = unitAt(json, at);
      if (Character.isHighSurrogate(unit)
          && next < json.length()
          && Character.isLowSurrogate(unitAt(json, next))) {
        next += lengthAt(json, next);
        replaced.append(json, at, next);
      } else if (Character.isSurrogate(unit)) {
        replaced.append(REPLACEMENT);
      } else {
        replaced.append(json, at, next);
      }
      at = next;
    }
    return replaced.toString();
  }

  /** Length of the character or escape that starts at {@code at}. */
  private static int lengthAt(String json, int at) {
    if (json.charAt(at) != '\\') {
      return 1;
    }
    return isUnicodeEscape(json, at) ? ESCAPE_LENGTH : Math.min(2, json.length() - at);
  }

  private static char unitAt(String json, int at) {
    return isUnicodeEscape(json, at)
        ? (char) Integer.parseInt(json, at + 2, at + ESCAPE_LENGTH, 16)
        : json.charAt(at);
  }

  private static boolean isUnicodeEscape(String json, int at) {
    return json.startsWith("\\u", at)
        && at + ESCAPE_LENGTH <= json.length()
        && json.substring(at + 2, at + ESCAPE_LENGTH)
            .chars()
            .allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }
}
