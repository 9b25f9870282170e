package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What our server says in each session is what {@code fixtures/wire} has recorded.
 *
 * <p>{@code ./heddle fixtures} records anew (it sets the system property {@code
 * heddle.updateFixtures}); the change of the files is what there is to review.
 */
@Tag("fixtures")
final class GoldenSessionsIT {
  private static final int SHOWN_LINES = 12;

  /** How much of a cut text is stored, and the like, is a matter of moments now and then. */
  private static final int MOST_PLAYINGS = 3;

  private static final String ENDING = ".ndjson";

  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));
  private static final Path RECORDINGS = ROOT.resolve("fixtures/wire");
  private static final boolean UPDATE = Boolean.getBoolean("heddle.updateFixtures");

  @BeforeAll
  static void playAllSessions() throws IOException {
    Files.createDirectories(RECORDINGS);
    OurTranscripts.playAhead(OurTranscripts.chosen());
  }

  @TestFactory
  Stream<DynamicTest> everySessionGoesAsItWasRecorded() {
    return OurTranscripts.chosen().stream()
        .map(session -> dynamicTest(session.name(), () -> compare(session)));
  }

  @TestFactory
  Stream<DynamicTest> everySessionKeepsTheOrder() {
    return OurTranscripts.chosen().stream()
        .map(session ->
            dynamicTest(
                session.name(),
                () ->
                    assertThat(OrderRules.broken(session.name(), OurTranscripts.of(session)))
                        .isEmpty()));
  }

  @Test
  void everyRecordingHasASession() throws IOException {
    List<String> names = OurTranscripts.sessions().stream().map(s -> s.name() + ENDING).toList();
    List<Path> orphans = new ArrayList<>();
    try (Stream<Path> files = Files.list(RECORDINGS)) {
      files.filter(file -> !names.contains(file.getFileName().toString())).forEach(orphans::add);
    }
    if (UPDATE) {
      for (Path orphan : orphans) {
        Files.delete(orphan);
      }
    } else {
      assertThat(orphans).as("recordings of sessions that are gone").isEmpty();
    }
  }

  private static void compare(SessionFile session) throws IOException, InterruptedException {
    Path file = RECORDINGS.resolve(session.name() + ENDING);
    String now = GoldenRecording.of(session, OurTranscripts.of(session));
    if (UPDATE) {
      Files.writeString(file, now);
      return;
    }
    String recorded = Files.exists(file) ? Files.readString(file) : "";
    for (int playing = 2; playing <= MOST_PLAYINGS && !now.equals(recorded); playing++) {
      now = GoldenRecording.of(session, OurTranscripts.again(session));
    }
    if (!now.equals(recorded)) {
      fail(
          "%s: the wire has changed. If that is meant, run ./heddle fixtures and commit what it"
              + " changes in fixtures/wire.%n%s",
          session.name(), firstDifference(recorded.lines().toList(), now.lines().toList()));
    }
  }

  private static String firstDifference(List<String> recorded, List<String> now) {
    List<String> shown = new ArrayList<>();
    for (Alignment<String> row : Alignment.of(recorded, now, line -> line)) {
      if (row.peer() == null || row.ours() == null) {
        shown.add(row.peer() == null ? "+ " + row.ours() : "- " + row.peer());
      }
    }
    int more = shown.size() - SHOWN_LINES;
    return String.join("\n", shown.subList(0, Math.min(SHOWN_LINES, shown.size())))
        + (more > 0 ? "\nand " + more + " more lines" : "");
  }
}
