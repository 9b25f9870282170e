package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.local.JournalCheck.Finding;
import dev.heddle.server.store.local.JournalCheck.Problem;
import dev.heddle.server.store.local.JournalCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the check of a home finds, that it changes nothing, and what a repair leaves. */
@Timeout(60)
class JournalCheckTest {
  private static final String A = Journal.threadId(0);
  private static final String B = Journal.threadId(1);

  @TempDir Path home;
  private Path fileA;
  private Path fileB;

  @BeforeEach
  void write() {
    try (LocalThreadStore store = open()) {
      for (String id : List.of(A, B)) {
        try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
          log.append(Journal.turn(id, "t1", "question of " + id));
        }
      }
      List<StoredThread> threads = store.list(Journal.all()).threads();
      assertThat(threads).hasSize(2);
      fileA = Path.of(store.read(A, false).rolloutPath());
      fileB = Path.of(store.read(B, false).rolloutPath());
    }
  }

  private LocalThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  private Map<String, List<Finding>> check(boolean repair) throws IOException {
    Map<String, List<Finding>> found = new TreeMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    new JournalCheck(home).run(repair, verdicts::add);
    verdicts.forEach(verdict -> found.put(verdict.threadId(), verdict.findings()));
    return found;
  }

  private List<Problem> problems(String id) throws IOException {
    return check(false).get(id).stream().map(Finding::problem).toList();
  }

  @Test
  void aSoundHomeHasNoFindings() throws IOException {
    assertThat(check(false)).isEqualTo(Map.of(A, List.of(), B, List.of()));
  }

  @Test
  void aCheckChangesNoFile() throws IOException {
    Files.writeString(fileA, "garbage\n{\"torn", StandardOpenOption.APPEND);
    Map<Path, byte[]> before = journals();
    check(false);
    Map<Path, byte[]> after = journals();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((path, bytes) -> assertThat(after.get(path)).as("%s", path).isEqualTo(bytes));
    assertThat(copies()).isEmpty();
  }

  @Test
  void linesThatAreNoRecordsAreNamedByNumberAndPlace() throws IOException {
    long size = Files.size(fileA);
    long lines = Files.readAllLines(fileA).size();
    Files.writeString(fileA, "garbage\n\n{\"torn", StandardOpenOption.APPEND);
    List<Finding> found =
        check(false).get(A).stream().filter(finding -> finding.line() > 0).toList();
    assertThat(found)
        .containsExactly(
            new Finding(Problem.UNREADABLE_LINE, fileA, lines + 1, size, 8, "", null),
            new Finding(Problem.TORN_TAIL, fileA, lines + 3, size + 9, 6, "", null));
    assertThat(check(false).get(B)).isEmpty();
  }

  @Test
  void aRepairBlanksThemInPlaceAfterACopy() throws IOException {
    Files.writeString(fileA, "garbage\n{\"torn", StandardOpenOption.APPEND);
    byte[] damaged = Files.readAllBytes(fileA);
    List<Finding> repaired =
        check(true).get(A).stream().filter(finding -> finding.line() > 0).toList();
    assertThat(repaired).hasSize(2);
    assertThat(Files.readAllBytes(repaired.get(0).copy())).isEqualTo(damaged);
    String text = Files.readString(fileA);
    assertThat(text).endsWith("\n       \n      \n").hasSize(damaged.length + 1);
    assertThat(check(false)).isEqualTo(Map.of(A, List.of(), B, List.of()));
    try (LocalThreadStore store = open();
        LiveLog log = store.resume(A)) {
      log.append(Journal.turn(A, "t2", "after the repair"));
      log.flush();
      assertThat(Journal.questions(store, A))
          .containsExactly("question of " + A, "after the repair");
    }
  }

  @Test
  void aThreadThatIsBeingWrittenIsNotRepaired() throws IOException {
    Files.writeString(fileA, "garbage\n", StandardOpenOption.APPEND);
    try (LocalThreadStore store = open();
        LiveLog log = store.resume(A)) {
      byte[] before = Files.readAllBytes(fileA);
      assertThat(check(true).get(A)).allMatch(finding -> finding.copy() == null);
      assertThat(Files.readAllBytes(fileA)).isEqualTo(before);
    }
  }

  @Test
  void headersOfOthersAndMissingOnesAreTold() throws IOException {
    Files.copy(fileA, fileB, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.write(fileA, new byte[0]);
    assertThat(problems(A)).containsExactly(Problem.NO_HEADER);
    assertThat(problems(B)).containsExactly(Problem.WRONG_IDENTITY);
  }

  @Test
  void aHeaderThatIsLostBeforeItsRecordsIsToldAndNotMadeUp() throws IOException {
    List<String> lines = Files.readAllLines(fileA);
    Files.write(fileA, lines.subList(1, lines.size()));
    byte[] damaged = Files.readAllBytes(fileA);
    assertThat(problems(A)).containsExactly(Problem.NO_HEADER);
    check(true);
    assertThat(fileA).hasBinaryContent(damaged);
    assertThat(problems(A)).containsExactly(Problem.NO_HEADER);
  }

  @Test
  void aBrokenBaseIsTold() throws IOException {
    String text =
        Files.readString(fileB)
            .replaceFirst(
                "\"history_mode\":\"paginated\"",
                "\"history_mode\":\"paginated\",\"history_base\":{\"thread_id\":\""
                    + Journal.threadId(77)
                    + "\",\"end_ordinal_exclusive\":3,\"end_byte_offset\":100}");
    Files.writeString(fileB, text);
    assertThat(problems(B)).containsExactly(Problem.BROKEN_BASE);
  }

  @Test
  void whatTheIndexHasWrongIsToldAndHeals() throws Exception {
    sql("delete from threads where id = '" + A + "'");
    assertThat(problems(A)).containsExactly(Problem.NOT_INDEXED);
    Path moved = fileB.resolveSibling(fileB.getFileName() + ".away");
    Files.move(fileB, moved);
    Files.createDirectories(home.resolve("archived_sessions"));
    Files.move(moved, home.resolve("archived_sessions").resolve(fileB.getFileName()));
    assertThat(problems(B)).containsExactly(Problem.INDEX_STALE_PATH);
    check(true);
    assertThat(check(false)).isEqualTo(Map.of(A, List.of(), B, List.of()));
  }

  @Test
  void anIndexBehindAheadOrOfOtherFactsIsTold() throws Exception {
    Files.writeString(
        fileA,
        "{\"timestamp\":\"2026-02-01T00:00:00.000Z\",\"ordinal\":50,\"type\":\"event_msg\","
            + "\"payload\":{\"type\":\"task_started\",\"turn_id\":\"x\"}}\n",
        StandardOpenOption.APPEND);
    byte[] shorter = Files.readAllBytes(fileB);
    Files.write(fileB, java.util.Arrays.copyOf(shorter, shorter.length - 40));
    assertThat(problems(A)).containsExactly(Problem.INDEX_BEHIND);
    assertThat(problems(B)).containsExactly(Problem.TORN_TAIL, Problem.INDEX_AHEAD);
    Files.write(fileB, shorter);
    check(true);
    sql("update facts set state = replace(state, 'question of " + B + "', 'something else')");
    assertThat(problems(B)).containsExactly(Problem.NOT_INDEXED); // no row that can be believed
  }

  @Test
  void aRenamedThreadIsSound() throws IOException {
    try (LocalThreadStore store = open()) {
      store.update(A, ThreadPatch.rename("a name"), false);
      store.list(Journal.all());
    }
    assertThat(check(false)).isEqualTo(Map.of(A, List.of(), B, List.of()));
  }

  private Map<Path, byte[]> journals() throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home.resolve("sessions"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path, Files.readAllBytes(path));
      }
    }
    return files;
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> paths = Files.list(home.resolve("heddle"))) {
      return paths.filter(path -> path.getFileName().toString().startsWith("fsck-")).toList();
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection c =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("heddle/index.sqlite"));
        Statement s = c.createStatement()) {
      s.execute(statement);
    }
  }
}
