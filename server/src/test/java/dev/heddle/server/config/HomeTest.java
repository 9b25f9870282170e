package dev.heddle.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {
  private static final Path USER = Path.of("/home/u");

  @Test
  void theArgumentWinsThenOurVariableThenThePeersThenTheUsersDirectory() {
    Map<String, String> both = Map.of("HEDDLE_HOME", "/h", "CODEX_HOME", "/c");

    assertThat(Home.resolve("/a/../b", both, USER)).isEqualTo(Path.of("/b"));
    assertThat(Home.resolve(null, both, USER)).isEqualTo(Path.of("/h"));
    assertThat(Home.resolve("", Map.of("HEDDLE_HOME", "", "CODEX_HOME", "/c"), USER))
        .isEqualTo(Path.of("/c"));
    assertThat(Home.resolve(null, Map.of(), USER)).isEqualTo(Path.of("/home/u/.heddle"));
  }

  @Test
  void aRelativeHomeBecomesAbsolute() {
    assertThat(Home.resolve("x", Map.of(), USER)).isEqualTo(Path.of("x").toAbsolutePath());
  }
}
