package dev.heddle.server.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers in JSON that is no message of the protocol: configuration, journals, answers of
 * models. Messages are stricter.
 */
public final class WholeNumber {
  private WholeNumber() {}

  /**
   * The number that {@code value} is, also when it is written with a fraction of zero or an
   * exponent; null if it is no number, not whole, or beyond 64 bits.
   */
  public static @Nullable Long of(@Nullable JsonElement value) {
    if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
      return null;
    }
    try {
      return Long.valueOf(number.getAsString());
    } catch (NumberFormatException e) {
      return notInDigits(number);
    }
  }

  // Apart, because a process needs 10 ms to make BigDecimal ready, and few ever need it.
  private static @Nullable Long notInDigits(JsonPrimitive number) {
    try {
      return number.getAsBigDecimal().longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
