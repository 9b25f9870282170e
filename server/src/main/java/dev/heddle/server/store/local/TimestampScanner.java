package dev.heddle.server.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.server.rollout.Timestamps;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * The timestamps of a file's lines: RFC 3339 in UTC. Records come in bursts, so the second is often
 * the last one's, and is then not parsed again.
 *
 * <p><b>Thread-safety:</b> for one thread.
 */
final class TimestampScanner {
  /** {@code 2026-11-21T04:51:22}, and with {@code .125Z"} behind it. */
  private static final int SECOND_BYTES = 19;

  private static final int REST_BYTES = 25;

  private final LineWindow window;
  private final JsonScanner json;
  private final byte[] lastSecondText = new byte[SECOND_BYTES];
  private long lastSecond = Long.MIN_VALUE;

  TimestampScanner(LineWindow window, JsonScanner json) {
    this.window = window;
    this.json = json;
  }

  /** The timestamp whose opening quote was read. */
  Instant read() throws IOException, JsonScanner.OddLine, JsonScanner.TornLine {
    if (ofLastSecond()) {
      int ms = (digit(20) * 10 + digit(21)) * 10 + digit(22);
      window.step(REST_BYTES);
      return Instant.ofEpochSecond(lastSecond, ms * 1_000_000L);
    }
    String text = json.string();
    try {
      Instant parsed = Timestamps.parse(text);
      remember(text, parsed);
      return parsed;
    } catch (DateTimeException e) {
      throw JsonScanner.ODD;
    }
  }

  private boolean ofLastSecond() {
    if (lastSecond == Long.MIN_VALUE || window.ready() < REST_BYTES) {
      return false;
    }
    for (int i = 0; i < SECOND_BYTES; i++) {
      if (window.ahead(i) != lastSecondText[i]) {
        return false;
      }
    }
    return window.ahead(19) == '.'
        && window.ahead(23) == 'Z'
        && window.ahead(24) == '"'
        && isDigit(20)
        && isDigit(21)
        && isDigit(22);
  }

  private void remember(String text, Instant parsed) {
    boolean usual =
        text.length() == 24
            && text.charAt(23) == 'Z'
            && text.charAt(19) == '.'
            && text.chars().allMatch(c -> c < 128);
    if (usual) {
      System.arraycopy(text.getBytes(UTF_8), 0, lastSecondText, 0, SECOND_BYTES);
      lastSecond = parsed.getEpochSecond();
    }
  }

  private boolean isDigit(int index) {
    return window.ahead(index) >= '0' && window.ahead(index) <= '9';
  }

  private int digit(int index) {
    return window.ahead(index) - '0';
  }
}
