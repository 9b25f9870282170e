package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Collections2;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that bring one index of texts up to date. */
@Timeout(60)
class TextIndexTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path directory;
  private LocalThreadStore store;
  private RolloutFile file;
  private IndexFile ourFile;
  private IndexFile theirFile;
  private TextIndex ours;
  private TextIndex theirs;

  @BeforeEach
  void open() {
    store = new LocalThreadStore(directory.resolve("home"), Durability.DEFAULT);
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "first words"));
      file = Objects.requireNonNull(RolloutFile.parse(Path.of(log.rolloutPath()), false));
    }
    ourFile = index();
    theirFile = index();
    ours = new TextIndex(ourFile, new Projection(key -> null));
    theirs = new TextIndex(theirFile, new Projection(key -> null));
  }

  @AfterEach
  void close() {
    ourFile.close();
    theirFile.close();
    store.close();
  }

  private IndexFile index() {
    return new IndexFile(directory.resolve("search.sqlite"), List.of("search-001.sql"));
  }

  private ListRow row() throws IOException {
    FileStamp stamp = Objects.requireNonNull(FileStamp.read(file.path()));
    return ListRow.of(new Projection(key -> null).row(file, stamp, null));
  }

  @Test
  void whatAnotherHasPutInMeanwhileStaysIn() throws Exception {
    ListRow row = row();
    AtomicInteger steps = new AtomicInteger();
    // The row is read; then, before it is put in, the thread grows and the others put in all of it.
    ours.catchUp(
        Collections2.filter(
            List.of(row, row),
            any -> {
              int step = steps.getAndIncrement();
              if (step == 1) {
                growForOthers();
              }
              return step % 2 == 0;
            }));
    theirs.catchUp(List.of(row()));
    assertThat(theirs.threadsWith("first")).containsExactly(ID);
    assertThat(theirs.threadsWith("second")).containsExactly(ID);
    assertThat(ours.threadsWith("second")).containsExactly(ID);
  }

  @Test
  void whatWasSaidInADeletedThreadIsNoMoreInTheIndex() throws IOException {
    ThreadSearch search = store.search().orElseThrow();
    assertThat(search.search("first", Journal.all()).matches()).hasSize(1);
    store.delete(ID);
    store.close();
    assertThat(directory.resolve("home/heddle/search.sqlite"))
        .content(StandardCharsets.ISO_8859_1)
        .doesNotContain("first words");
  }

  private void growForOthers() {
    try (LiveLog log = store.resume(ID)) {
      log.append(Journal.turn(ID, "t2", "second words"));
    }
    try {
      theirs.catchUp(List.of(row()));
    } catch (IndexException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
