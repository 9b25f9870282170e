package dev.heddle.server.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformOptionsTest {
  @Test
  void withoutArgumentsThisServerIsTriedInAllSections() {
    ConformOptions options = ConformOptions.parse(List.of());
    assertThat(options.server()).isEmpty();
    assertThat(options.only()).isEmpty();
    assertThat(options.junit()).isNull();
  }

  @Test
  void theCommandOfAServerIsSplitAtBlanksOutsideOfQuotationMarks() {
    ConformOptions options =
        ConformOptions.parse(
            List.of("--server", "  my-server  '--home={home}/a b' \"\" c\"d e\"  "));
    assertThat(options.server()).containsExactly("my-server", "--home={home}/a b", "", "cd e");
  }

  @Test
  void filesOfTheCallersFolderAreFoundFromAnother() {
    ConformOptions options =
        ConformOptions.parse(List.of("--server", "./pom.xml src/main pom.xml no/file {home}/x"));
    assertThat(options.server())
        .containsExactly(
            Path.of("pom.xml").toAbsolutePath().toString(),
            Path.of("src/main").toAbsolutePath().toString(),
            "pom.xml",
            "no/file",
            "{home}/x");
  }

  @Test
  void sectionsAndReportAreTaken() {
    ConformOptions options =
        ConformOptions.parse(
            List.of(
                "--only",
                "turns",
                "--only",
                "load",
                "--junit",
                "out/x.xml",
                "--traces",
                "out",
                "--verbose"));
    assertThat(options.only()).containsExactlyInAnyOrder("turns", "load");
    assertThat(options.junit()).isEqualTo(Path.of("out/x.xml"));
    assertThat(options.traces()).isEqualTo(Path.of("out"));
    assertThat(options.everyRule()).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThatThrownBy(() -> ConformOptions.parse(List.of("--only", "nope")))
        .hasMessageContaining("no section 'nope'")
        .hasMessageContaining("handshake");
    assertThatThrownBy(() -> ConformOptions.parse(List.of("--server")))
        .hasMessageContaining("--server needs a value");
    assertThatThrownBy(() -> ConformOptions.parse(List.of("--server", "a 'b")))
        .hasMessageContaining("not closed");
    assertThatThrownBy(() -> ConformOptions.parse(List.of("--fast")))
        .hasMessageContaining("no option '--fast'");
  }

  @Test
  void everySectionAndRuleHasANameOfItsOwn() {
    assertThat(Suite.sections()).extracting(Section::name).doesNotHaveDuplicates();
    for (Section section : Suite.sections()) {
      assertThat(section.rules()).as(section.name()).isNotEmpty();
      assertThat(section.rules())
          .allMatch(rule -> !rule.sentence().isBlank() && !rule.name().contains("/"));
    }
  }
}
