package dev.heddle.server.model.responses;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects that hold only strings without escapes, small whole numbers and empty arrays,
 * as the events of deltas do, of which an answer has thousands: for these a JSON reader took a
 * quarter of the processor time of a fast answer. Everything else is left to one.
 */
final class FlatJson {
  /** More digits might not be an int. */
  private static final int MAX_DIGITS = 9;

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /** Hears of the members, in their order. */
  interface Members {
    /** A member with a string. */
    void string(String name, String value);

    /** A member with a whole number. */
    void number(String name, String digits);
  }

  /**
   * Hands on the members of {@code text}.
   *
   * @return false when it is something else, or no JSON; some members may have been handed on
   */
  static boolean read(String text, Members members) {
    return text.indexOf('\\') < 0 && new FlatJson(text).object(members);
  }

  private boolean object(Members members) {
    if (!next('{')) {
      return false;
    }
    do {
      String name = next('"') ? restOfString() : null;
      if (name == null || !next(':') || !value(name, members)) {
        return false;
      }
    } while (next(','));
    return next('}') && end();
  }

  private boolean value(String name, Members members) {
    if (next('"')) {
      String value = restOfString();
      if (value != null) {
        members.string(name, value);
      }
      return value != null;
    }
    if (next('[')) {
      return next(']');
    }
    String digits = digits();
    if (digits != null) {
      members.number(name, digits);
    }
    return digits != null;
  }

  /** The string whose first quotation mark was read; null when it has no other. */
  private @Nullable String restOfString() {
    int start = at;
    int end = text.indexOf('"', start);
    if (end < 0) {
      return null;
    }
    at = end + 1;
    return text.substring(start, end);
  }

  private @Nullable String digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    int count = at - start;
    boolean whole = count == 1 || (count > 1 && count <= MAX_DIGITS && text.charAt(start) != '0');
    return whole ? text.substring(start, at) : null;
  }

  private boolean next(char wanted) {
    skipSpace();
    if (at == text.length() || text.charAt(at) != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private boolean end() {
    skipSpace();
    return at == text.length();
  }

  private void skipSpace() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
