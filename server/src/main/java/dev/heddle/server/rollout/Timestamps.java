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

  /** From the first of March of year 0. */
  private static final int DAYS_TO_EPOCH = 719_468;

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
    if (Math.abs(LocalDate.ofInstant(parsed, ZoneOffset.UTC).getYear()) > 99_999) {
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
        || (end > SECOND_CHARS && text.charAt(SECOND_CHARS) != '.')) {
      return null;
    }
    Long second = second(text, 0, ':');
    int nanos = end == SECOND_CHARS ? 0 : number(text, SECOND_CHARS + 1, end);
    if (second == null || nanos < 0) {
      return null;
    }
    for (int digits = end - SECOND_CHARS - 1; nanos != 0 && digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return Instant.ofEpochSecond(second, nanos);
  }

  /**
   * The second of the epoch that the 19 characters at {@code at} name as one of UTC, such as {@code
   * 2026-11-21T04:51:22}; null if they name none.
   *
   * @param colon what parts hours, minutes and seconds
   */
  public static @Nullable Long second(String text, int at, char colon) {
    if (text.length() < at + SECOND_CHARS
        || text.charAt(at + 4) != '-'
        || text.charAt(at + 7) != '-'
        || text.charAt(at + 10) != 'T'
        || text.charAt(at + 13) != colon
        || text.charAt(at + 16) != colon) {
      return null;
    }
    int year = number(text, at, at + 4);
    int month = number(text, at + 5, at + 7);
    int day = number(text, at + 8, at + 10);
    int hour = number(text, at + 11, at + 13);
    int minute = number(text, at + 14, at + 16);
    int second = number(text, at + 17, at + 19);
    if ((year | month | day | hour | minute | second) < 0
        || hour > 23
        || minute > 59
        || second > 59
        || !isDay(year, month, day)) {
      return null;
    }
    return epochDay(year, month, day) * SECONDS_PER_DAY + (hour * 60L + minute) * 60 + second;
  }

  private static boolean isDay(int year, int month, int day) {
    try {
      LocalDate.of(year, month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /**
   * As {@link LocalDate#toEpochDay}, which would ask {@link java.time.Year} for leap years, and
   * that has a formatter made ready when it is first used.
   */
  private static long epochDay(int year, int month, int day) {
    // Years that begin in March have their leap day at the end.
    long years = month > 2 ? year : year - 1;
    int months = month > 2 ? month - 3 : month + 9;
    long leapDays = Math.floorDiv(years, 4) - Math.floorDiv(years, 100) + Math.floorDiv(years, 400);
    return years * 365 + leapDays + (months * 153 + 2) / 5 + day - 1 - DAYS_TO_EPOCH;
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
