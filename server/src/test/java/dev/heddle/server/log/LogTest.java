package dev.heddle.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTest {
  @Test
  void aLevelIsNamedInAnyCase() {
    assertThat(Log.levelOf("debug")).isEqualTo(Log.Level.DEBUG);
    assertThat(Log.levelOf(" Error ")).isEqualTo(Log.Level.ERROR);
    assertThat(Log.levelOf("off")).isEqualTo(Log.Level.OFF);
  }

  @Test
  void withoutOneThatIsKnownWarningsAreWritten() {
    assertThat(Log.levelOf(null)).isEqualTo(Log.Level.WARN);
    assertThat(Log.levelOf("loud")).isEqualTo(Log.Level.WARN);
  }
}
