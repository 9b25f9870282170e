package dev.heddle.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A record that changes without its files is noticed, and it is said what to run. */
class DriftTest {
  private static final SortedMap<String, String> SCHEMA =
      JsonSchemaFiles.of(true, new Descriptions(Map.of()));
  private static final SortedMap<String, String> TYPES =
      TypeScriptFiles.of(true, new Descriptions(Map.of()));

  @Test
  void filesOfTheRecordsAreNoDrift() {
    assertThat(Drift.message("fixtures", SCHEMA, SCHEMA)).isEmpty();
  }

  @Test
  void aRenamedComponentIsNoticed() {
    notices(SCHEMA, "v2/ThreadArchiveParams.json", "\"threadId\"", "\"conversationId\"");
    notices(TYPES, "v2/ThreadArchiveParams.ts", "threadId", "conversationId");
  }

  @Test
  void aNewEnumValueIsNoticed() {
    notices(SCHEMA, "v2/ThreadListParams.json", "\"section_position\"", "\"position\"");
    notices(TYPES, "v2/TurnStatus.ts", " | \"inProgress\"", "");
  }

  @Test
  void aMemberThatBecameNullableIsNoticed() {
    notices(TYPES, "v2/ThreadItemsListParams.ts", "turnId?: string | null", "turnId?: string");
    notices(SCHEMA, "v2/ThreadItemsListParams.json", "\"null\"", "\"nothing\"");
  }

  @Test
  void aTypeThatIsNewOrGoneIsNoticed() {
    SortedMap<String, String> fewer = new TreeMap<>(TYPES);
    fewer.remove("v2/Turn.ts");
    assertThat(Drift.message("fixtures", fewer, TYPES))
        .hasValueSatisfying(text -> assertThat(text).contains("v2/Turn.ts is missing"));
    assertThat(Drift.message("fixtures", TYPES, fewer))
        .hasValueSatisfying(text -> assertThat(text).contains("v2/Turn.ts has no type any more"));
  }

  /** The checked-in file says {@code old} where the records by now say {@code now}. */
  private static void notices(
      SortedMap<String, String> files, String path, String now, String old) {
    SortedMap<String, String> present = new TreeMap<>(files);
    assertThat(files.get(path)).contains(now);
    present.put(path, files.get(path).replace(now, old));
    assertThat(Drift.message("fixtures", present, files))
        .hasValueSatisfying(text ->
            assertThat(List.of(text.split("\n")))
                .anyMatch(line -> line.contains("run ./heddle schema"))
                .anyMatch(line -> line.contains(path)));
  }
}
