package dev.heddle.server.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);

  @Test
  void theWaitDoublesUpToABoundWithATenthOfJitter() {
    assertThat(new Backoff(() -> 0.5).before(0, null)).isEqualTo(Duration.ofMillis(200));
    assertThat(new Backoff(() -> 0.5).before(3, null)).isEqualTo(Duration.ofMillis(1600));
    assertThat(new Backoff(() -> 0.5).before(99, null)).isEqualTo(Duration.ofMillis(12_800));
    assertThat(new Backoff(() -> 0).before(0, null)).isEqualTo(Duration.ofMillis(180));
    assertThat(new Backoff(() -> 1).before(0, null)).isEqualTo(Duration.ofMillis(220));
  }

  @Test
  void whatTheProviderAsksForIsNotChanged() {
    assertThat(new Backoff(() -> 1).before(5, Duration.ofMillis(1)))
        .isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(Backoff.retryAfter("3", NOW)).isEqualTo(Duration.ofSeconds(3));
    assertThat(Backoff.retryAfter(" 0.25 ", NOW)).isEqualTo(Duration.ofMillis(250));
    assertThat(Backoff.retryAfter("Fri, 02 Jan 2026 03:05:05 GMT", NOW))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(Backoff.retryAfter("Fri, 02 Jan 2026 03:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    assertThat(Backoff.retryAfter("-1", NOW)).isNull();
    assertThat(Backoff.retryAfter("soon", NOW)).isNull();
    assertThat(Backoff.retryAfter(null, NOW)).isNull();
  }

  @Test
  void messagesAskForWaitsInSeveralUnits() {
    assertThat(ProviderErrors.tryAgainIn("Try again in 1.2s.")).isEqualTo(Duration.ofMillis(1200));
    assertThat(ProviderErrors.tryAgainIn("try again in 28ms")).isEqualTo(Duration.ofMillis(28));
    assertThat(ProviderErrors.tryAgainIn("Try again in 35 seconds"))
        .isEqualTo(Duration.ofSeconds(35));
    assertThat(ProviderErrors.tryAgainIn("try again in 2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(ProviderErrors.tryAgainIn("try again in a while")).isNull();
  }
}
