package dev.heddle.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.SchemaChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Both directions of every recorded session fit the schema. */
class RecordedSessionsTest {
  @TestFactory
  Stream<DynamicTest> everyRecordedSessionFitsTheSchema() throws IOException {
    List<Path> files = RecordedSessions.files();
    assertThat(files).as("recorded sessions").isNotEmpty();
    return files.stream()
        .map(file ->
            dynamicTest(
                file.getFileName().toString(),
                () -> {
                  for (List<TraceEntry> process : RecordedSessions.read(file)) {
                    SchemaChecker.check(process);
                  }
                }));
  }

  @Test
  void aRecordingIsReadProcessByProcess(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("two.ndjson");
    Files.writeString(
        file,
        """
        {"session":"two"}
        {"started":"heddle app-server"}
        {"sent":{"id":1,"method":"model/list","params":{}}}
        {"received":{"id":1,"result":{}}}
        {"started":"heddle app-server"}
        {"section":"again"}
        {"received":{"method":"warning","params":{}}}
        """);
    List<List<TraceEntry>> processes = RecordedSessions.read(file);
    assertThat(processes).hasSize(2);
    assertThat(processes.get(0)).extracting(TraceEntry::fromServer).containsExactly(false, true);
    assertThat(processes.get(1)).extracting(TraceEntry::method).containsExactly("warning");
  }
}
