package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays every written session to Codex and to Heddle; a difference that {@code
 * fixtures/known-differences.md} does not list fails, and so does a listed one that is gone.
 *
 * <p>The transcripts and a report stay in {@code target/differential}. Two system properties help
 * while working on it: {@code heddle.differential.only} plays the sessions whose names contain one
 * of some texts (see {@code OurTranscripts}), and {@code heddle.differential.self=true} compares
 * Codex with itself, which must show nothing at all.
 */
final class DifferentialIT {
  private static final int PARALLEL_SESSIONS = 2;

  /**
   * Now and then the peer sends something twice, not at all, or in another order, and does what is
   * listed another time only.
   */
  private static final int MOST_PLAYINGS_OF_THE_PEER = 3;

  private static final Path ROOT = Path.of(System.getProperty("heddle.root"));
  private static final Path REPORTS = ROOT.resolve("server/target/differential");

  @TempDir static Path folder;

  private static final Map<SessionFile, Future<List<Difference>>> RESULTS = new LinkedHashMap<>();
  private static ExecutorService workers;
  private static ServerCommand peer;
  private static ServerCommand ours;
  private static KnownDifferences known;

  @BeforeAll
  static void playAllSessions() throws Exception {
    peer = Peer.findOrSkip();
    ours = ServerCommand.comparedWith(peer);
    known =
        ours.equals(peer)
            ? new KnownDifferences(List.of())
            : KnownDifferences.read(ROOT.resolve("fixtures/known-differences.md"))
                .except(SchemaComparisonIT.SESSION)
                .except(TypeScriptComparisonIT.SESSION)
                .except(ConformIT.PLACE);
    Files.createDirectories(REPORTS);
    workers = Executors.newFixedThreadPool(PARALLEL_SESSIONS);
    for (SessionFile session : OurTranscripts.chosen()) {
      RESULTS.put(session, workers.submit(() -> differencesIn(session)));
    }
  }

  @AfterAll
  static void stopWorkers() {
    if (workers != null) {
      workers.shutdownNow();
    }
  }

  private static List<Difference> differencesIn(SessionFile session)
      throws IOException, InterruptedException {
    Path sessionFolder = folder.resolve(session.name());
    Transcript fromOurs =
        ours.equals(peer)
            ? SessionRunner.play(ours, session, sessionFolder.resolve("ours-1"))
            : OurTranscripts.of(session);
    Files.writeString(REPORTS.resolve(session.name() + ".ours.txt"), fromOurs.toText());
    List<Difference> differences = List.of();
    for (int playing = 1; playing <= MOST_PLAYINGS_OF_THE_PEER; playing++) {
      Path peerFolder = sessionFolder.resolve("peer-" + playing);
      Transcript fromPeer = SessionRunner.play(peer, session, peerFolder);
      List<Difference> found = Comparison.compare(session.name(), fromPeer, fromOurs);
      if (playing == 1) {
        Files.writeString(REPORTS.resolve(session.name() + ".peer.txt"), fromPeer.toText());
        differences = found;
      } else {
        Set<Difference> again = Set.copyOf(found);
        differences =
            differences.stream().filter(d -> known.covers(d) || again.contains(d)).toList();
      }
      if (differences.stream().allMatch(known::covers)) {
        break;
      }
    }
    Stream<Difference> broken =
        ours.equals(peer) ? Stream.of() : OrderRules.broken(session.name(), fromOurs);
    return Stream.concat(differences.stream(), broken).toList();
  }

  @TestFactory
  Stream<DynamicTest> everySessionGoesAsWithCodex() {
    return RESULTS.entrySet().stream()
        .map(entry ->
            dynamicTest(
                entry.getKey().name(),
                () -> failOnUnlisted(entry.getKey().name(), entry.getValue().get())));
  }

  private static void failOnUnlisted(String session, List<Difference> differences) {
    List<Difference> unlisted = differences.stream().filter(d -> !known.covers(d)).toList();
    if (!unlisted.isEmpty()) {
      fail(
          "%s: %d differences that no table lists:%n%s",
          session, unlisted.size(), report(unlisted));
    }
  }

  /** The rows that no difference belongs to, however often their sessions are played. */
  private static List<KnownDifferences.Row> vanished(List<Difference> all)
      throws IOException, InterruptedException {
    List<KnownDifferences.Row> vanished = known.vanished(all);
    for (int playing = 2; playing <= MOST_PLAYINGS_OF_THE_PEER; playing++) {
      List<Difference> again = new ArrayList<>();
      for (SessionFile session : RESULTS.keySet()) {
        if (vanished.stream().anyMatch(row -> row.isAbout(session.name()))) {
          Path peerFolder = Files.createTempDirectory(folder, session.name());
          Transcript fromPeer = SessionRunner.play(peer, session, peerFolder);
          again.addAll(Comparison.compare(session.name(), fromPeer, OurTranscripts.again(session)));
        }
      }
      vanished = vanished.stream().filter(row -> again.stream().noneMatch(row::covers)).toList();
    }
    return vanished;
  }

  @TestFactory
  Stream<DynamicTest> everyListedDifferenceStillExists() throws Exception {
    List<Difference> all = allDifferences();
    List<Difference> unlisted = all.stream().filter(d -> !known.covers(d)).toList();
    Files.writeString(REPORTS.resolve("unlisted.txt"), report(unlisted));
    Files.writeString(REPORTS.resolve("all.txt"), report(all));
    return Stream.of(
        dynamicTest(
            "known-differences.md",
            () -> {
              List<KnownDifferences.Row> vanished =
                  OurTranscripts.all() ? vanished(all) : List.of();
              if (!vanished.isEmpty()) {
                fail(
                    "listed, but no session shows them any more:%n%s",
                    vanished.stream()
                        .map(row -> row.key() + "  in  " + row.where())
                        .collect(Collectors.joining("\n")));
              }
            }));
  }

  private static List<Difference> allDifferences() throws InterruptedException {
    List<Difference> all = new ArrayList<>();
    for (Future<List<Difference>> result : RESULTS.values()) {
      try {
        all.addAll(result.get());
      } catch (ExecutionException e) {
        // Reported by the session's own test.
      }
    }
    return all;
  }

  /** Groups by key: what differs, where, and the first example. */
  private static String report(List<Difference> differences) {
    Map<String, List<Difference>> byKey =
        differences.stream()
            .collect(
                Collectors.groupingBy(Difference::key, LinkedHashMap::new, Collectors.toList()));
    return byKey.entrySet().stream()
        .map(group -> {
          Difference first = group.getValue().getFirst();
          String places =
              group.getValue().stream()
                  .map(Difference::where)
                  .distinct()
                  .collect(Collectors.joining("; "));
          return String.join(
              "\n",
              "`" + group.getKey() + "`",
              "    " + group.getValue().size() + " times, in " + places,
              "    peer: " + first.peer(),
              "    ours: " + first.ours());
        })
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
