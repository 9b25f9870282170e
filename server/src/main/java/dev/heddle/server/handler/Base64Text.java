package dev.heddle.server.handler;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 as clients send it: the standard alphabet, padded, nothing around it. Says what is wrong
 * in Codex's words, which name the symbol and where it is.
 */
final class Base64Text {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private Base64Text() {}

  /**
   * The bytes that the text stands for.
   *
   * @throws IllegalArgumentException when it stands for none; the message is for the client
   */
  static byte[] decode(String text) {
    byte[] symbols = text.getBytes(StandardCharsets.UTF_8);
    String problem = problem(symbols);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
    return Base64.getDecoder().decode(symbols);
  }

  private static @Nullable String problem(byte[] symbols) {
    int length = symbols.length;
    boolean oneTooMany = length % 4 == 1;
    if (oneTooMany && symbols[length - 1] != '=' && value(symbols[length - 1]) < 0) {
      return symbol(symbols, length - 1); // a line feed behind it, mostly
    }
    int end = 0;
    while (end < length && value(symbols[end]) >= 0) {
      end++;
    }
    if (end == length) {
      return oneTooMany
          ? "Invalid input length: " + length
          : length % 4 > 1 ? "Invalid padding" : null;
    }
    int inLastGroup = end % 4;
    if (symbols[end] != '=' || inLastGroup < 2 || !paddedFrom(end, symbols)) {
      return symbol(symbols, end);
    }
    if (length % 4 != 0) {
      return "Invalid padding";
    }
    int unusedBits = inLastGroup == 2 ? 0b1111 : 0b11;
    return (value(symbols[end - 1]) & unusedBits) == 0
        ? null
        : "Invalid last symbol " + symbols[end - 1] + ", offset " + (end - 1) + ".";
  }

  /** Whether nothing but padding follows, and not more than a group takes. */
  private static boolean paddedFrom(int start, byte[] symbols) {
    for (int i = start; i < symbols.length; i++) {
      if (symbols[i] != '=') {
        return false;
      }
    }
    return symbols.length - start <= 4 - start % 4;
  }

  private static int value(byte symbol) {
    return ALPHABET.indexOf(symbol);
  }

  private static String symbol(byte[] symbols, int offset) {
    return "Invalid symbol " + (symbols[offset] & 0xFF) + ", offset " + offset + ".";
  }
}
