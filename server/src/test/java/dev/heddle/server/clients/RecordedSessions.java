package dev.heddle.server.clients;

import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.WireWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The recorded sessions of {@code fixtures/wire}, as lists of messages. */
final class RecordedSessions {
  private static final Path FOLDER = Path.of(System.getProperty("heddle.root"), "fixtures", "wire");

  private RecordedSessions() {}

  /** The files, by name. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList();
    }
  }

  /** The messages of a session, one list for each server process. */
  static List<List<TraceEntry>> read(Path file) throws IOException {
    return WireWatch.read(file);
  }
}
