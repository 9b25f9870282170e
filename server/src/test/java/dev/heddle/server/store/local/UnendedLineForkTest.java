package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.StoredTurn;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks of a rollout whose last line lacks its line feed, after a crash or in the midst of one. */
class UnendedLineForkTest {
  private static final String SOURCE = Journal.threadId(1);
  private static final String CHILD = Journal.threadId(2);
  private static final String LONG = "q".repeat(300_000); // a legacy history to refer to
  private static final int TURNS = 5;

  @TempDir Path home;
  private LocalThreadStore store;

  @BeforeEach
  void open() {
    store = new LocalThreadStore(home, Durability.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aForkHasTheWholeRecord() throws IOException {
    cutLineFeed(source(HistoryMode.PAGINATED));
    fork();
    List<String> turns = turns(CHILD);
    assertThat(turns).hasSize(TURNS + 1).startsWith("t0").endsWith("t" + (TURNS - 1), "own");
    store.close();

    store = new LocalThreadStore(home, Durability.DEFAULT);
    assertThat(turns(CHILD)).as("the next process").isEqualTo(turns);
    try (LiveLog log = store.resume(SOURCE)) {
      log.append(Journal.turn(SOURCE, "later", "of the source"));
    }
    assertThat(turns(SOURCE)).hasSize(TURNS + 1);
    assertThat(turns(CHILD)).as("the source went on").isEqualTo(turns);
  }

  @Test
  void aLongLegacyHistoryIsReferredToWhenItsLastLineHasAnEnd() throws IOException {
    Path file = source(HistoryMode.LEGACY);
    ReferenceForks forks = store.referenceForks().orElseThrow();
    assertThat(forks.canRefer(SOURCE)).isTrue();
    cutLineFeed(file);
    assertThat(forks.canRefer(SOURCE)).as("it has to be copied").isFalse();
    try (LiveLog log = store.resume(SOURCE)) {
      log.append(Journal.turn(SOURCE, "later", "of the source"));
    }
    assertThat(forks.canRefer(SOURCE)).isTrue();
  }

  @Test
  void aReferenceIntoARecordIsStillRefused() throws IOException {
    Path file = source(HistoryMode.PAGINATED);
    fork();
    store.close();
    byte[] whole = Files.readAllBytes(file);
    whole[whole.length - 1] = ' ';
    whole[whole.length - 2] = ' '; // the end of the last record
    Files.write(file, whole);
    store = new LocalThreadStore(home, Durability.DEFAULT);
    assertThatThrownBy(() -> turns(CHILD))
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("reference ends inside a record");
  }

  private static void cutLineFeed(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
  }

  private Path source(HistoryMode mode) {
    try (LiveLog log = store.create(Journal.newThread(SOURCE, mode))) {
      for (int i = 0; i < TURNS; i++) {
        log.append(Journal.turn(SOURCE, "t" + i, LONG));
      }
      log.flush();
      return Path.of(Objects.requireNonNull(log.rolloutPath()));
    }
  }

  private void fork() {
    ReferenceForks forks = store.referenceForks().orElseThrow();
    assertThat(forks.canRefer(SOURCE)).isTrue();
    NewThread child =
        Journal.newThread(
            CHILD, HistoryMode.PAGINATED, SOURCE, "", null, Journal.START.plusSeconds(100));
    try (LiveLog log = forks.fork(child, SOURCE, new ForkPoint.Latest())) {
      log.append(Journal.turn(CHILD, "own", "of the child"));
    }
  }

  private List<String> turns(String threadId) {
    return store
        .historyPages()
        .orElseThrow()
        .turns(threadId, new Request(null, 1000, SortDirection.ASC))
        .turns()
        .stream()
        .map(StoredTurn::turnId)
        .toList();
  }
}
