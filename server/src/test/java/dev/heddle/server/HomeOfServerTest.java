package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeOfServerTest {
  private static final String USER = "/home/u";

  @Test
  void theArgumentWinsThenOurVariableThenThePeersThenTheUsersDirectory() {
    Map<String, String> both = Map.of("HEDDLE_HOME", "/h", "CODEX_HOME", "/c");

    assertThat(ServerOptions.homeOf("/a/../b", both, USER)).isEqualTo(Path.of("/b"));
    assertThat(ServerOptions.homeOf(null, both, USER)).isEqualTo(Path.of("/h"));
    assertThat(ServerOptions.homeOf("", Map.of("HEDDLE_HOME", "", "CODEX_HOME", "/c"), USER))
        .isEqualTo(Path.of("/c"));
    assertThat(ServerOptions.homeOf(null, Map.of(), USER)).isEqualTo(Path.of("/home/u/.heddle"));
  }

  @Test
  void theUsersDirectoryIsTheOneThatShellsMean() {
    assertThat(ServerOptions.homeOf(null, Map.of("HOME", "/elsewhere"), USER))
        .isEqualTo(Path.of("/elsewhere/.heddle"));
    assertThat(ServerOptions.homeOf(null, Map.of("HOME", ""), USER))
        .isEqualTo(Path.of("/home/u/.heddle"));
  }

  @Test
  void aRelativeHomeBecomesAbsolute() {
    assertThat(ServerOptions.homeOf("x", Map.of(), USER)).isEqualTo(Path.of("x").toAbsolutePath());
  }
}
