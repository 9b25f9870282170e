package dev.heddle.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {
  @Test
  void optionsComeInAnyOrderAndTheServerLast() {
    assertThat(DemoOptions.parse(List.of()))
        .isEqualTo(new DemoOptions(false, false, false, List.of()));
    assertThat(DemoOptions.parse(List.of("--fast", "--plain", "--raw", "--", "s", "--raw")))
        .isEqualTo(new DemoOptions(true, true, true, List.of("s", "--raw")));
  }

  @Test
  void whatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> DemoOptions.parse(List.of("--slow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("demo has no option '--slow'");
    assertThatThrownBy(() -> DemoOptions.parse(List.of("--")))
        .hasMessage("-- needs the command of a server after it");
  }
}
