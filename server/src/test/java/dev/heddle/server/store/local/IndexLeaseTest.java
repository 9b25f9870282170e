package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reads all files of a home: one process at a time, which holds up nobody. */
@Timeout(60)
class IndexLeaseTest {
  @TempDir Path directory;
  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-21T12:00:00Z"));

  private IndexFile index(Path file) {
    return new IndexFile(file, IndexRows.MIGRATIONS);
  }

  @Test
  void aLeaseIsOneProcessesUntilItIsGivenBackOrItsHolderIsSilent() throws IndexException {
    Path file = directory.resolve("index.sqlite");
    try (IndexFile ours = index(file);
        IndexFile theirs = index(file)) {
      ours.write(c -> {});
      IndexLease first = new IndexLease(ours, clock);
      IndexLease second = new IndexLease(theirs, clock);
      assertThat(first.take()).isTrue();
      assertThat(second.take()).isFalse();
      clock.advance(IndexLease.LIFE.minusMillis(1));
      assertThat(first.take()).as("a sign of life").isTrue();
      clock.advance(IndexLease.LIFE.minusMillis(1));
      assertThat(second.take()).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(second.take()).as("no sign of life").isTrue();
      first.release();
      assertThat(first.take()).as("not ours to give back").isFalse();
      second.release();
      assertThat(first.take()).isTrue();
      clock.advance(Duration.ofDays(-1));
      assertThat(second.take()).as("a deadline out of a clock that was ahead").isTrue();
    }
  }

  @Test
  @Tag("D3")
  void aHomeThatAnotherProcessReadsIsAnsweredForAllTheSame() throws IndexException {
    Path home = directory.resolve("home");
    CodexHome files = new CodexHome(home, java.time.ZoneOffset.UTC);
    try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
      for (int i = 1; i <= 3; i++) {
        LiveLog log = store.create(Journal.newThread(Journal.threadId(i), HistoryMode.PAGINATED));
        log.append(Journal.turn(Journal.threadId(i), "t", "hello"));
        log.close();
      }
    }
    try (IndexFile theirs = index(files.stateIndex())) {
      theirs.write(c -> {
        try (var s = c.createStatement()) {
          s.execute("delete from threads");
        }
      });
      IndexLease lease = new IndexLease(theirs, Clock.systemUTC());
      assertThat(lease.take()).isTrue();
      try (LocalThreadStore store = new LocalThreadStore(home, Durability.DEFAULT)) {
        assertThat(store.list(Journal.all()).threads()).as("while another reads").hasSize(3);
        store.settleIndex();
        assertThat(store.read(Journal.threadId(2), false).preview()).isEqualTo("hello");
        assertThat(store.health().dimensions().get("catalogue")).contains("complete, 3 threads");
      }
      assertThat(lease.take()).as("it was not given back by somebody else").isTrue();
    }
  }
}
