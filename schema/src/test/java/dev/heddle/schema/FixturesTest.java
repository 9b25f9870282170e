package dev.heddle.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The checked-in schema and types are what the records say. With the system property {@code
 * heddle.updateFixtures=true}, which {@code ./heddle schema} sets, they are written instead.
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

  private static void check(Path folder, SortedMap<String, String> expected) throws IOException {
    SortedMap<String, String> present = FileTree.read(folder);
    if (UPDATE) {
      FileTree.replace(folder, expected);
      return;
    }
    List<String> differences = FileTree.differences(present, expected);
    if (!differences.isEmpty()) {
      fail(
          ROOT.relativize(folder)
              + " does not say what the records say. If the change is meant, run ./heddle schema\n"
              + "and check the result in. What differs:\n  "
              + String.join("\n  ", differences));
    }
  }
}
