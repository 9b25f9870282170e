package dev.heddle.server.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * What our own server makes of each session, played once per test run: the golden recordings and
 * the comparison with Codex look at the same playing.
 *
 * <p>Thread-safe.
 */
final class OurTranscripts {
  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));
  private static final List<String> ONLY =
      List.of(System.getProperty("heddle.differential.only", "").split(","));
  private static final int PARALLEL_SESSIONS = 3;
  private static final Map<String, FutureTask<Transcript>> PLAYED = new ConcurrentHashMap<>();

  private OurTranscripts() {}

  /** Every session there is, in the order of their names. */
  static List<SessionFile> sessions() {
    return SessionFile.readAll(ROOT.resolve("fixtures/sessions"));
  }

  /**
   * The sessions to play: all, or those whose names contain one of the texts in the system property
   * {@code heddle.differential.only}, which commas part.
   */
  static List<SessionFile> chosen() {
    return sessions().stream()
        .filter(session -> ONLY.stream().anyMatch(session.name()::contains))
        .toList();
  }

  /** Whether every session is played. */
  static boolean all() {
    return chosen().size() == sessions().size();
  }

  /** Begins to play some sessions, for {@link #of} to find them played. */
  static void playAhead(List<SessionFile> sessions) {
    ExecutorService workers = Executors.newFixedThreadPool(PARALLEL_SESSIONS);
    sessions.forEach(session -> workers.execute(playing(session)));
    workers.shutdown();
  }

  /** The transcript of a session, played now unless it was before. */
  static Transcript of(SessionFile session) throws InterruptedException {
    FutureTask<Transcript> playing = playing(session);
    playing.run();
    try {
      return playing.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(session.name() + " cannot be played", e.getCause());
    }
  }

  /** The transcript of another playing, for what depends on moments. */
  static Transcript again(SessionFile session) throws IOException, InterruptedException {
    return play(session);
  }

  private static FutureTask<Transcript> playing(SessionFile session) {
    return PLAYED.computeIfAbsent(session.name(), name -> new FutureTask<>(() -> play(session)));
  }

  private static Transcript play(SessionFile session) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("heddle-" + session.name());
    try {
      return SessionRunner.play(ServerCommand.ours(), session, folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted((a, b) -> b.compareTo(a))
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
