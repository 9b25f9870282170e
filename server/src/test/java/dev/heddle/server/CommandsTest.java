package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();

  @Test
  void theHelpListsEveryCommand() throws Exception {
    assertThat(run("help")).isEqualTo(ExitCode.OK);
    for (Command each : Commands.all()) {
      assertThat(printed()).contains("\n  " + each.name() + " ").contains(each.summary());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"help app-server", "demo --help", "demo -h"})
  void theHelpOfACommandExplainsItsOptions(String line) throws Exception {
    assertThat(run(line)).isEqualTo(ExitCode.OK);
    assertThat(printed()).startsWith("usage: heddle ").containsPattern("\n  --\\w+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "demo --nope", "app-serve"})
  void whatIsNotUnderstoodIsAUsageErrorAndPrintsNothing(String line) throws Exception {
    assertThat(run(line)).isEqualTo(ExitCode.USAGE);
    assertThat(printed()).isEmpty();
  }

  @Test
  void theOptionsOfACommandAreReadOffItsHelp() {
    Command appServer = Commands.all().get(0);
    assertThat(appServer.name()).isEqualTo("app-server");
    assertThat(appServer.longOptions())
        .containsExactly(
            "--home",
            "--config",
            "--enable",
            "--disable",
            "--listen",
            "--stdio",
            "--strict-config",
            "--analytics-default-enabled");
  }

  private ExitCode run(String line) throws Exception {
    return Commands.run(line.isEmpty() ? List.of() : List.of(line.split(" ")), stdout);
  }

  private String printed() {
    return stdout.toString(StandardCharsets.UTF_8);
  }
}
