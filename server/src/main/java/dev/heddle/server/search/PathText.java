package dev.heddle.server.search;

import java.text.Normalizer;

/**
 * A path, or a part of one, in the two forms in which it is compared: its characters without regard
 * to case and, for a query in ASCII, to accents; and what each character is worth as the first of a
 * match, which depends on what is before it.
 *
 * <p><b>Thread-safety:</b> one thread; {@link #set} puts another text in, so that a search over
 * many paths makes no garbage.
 */
final class PathText {
  // Kinds of characters. What begins a word is worth more than what is inside one.
  private static final int SPACE = 0;
  private static final int OTHER = 1;
  private static final int SLASH = 2;
  private static final int LOWER = 3;
  private static final int UPPER = 4;
  private static final int LETTER = 5;
  private static final int DIGIT = 6;

  /** What a character is worth that begins a word. */
  static final int WORD = 8;

  /** The same behind a slash and at the beginning. */
  private static final int NAME = 9;

  /** A capital behind a small letter, the first digit of a number. */
  private static final int HUMP = 5;

  private char[] chars = new char[256];
  private int[] bonus = new int[256];
  private int length;

  /** Takes in {@code text} from {@code start} on. */
  void set(String text, int start, boolean keepAccents) {
    length = text.length() - start;
    if (length > chars.length) {
      chars = new char[length * 2];
      bonus = new int[length * 2];
    }
    int before = SLASH;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(start + i);
      int kind = kind(c);
      chars[i] = fold(c, keepAccents);
      bonus[i] = bonus(before, kind);
      before = kind;
    }
  }

  int length() {
    return length;
  }

  char at(int i) {
    return chars[i];
  }

  int bonus(int i) {
    return bonus[i];
  }

  /** The form of a character that is compared. */
  static char fold(char c, boolean keepAccents) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char small = Character.toLowerCase(c);
    if (keepAccents || !Character.isLetter(small)) {
      return small;
    }
    return Normalizer.normalize(String.valueOf(small), Normalizer.Form.NFD).charAt(0);
  }

  private static int kind(char c) {
    if (c == '/') {
      return SLASH;
    }
    if (Character.isWhitespace(c)) {
      return SPACE;
    }
    if (Character.isLowerCase(c)) {
      return LOWER;
    }
    if (Character.isUpperCase(c)) {
      return UPPER;
    }
    if (Character.isDigit(c)) {
      return DIGIT;
    }
    return Character.isLetter(c) ? LETTER : OTHER;
  }

  private static int bonus(int before, int kind) {
    if (kind > SLASH) {
      switch (before) {
        case SPACE, OTHER -> {
          return WORD;
        }
        case SLASH -> {
          return NAME;
        }
        default -> {}
      }
    }
    if ((before == LOWER && kind == UPPER) || (before != DIGIT && kind == DIGIT)) {
      return HUMP;
    }
    return kind == SPACE || kind == OTHER ? WORD : 0;
  }
}
