package dev.heddle.server.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite against servers that are no good: it says so, where and why. */
class SuiteTest {
  @TempDir Path folder;

  @Test
  void aFaultyServerBreaksTheRulesThatItShould() throws Exception {
    List<SectionOutcome> outcomes =
        new Suite(faulty(), folder, null).run(Set.of("handshake", "ordering"), outcome -> {});

    assertThat(brokenOf(outcomes, "handshake"))
        .contains("request-before-initialize", "initialize-answer", "second-initialize")
        .doesNotContain("end-of-input", "answers-after-end-of-input", "initialized-not-needed");
    assertThat(brokenOf(outcomes, "ordering")).contains("answer-before-started", Section.ORDER);
  }

  @Test
  void linesThatAreNoMessagesBreakTheOrderAndNothingElse() throws Exception {
    List<String> command = new ArrayList<>(faulty());
    command.add("{\"level\":\"info\"}");
    command.add("{\"method\":[],\"emittedAtMs\":1}");
    List<SectionOutcome> outcomes =
        new Suite(command, folder, null).run(Set.of("ordering"), outcome -> {});

    assertThat(brokenOf(outcomes, "ordering")).contains(Section.ORDER);
  }

  @Test
  void theReportNamesTheRuleWhatHappenedAndTheTrace() throws Exception {
    Path xml = folder.resolve("reports/conform.xml");
    String command =
        faulty().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    boolean passed =
        Conform.run(
            ConformOptions.parse(
                List.of("--server", command, "--only", "handshake", "--junit", xml.toString())),
            List.of(),
            out);

    assertThat(passed).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("FAIL  handshake")
        .contains("broken   handshake/request-before-initialize")
        .contains("rule:   a request before initialize is refused with 'Not initialized'")
        .contains("-> {\"id\":1,\"method\":\"thread/list\",\"params\":{}}")
        .contains("<- {\"id\":1,\"result\":{\"data\":[]}}");
    assertThat(Files.readString(xml))
        .contains("<testsuite name=\"conform.handshake\"")
        .contains("classname=\"conform.handshake\" name=\"request-before-initialize\"")
        .contains("<failure type=\"RuleBroken\"");
  }

  @Test
  void aServerThatDoesNotStartBreaksEveryRuleAtOnce() throws Exception {
    List<SectionOutcome> outcomes =
        new Suite(List.of(folder.resolve("no-such-program").toString()), folder, null)
            .run(Set.of("decode"), outcome -> {});

    assertThat(brokenOf(outcomes, "decode")).hasSizeGreaterThan(50);
    assertThat(outcomes.getFirst().outcomes().getFirst().reason()).contains("no-such-program");
  }

  private static List<String> brokenOf(List<SectionOutcome> outcomes, String section) {
    return outcomes.stream()
        .filter(outcome -> outcome.section().name().equals(section))
        .flatMap(outcome -> outcome.outcomes().stream())
        .filter(outcome -> outcome.verdict() == Outcome.Verdict.BROKEN)
        .map(outcome -> outcome.rule().name())
        .toList();
  }

  private static List<String> faulty() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FaultyServerMain.class.getName());
  }
}
