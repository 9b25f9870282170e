package dev.heddle.server.store.postgres;

/** Texts that columns for ids take. */
final class Keys {
  private static final int MAX_CHARS = 200;

  private Keys() {}

  /** Whether it can be an id: what cannot is that of nothing. */
  static boolean isKey(String text) {
    return text.length() <= MAX_CHARS
        && text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c));
  }
}
