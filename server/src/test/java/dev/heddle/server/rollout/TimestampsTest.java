package dev.heddle.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  private static final long YEAR_10000 = 253_402_300_800L;

  @Test
  void instantsAreWrittenAndReadAsJavaDoes() {
    Random random = new Random(1);
    for (int digits : new int[] {3, 9}) {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .appendInstant(digits)
              .toFormatter()
              .withZone(ZoneOffset.UTC);
      for (int i = 0; i < 2_000; i++) {
        Instant at =
            Instant.ofEpochSecond(
                random.nextLong(-62_167_219_200L, YEAR_10000), random.nextInt(1_000_000_000));
        String text = digits == 3 ? Timestamps.millis(at) : Timestamps.nanos(at);

        assertThat(text).isEqualTo(formatter.format(at));
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
      }
    }
  }

  @Test
  void everyDayIsCountedAsJavaDoes() {
    LocalDate end = LocalDate.of(2_401, 1, 1);
    for (LocalDate day = LocalDate.of(0, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
      assertThat(Timestamps.second("at " + day + "T00-00-01", 3, '-'))
          .isEqualTo(day.toEpochDay() * 86_400 + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T04:51:22Z",
        "2026-11-21T04:51:22.1Z",
        "2026-11-21T04:51:22.000000001Z",
        "2024-02-29T23:59:59.999Z",
        "2026-11-21T04:51:22.125+02:00",
        "2026-11-21t04:51:22.125z",
        "2026-11-21T24:00:00Z",
        "+12026-11-21T04:51:22.125Z",
        "-0001-11-21T04:51:22Z"
      })
  void allThatJavaReadsIsRead(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "yesterday",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00.12x4Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00",
        "२०२६-01-01T00:00:00Z"
      })
  void whatNamesNoInstantIsRefused(String text) {
    assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeParseException.class);
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeParseException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+400000000-01-01T00:00:00Z",
        "-400000000-01-01T00:00:00Z",
        "+100000-01-01T00:00:00Z"
      })
  void whatMillisecondsCannotHoldIsRefused(String text) {
    assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeParseException.class);
  }

  @Test
  void aYearOfFiveDigitsCanBeReadAgain() {
    Instant at = Instant.ofEpochSecond(YEAR_10000, 125_000_000);
    assertThat(Timestamps.parse(Timestamps.millis(at))).isEqualTo(at);
  }
}
