package dev.heddle.server.model.http;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** How long to wait before sending a request again. */
final class Backoff {
  /** A provider that asks for more is not worth holding the turn for; the caller decides. */
  static final Duration MAX_WAIT = Duration.ofMinutes(1);

  private static final long FIRST_MS = 200;
  private static final int MAX_DOUBLINGS = 6;

  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * The wait before another attempt: what the provider asks for, else doubling from 200 ms with up
   * to a tenth more or less, so that many clients do not come back at once.
   *
   * @param attempt 0 after the first
   */
  Duration before(int attempt, @Nullable Duration asked) {
    if (asked != null) {
      return asked;
    }
    double jitter = 0.9 + 0.2 * random.getAsDouble();
    return Duration.ofMillis(Math.round((FIRST_MS << Math.min(attempt, MAX_DOUBLINGS)) * jitter));
  }

  /** A {@code Retry-After} header: seconds or a date; null when it is neither. */
  static @Nullable Duration retryAfter(@Nullable String header, ZonedDateTime now) {
    if (header == null) {
      return null;
    }
    String value = header.strip();
    try {
      double seconds = Double.parseDouble(value);
      return seconds >= 0 ? Duration.ofMillis(Math.round(Math.min(seconds, 1e6) * 1000)) : null;
    } catch (NumberFormatException e) {
      // A date, then.
    }
    try {
      Duration until =
          Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
