package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row of the index never claims more of a journal than it was made of. */
class IndexMarkTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path home;

  /** The bytes of a batch are in the file, but nobody folded them, when the process dies. */
  @Test
  @Tag("SA-28")
  @Tag("SA-30")
  void aRowMadeWhileABatchIsOnItsWayIsNotTakenForAllOfTheFile() {
    FaultyFiles files = new FaultyFiles();
    LocalThreadStore dying = open(files);
    LiveLog log = dying.create(Journal.newThread(ID, HistoryMode.PAGINATED));
    log.append(Journal.turn(ID, "t1", "first"));
    log.flush();
    files.failAfter(Integer.MAX_VALUE);
    files.failTruncate(true);
    RolloutRecord usage =
        Journal.event(
            Journal.START.plusSeconds(90),
            "{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{\"total_tokens\":7}}}");
    log.append(List.of(usage));
    assertThatThrownBy(log::flush).isInstanceOf(ThreadStoreException.class);
    assertThat(dying.list(Journal.all()).threads()).hasSize(1);
    assertThatThrownBy(dying::close).isInstanceOf(ThreadStoreException.class);

    try (LocalThreadStore next = open(new FaultyFiles())) {
      ThreadFold fold = new ThreadFold(ID);
      Journal.replay(next, ID).forEach(fold::accept);
      StoredThread read = next.read(ID, false);
      assertThat(read).isEqualTo(fold.toStoredThread(read.rolloutPath(), false));
      assertThat(read.tokenUsage()).as("the usage is in the file").isNotNull();
      assertThat(next.list(Journal.all()).threads()).containsExactly(read);
    }
  }

  @Test
  @Tag("SA-31")
  void aChangeFarBeforeTheEndIsNoticedAlthoughSizeAndTimeAreTheSame() throws IOException {
    Path file;
    try (LocalThreadStore store = open(new FaultyFiles());
        LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "first"));
      for (int i = 0; i < 15; i++) {
        log.append(Journal.turn(ID, "t" + (i + 2), "x".repeat(400)));
      }
      file = Path.of(log.rolloutPath());
    }
    FileTime time = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    assertThat(text.length() - text.lastIndexOf("first")).isGreaterThan(8_192);
    Files.writeString(file, text.replace("first", "other")); // in its place
    Files.setLastModifiedTime(file, time);
    try (LocalThreadStore store = open(new FaultyFiles())) {
      assertThat(store.list(Journal.all()).threads().getFirst().preview()).isEqualTo("other");
    }
  }

  @Test
  @Tag("SA-31")
  void aRewriteWithAsManyRecordsAndBytesIsNoticed() throws IOException {
    try (LocalThreadStore store = open(new FaultyFiles())) {
      Path file;
      try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
        log.append(Journal.turn(ID, "t1", "first"));
        file = Path.of(log.rolloutPath());
      }
      assertThat(store.list(Journal.all()).threads().getFirst().preview()).isEqualTo("first");
      Path rewritten = file.resolveSibling("rewritten");
      Files.writeString(rewritten, Files.readString(file).replace("first", "other"));
      assertThat(Files.size(rewritten)).isEqualTo(Files.size(file));
      Files.move(rewritten, file, StandardCopyOption.ATOMIC_MOVE);
      assertThat(store.list(Journal.all()).threads().getFirst().preview()).isEqualTo("other");
      assertThat(store.read(ID, false).preview()).isEqualTo("other");
    }
  }

  @Test
  @Tag("SA-65")
  void anyPageOfTheIndexMayBeLost() throws IOException {
    StoredThread expected;
    try (LocalThreadStore store = open(new FaultyFiles())) {
      try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
        log.append(Journal.turn(ID, "t1", "a first message that fills pages. ".repeat(400)));
      }
      expected = store.read(ID, false);
      assertThat(store.list(Journal.all()).threads()).containsExactly(expected);
    }
    Path index = home.resolve("heddle/index.sqlite");
    byte[] whole = Files.readAllBytes(index);
    for (int page = 0; page < whole.length; page += 4096) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, page, page + 4096, (byte) 0);
      try (Stream<Path> files = Files.list(index.getParent())) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.write(index, damaged);
      try (LocalThreadStore store = open(new FaultyFiles())) {
        String what = "page " + page / 4096;
        assertThat(store.read(ID, false)).as("read without %s", what).isEqualTo(expected);
        assertThat(store.list(Journal.all()).threads())
            .as("list without %s", what)
            .containsExactly(expected);
        assertThat(Journal.questions(store, ID)).as("history without %s", what).hasSize(1);
      }
    }
  }

  private LocalThreadStore open(FaultyFiles files) {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        files,
        Clock.systemUTC());
  }
}
