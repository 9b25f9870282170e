package dev.heddle.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.image.Image;
import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a newcomer runs it: the launcher, a fresh process, the built jars. */
@Timeout(180)
class DemoIT {
  @TempDir Path temporary;

  @Test
  void everythingThatTheDemoExpectsHappens() throws Exception {
    Outcome demo = demo("--plain", "--fast");

    assertThat(demo.exitCode()).as(demo.text()).isZero();
    assertThat(demo.text())
        .contains("→ initialize #1")
        .contains("← answer to thread/start #2")
        .contains("item/agentMessage/delta  You said:⏎⏎> Hello!")
        .contains("✓ the fork has inherited both turns")
        .contains("✓ both histories are complete, word for word, after the restart")
        .contains("Done: 2 processes, 2 threads")
        .doesNotContain("\u001b", "✗");
    // Joined deltas are marked where they met and broken at the edge of the page, also at a space.
    assertThat(demo.text().replace("|", "").replace("\n      ", ""))
        .contains("message 3 of this conversation");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(p -> p.getFileName().toString().startsWith("heddle-demo"))).isEmpty();
    }
  }

  @Test
  void rawLinesAreWhatIsOnTheWire() throws Exception {
    int before = WireWatch.kept();
    Outcome demo = demo("--raw", "--fast");

    assertThat(demo.exitCode()).as(demo.text()).isZero();
    assertThat(WireWatch.kept() - before).as("servers whose words are checked").isEqualTo(2);
    assertThat(demo.text())
        .contains("→ {\"method\":\"thread/start\",\"id\":2,\"params\":{}}")
        .contains("→ {\"method\":\"initialized\"}");
  }

  @Test
  void aServerThatIsNoneIsAFailureAndNotAHang() throws Exception {
    Outcome demo = demo("--fast", "--", "true");

    assertThat(demo.exitCode()).isEqualTo(5);
    assertThat(demo.text()).contains("✗ initialize has no answer");
  }

  private Outcome demo(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Image.underTest().watchedLauncher(temporary.resolve("layout")).toString());
    command.add("demo");
    command.addAll(List.of(options));
    Path output = temporary.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HEDDLE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(150, TimeUnit.SECONDS)).as("the demo ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private record Outcome(int exitCode, String text) {}
}
