package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "app-server",
        "app-server --listen stdio://",
        "app-server --listen=stdio://",
        "app-server --stdio",
        "app-server --analytics-default-enabled",
        "app-server --strict-config"
      })
  void whatClientsPassIsAccepted(String arguments) {
    assertThat(options(arguments).configOverrides()).isEmpty();
  }

  @Test
  void overridesKeepTheirOrder() {
    assertThat(
            options("app-server -c a=1 --config b.c=x=y --enable f --disable=g -c a=2")
                .configOverrides())
        .containsExactly("a=1", "b.c=x=y", "features.f=true", "features.g=false", "a=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app-server --nope",
        "app-server extra",
        "app-server --listen ws://127.0.0.1:1",
        "app-server --listen",
        "app-server --home",
        "app-server -c novalue",
        "app-server -c =value",
        "app-server --stdio=yes"
      })
  void whatIsNotUnderstoodIsRefusedWithAReason(String arguments) {
    assertThat(parse(arguments, Map.of()))
        .isInstanceOfSatisfying(
            CommandLine.Wrong.class, wrong -> assertThat(wrong.reason()).isNotBlank());
  }

  @Test
  void helpIsAskedForInTheUsualWays() {
    assertThat(parse("app-server --help", Map.of())).isInstanceOf(CommandLine.Help.class);
    assertThat(parse("app-server -h", Map.of())).isInstanceOf(CommandLine.Help.class);
  }

  @Test
  void theHomeIsTheFirstThatIsGiven() {
    Map<String, String> both = Map.of("HEDDLE_HOME", "/heddle", "CODEX_HOME", "/codex");
    assertThat(home("app-server --home /asked", both)).isEqualTo(Path.of("/asked"));
    assertThat(home("app-server", both)).isEqualTo(Path.of("/heddle"));
    assertThat(home("app-server", Map.of("HEDDLE_HOME", "", "CODEX_HOME", "/codex")))
        .isEqualTo(Path.of("/codex"));
    assertThat(home("app-server", Map.of())).isEqualTo(Path.of("/home/user/.heddle"));
    assertThat(home("app-server --home rel/../x", Map.of())).isAbsolute();
  }

  private static Path home(String arguments, Map<String, String> environment) {
    return ((CommandLine.Serve) parse(arguments, environment)).options().home();
  }

  private static ServerOptions options(String arguments) {
    assertThat(parse(arguments, Map.of())).isInstanceOf(CommandLine.Serve.class);
    return ((CommandLine.Serve) parse(arguments, Map.of())).options();
  }

  private static CommandLine parse(String arguments, Map<String, String> environment) {
    List<String> words = List.of(arguments.split(" "));
    return CommandLine.parse(words.subList(1, words.size()), environment, "/home/user");
  }
}
