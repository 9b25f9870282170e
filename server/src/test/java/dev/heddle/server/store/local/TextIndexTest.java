package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Collections2;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
    return new IndexFile(directory.resolve("search.sqlite"), TextIndex.MIGRATIONS);
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

  @Test
  void aLongThreadThatIsBrokenOffGoesOnWhereItWas() throws Exception {
    grow(20);
    TextIndex pieces = new TextIndex(ourFile, new Projection(key -> null), 50);
    breakOff(pieces, "insert on said when new.text = 'words of turn 12'");
    TextIndex next = new TextIndex(theirFile, new Projection(key -> null), 50);
    assertThat(said()).as("what was put in before").hasSizeBetween(10, 24).contains("first words");
    int before = said().size();
    next.catchUp(List.of(row()));
    assertThat(said()).hasSize(42).doesNotHaveDuplicates().contains("re words of turn 19");
    assertThat(said().subList(0, before))
        .contains("words of turn 9")
        .doesNotContain("words of turn 12");
    assertThat(next.threadsWith("turn 19")).containsExactly(ID);
  }

  @Test
  void soDoesWhatIsRemovedOfOne() throws Exception {
    grow(20);
    TextIndex pieces = new TextIndex(ourFile, new Projection(key -> null), 50);
    pieces.catchUp(List.of(row()));
    Path copy = directory.resolve("copy");
    Files.writeString(copy, Files.readString(file.path()).replace("of turn", "of another turn"));
    Files.move(copy, file.path(), StandardCopyOption.REPLACE_EXISTING);
    breakOff(pieces, "delete on said when old.text = 'words of turn 12'");
    TextIndex next = new TextIndex(theirFile, new Projection(key -> null), 50);
    assertThat(said()).hasSizeBetween(10, 30).contains("words of turn 12");
    next.catchUp(List.of(row()));
    assertThat(said()).hasSize(42).noneMatch(text -> text.contains("of turn"));
    assertThat(next.threadsWith("of turn")).isEmpty();
    assertThat(next.threadsWith("of another turn 19")).containsExactly(ID);
  }

  @Test
  void whatIsInheritedGoesOnToo() throws Exception {
    grow(20);
    Path day = Objects.requireNonNull(file.path().getParent());
    String fork = Journal.threadId(2);
    Path forked = day.resolve("rollout-2026-01-31T10-20-31-" + fork + ".jsonl");
    String header =
        """
        {"timestamp":"2026-01-31T10:20:31.000Z","ordinal":%1$d,"type":"session_meta","payload":\
        {"id":"%2$s","timestamp":"2026-01-31T10:20:31.000Z","cwd":"/work","originator":"test",\
        "cli_version":"1","source":"vscode","history_mode":"paginated","forked_from_id":"%3$s",\
        "history_base":{"thread_id":"%3$s","end_ordinal_exclusive":%1$d,"end_byte_offset":%4$d}}}
        """;
    long end = TailScan.of(file.path()).lastOrdinal() + 1;
    Files.writeString(forked, header.formatted(end, fork, ID, Files.size(file.path())));
    Projection projection = new Projection(key -> key.equals(ID) ? file : null);
    RolloutFile own = Objects.requireNonNull(RolloutFile.parse(forked, false));
    FileStamp stamp = Objects.requireNonNull(FileStamp.read(forked));
    ListRow row = ListRow.of(projection.row(own, stamp, null));
    TextIndex pieces = new TextIndex(ourFile, projection, 50);
    breakOff(pieces, "insert on said when new.text = 'words of turn 12'", row);
    TextIndex next = new TextIndex(theirFile, projection, 50);
    assertThat(said()).hasSizeBetween(10, 24);
    next.catchUp(List.of(row));
    assertThat(said()).hasSize(42).doesNotHaveDuplicates();
    assertThat(next.threadsWith("turn 19")).containsExactly(fork);
  }

  @Test
  void aThreadThatAnotherIsJustReadingAnewIsNotMissing() throws Exception {
    ours.catchUp(List.of(row()));
    theirFile.write(c -> {
      try (Statement s = c.createStatement()) {
        s.execute("update covered set size = -1, bytes = -1");
        s.execute("delete from said");
      }
    });
    assertThatThrownBy(() -> ours.threadsWith("first")).isInstanceOf(IndexException.class);
    ours.catchUp(List.of(row()));
    assertThat(ours.threadsWith("first")).containsExactly(ID);
  }

  private void breakOff(TextIndex texts, String where) throws Exception {
    breakOff(texts, where, row());
  }

  /** Catches up, which fails where a trigger of the index says. */
  private void breakOff(TextIndex texts, String where, ListRow row) throws Exception {
    ourFile.measure(); // makes the tables
    sql("create trigger stop before " + where + " begin select raise(abort, 'stop'); end");
    assertThatThrownBy(() -> texts.catchUp(List.of(row))).isInstanceOf(IndexException.class);
    sql("drop trigger stop");
  }

  private void sql(String statement) throws SQLException {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("search.sqlite"));
        Statement s = c.createStatement()) {
      s.execute(statement);
    }
  }

  private List<String> said() throws IndexException {
    return theirFile.call(c -> {
      List<String> texts = new ArrayList<>();
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("select text from said order by k")) {
        while (r.next()) {
          texts.add(r.getString(1));
        }
      }
      return texts;
    });
  }

  private void grow(int turns) {
    try (LiveLog log = store.resume(ID)) {
      for (int i = 0; i < turns; i++) {
        log.append(Journal.turn(ID, "u" + i, "words of turn " + i));
      }
    }
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
