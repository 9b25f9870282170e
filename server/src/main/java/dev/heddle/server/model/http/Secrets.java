package dev.heddle.server.model.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The values that must not appear in a message: a provider may repeat the key it refuses.
 * Immutable.
 */
final class Secrets {
  /** Shorter values would blank out ordinary words. */
  private static final int MIN_CHARS = 6;

  private final List<String> values;

  Secrets(List<String> values) {
    List<String> kept = new ArrayList<>();
    for (String value : values) {
      if (value.length() >= MIN_CHARS) {
        kept.add(value);
      }
    }
    // The longest first, so that what contains another goes as a whole.
    kept.sort(Comparator.comparingInt(String::length).reversed());
    this.values = List.copyOf(kept);
  }

  String hideIn(String text) {
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, "[hidden]");
    }
    return hidden;
  }
}
