package dev.heddle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The checked-in schema and types are what the records say. With the system property {@code
 * heddle.updateFixtures=true}, which {@code ./heddle schema} sets, they are written instead; {@code
 * heddle.releaseFixtures=true}, set by {@code ./heddle schema --release}, makes this version the
 * one that later ones are held against.
 */
class FixturesTest {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));
  private static final boolean UPDATE = Boolean.getBoolean("heddle.updateFixtures");

  private static Descriptions javadoc;

  @BeforeAll
  static void readJavadoc() throws IOException {
    Path sources = ROOT.resolve("protocol/src/main/java/dev/heddle/protocol");
    javadoc = JavadocReader.read(sources.resolve("v2"), sources.resolve("rpc"));
  }

  @Test
  void theDescriptionsAreTheJavadoc() throws IOException {
    Path folder = ROOT.resolve("schema/src/main/resources/dev/heddle/schema");
    check(folder, new TreeMap<>(Map.of(Descriptions.RESOURCE, javadoc.toJson())));
  }

  @Test
  void whatAnnotationsSayIsWrittenDown() throws IOException {
    Path file =
        ROOT.resolve("protocol/src/main/java/dev/heddle/protocol/v2")
            .resolve(WrittenMarksFile.NAME);
    String expected = WrittenMarksFile.text();
    if (UPDATE) {
      Files.writeString(file, expected);
    }
    assertThat(
            WrittenMarksFile.unformatted(Files.readString(file))
                .equals(WrittenMarksFile.unformatted(expected)))
        .as(file.getFileName() + " says what the records say; if not, run ./heddle schema")
        .isTrue(); // not a comparison of texts: the message would be all of both
  }

  @Test
  void theStableSchemaIsUpToDate() throws IOException {
    check(ROOT.resolve("fixtures/schema/stable"), JsonSchemaFiles.of(false, javadoc));
  }

  @Test
  void theExperimentalSchemaIsUpToDate() throws IOException {
    check(ROOT.resolve("fixtures/schema/experimental"), JsonSchemaFiles.of(true, javadoc));
  }

  @Test
  void theStableTypesAreUpToDate() throws IOException {
    check(ROOT.resolve("fixtures/typescript/stable"), TypeScriptFiles.of(false, javadoc));
  }

  @Test
  void theExperimentalTypesAreUpToDate() throws IOException {
    check(ROOT.resolve("fixtures/typescript/experimental"), TypeScriptFiles.of(true, javadoc));
  }

  @Test
  void theSameInputGivesTheSameFiles() {
    assertThat(JsonSchemaFiles.of(true, javadoc)).isEqualTo(JsonSchemaFiles.of(true, javadoc));
    assertThat(TypeScriptFiles.of(true, javadoc)).isEqualTo(TypeScriptFiles.of(true, javadoc));
  }

  @Test
  void breakingChangesSinceTheLastReleaseAreInTheChangelog() throws IOException {
    Path folder = ROOT.resolve("fixtures/schema/released");
    if (Boolean.getBoolean("heddle.releaseFixtures")) {
      FileTree.replace(folder, Release.files());
    }
    List<ContractChange> changes = Release.changesSince(FileTree.read(folder));
    System.out.println(
        "The protocol since the last release: "
            + (changes.isEmpty() ? "no change" : changes.size() + " changes"));
    changes.forEach(change -> System.out.println("  " + change));
    List<ContractChange> untold =
        Release.untold(changes, Files.readString(ROOT.resolve("CHANGELOG.md")));
    assertThat(untold)
        .as(
            "breaking changes that CHANGELOG.md does not tell of: name the type or method of each,"
                + " in backquotes, in a line below '### Breaking' in the section Unreleased")
        .isEmpty();
  }

  private static void check(Path folder, SortedMap<String, String> expected) throws IOException {
    if (UPDATE) {
      FileTree.replace(folder, expected);
      return;
    }
    Drift.message(ROOT.relativize(folder).toString(), FileTree.read(folder), expected)
        .ifPresent(Assertions::fail);
  }
}
