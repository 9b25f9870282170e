package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.HistoryPages.Items;
import dev.heddle.server.store.HistoryPages.Request;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said in a thread that was deleted is in no file any more. */
class DeletedTextTest {
  private static final String ID = Journal.threadId(1);
  private static final String OTHER_ID = Journal.threadId(2);
  private static final String SECRET = "the-secret-of-this-thread";

  @TempDir Path directory;
  private Path home;
  private Path scratch;
  private LocalThreadStore store;

  @BeforeEach
  void open() throws IOException {
    home = directory.resolve("home");
    scratch = Files.createDirectories(directory.resolve("scratch"));
    store = new LocalThreadStore(home, Durability.DEFAULT);
    store.history().scratchIn(scratch);
    say(OTHER_ID, "t0", "something else");
    for (int i = 0; i < 20; i++) {
      say(ID, "t" + i, (SECRET + " " + i + " ").repeat(100)); // longer than a page of SQLite
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void say(String id, String turn, String text) {
    boolean stored =
        store.list(Journal.all()).threads().stream().anyMatch(thread -> thread.id().equals(id));
    try (LiveLog log =
        stored ? store.resume(id) : store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(id, turn, text));
    }
    pages(id);
  }

  private void pages(String id) {
    Request request = new Request(null, 10, SortDirection.ASC);
    assertThat(store.history().turns(id, request, Items.ALL).turns()).isNotEmpty();
  }

  private List<String> filesWith(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(DeletedTextTest::tells)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static boolean tells(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noIndexHasIt() throws IOException {
    assertThat(store.search().orElseThrow().search(SECRET, Journal.all()).matches()).hasSize(1);
    store.delete(ID);
    assertThat(filesWith(home))
        .as("at once; the rows of lists are written behind")
        .isSubsetOf("index.sqlite", "index.sqlite-wal");
    pages(OTHER_ID);
    store.close();
    assertThat(filesWith(home)).isEmpty();
  }

  @Test
  void noCopyHasItAndNoIndexOfThisProcess() throws IOException {
    Path journal = Path.of(Objects.requireNonNull(store.read(ID, true).rolloutPath()));
    Files.write(
        journal.resolveSibling(journal.getFileName() + ".zst"),
        Zstd.compress(Files.readAllBytes(journal)));
    Files.delete(journal);
    pages(ID);
    assertThat(filesWith(scratch)).isNotEmpty();
    store.delete(ID);
    assertThat(filesWith(scratch)).isEmpty();
  }

  @Test
  void aLockedNamesFileIsNoReasonToFailBehindTheFiles() throws IOException {
    store.update(ID, ThreadPatch.rename("named"), false);
    try (Flock.Held lock = Flock.tryLock(CodexHome.of(home).sessionIndexLock(), false)) {
      assertThat(lock).isNotNull();
      store.delete(ID);
    }
    assertThatThrownBy(() -> store.read(ID, true)).isInstanceOf(ThreadStoreException.class);
    store.close();
    assertThat(filesWith(home)).isEmpty();
  }
}
