package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  @ValueSource(
      strings = {
        "",
        "serve",
        "demo --nope",
        "app-serve",
        "app-server generate-ts",
        "app-server generate-ts --out",
        "app-server generate-json-schema --out x --nope",
        "app-server generate-cobol --out x",
        "app-server generate-ts --out target/no --experimental=no",
        "fsck --home target/no --repair=no"
      })
  void whatIsNotUnderstoodIsAUsageErrorAndPrintsNothing(String line) throws Exception {
    assertThat(run(line)).isEqualTo(ExitCode.USAGE);
    assertThat(printed()).isEmpty();
  }

  @Test
  void aLongOptionMayHaveItsValueBehindAnEqualsSign() throws Exception {
    assertThat(run("conform --list --only=turns")).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("turns/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--version", "completion bash", "conform --list"})
  void outputThatNobodyTakesEndsACommandWithOneLine(String line) throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream stderr = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try {
      assertThat(Commands.run(List.of(line.split(" ")), closed)).isEqualTo(ExitCode.CANNOT_START);
    } finally {
      System.setErr(stderr);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualTo("heddle: standard output: Broken pipe\n");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app-server generate-ts|ClientRequest.ts|v2/Thread.ts|v2/ThreadSearchParams.ts",
        "app-server generate-json-schema|ClientRequest.json|v2/ThreadReadResponse.json"
            + "|v2/ThreadSearchParams.json"
      })
  void theProtocolIsWrittenDown(String sample, @TempDir Path folder) throws Exception {
    String[] parts = sample.split("\\|");
    Path stable = folder.resolve("stable");
    Path experimental = folder.resolve("experimental");
    assertThat(run(parts[0] + " --out " + stable)).isEqualTo(ExitCode.OK);
    assertThat(run(parts[0] + " -p prettier -o " + experimental + " --experimental"))
        .isEqualTo(ExitCode.OK);
    assertThat(printed()).isEmpty();
    assertThat(stable.resolve(parts[1])).isNotEmptyFile();
    assertThat(stable.resolve(parts[2])).content().contains("oldest first");
    assertThat(stable.resolve(parts[3])).doesNotExist();
    assertThat(experimental.resolve(parts[3])).isNotEmptyFile();
  }

  private ExitCode run(String line) throws Exception {
    return Commands.run(line.isEmpty() ? List.of() : List.of(line.split(" ")), stdout);
  }

  private String printed() {
    return stdout.toString(StandardCharsets.UTF_8);
  }
}
