package dev.heddle.server.rollout;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Instants as rollouts, cursors and indexes write them: RFC 3339 in UTC, such as {@code
 * 2026-11-21T04:51:22.125Z}.
 *
 * <p>A page reads and a turn writes dozens of them. Java's own formatter makes a hundred classes
 * ready for the first, and is slow in a process that has not run for long; so it is left what is
 * unusual.
 */
public final class Timestamps {
  private static final int SECOND_CHARS = "2026-11-21T04:51:22".length();
  private static final int NANO_DIGITS = 9;
  private static final int NANOS_PER_MS = 1_000_000;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long FIRST_DAY = LocalDate.of(-99_999, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(99_999, 12, 31).toEpochDay();

  private Timestamps() {}

  /**
   * The instant that {@code text} names; offsets other than {@code Z} are understood, too.
   *
   * @throws DateTimeParseException if it names none, or one in a year of more than five digits:
   *     milliseconds have no room for all that Java reads
   */
  public static Instant parse(String text) {
    Instant usual = parseUsual(text);
    return usual == null ? parseUnusual(text) : usual;
  }

  private static Instant parseUnusual(String text) {
    Instant parsed = Instant.parse(text);
    long day = Math.floorDiv(parsed.getEpochSecond(), SECONDS_PER_DAY);
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw new DateTimeParseException("the year has more than five digits", text, 0);
    }
    return parsed;
  }

  private static @Nullable Instant parseUsual(String text) {
    int end = text.length() - 1;
    if (end < SECOND_CHARS
        || end == SECOND_CHARS + 1
        || end > SECOND_CHARS + 1 + NANO_DIGITS
        || text.charAt(end) != 'Z'
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || (end > SECOND_CHARS && text.charAt(SECOND_CHARS) != '.')) {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    int nanos = end == SECOND_CHARS ? 0 : number(text, SECOND_CHARS + 1, end);
    if ((year | month | day | hour | minute | second | nanos) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    for (int digits = end - SECOND_CHARS - 1; nanos != 0 && digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    try {
      long days = LocalDate.of(year, month, day).toEpochDay();
      return Instant.ofEpochSecond(
          days * SECONDS_PER_DAY + (hour * 60L + minute) * 60 + second, nanos);
    } catch (DateTimeException e) {
      return null; // no such day
    }
  }

  /** What the digits say; below 0 if there is anything else among them. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** With three digits behind the seconds; what is smaller is cut off. */
  public static String millis(Instant at) {
    return text(at, at.getNano() / NANOS_PER_MS, 3);
  }

  /** With nine digits behind the seconds. */
  public static String nanos(Instant at) {
    return text(at, at.getNano(), NANO_DIGITS);
  }

  private static String text(Instant at, int fraction, int digits) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
    StringBuilder text = new StringBuilder(SECOND_CHARS + 2 + digits);
    append(text, time.getYear(), 4).append('-');
    append(text, time.getMonthValue(), 2).append('-');
    append(text, time.getDayOfMonth(), 2).append('T');
    append(text, time.getHour(), 2).append(':');
    append(text, time.getMinute(), 2).append(':');
    append(text, time.getSecond(), 2).append('.');
    return append(text, fraction, digits).append('Z').toString();
  }

  private static StringBuilder append(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    return text.repeat('0', digits - plain.length()).append(plain);
  }
}
