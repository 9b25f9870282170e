package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the index, answers are those of the journals. */
@Timeout(120)
class IndexLossTest {
  private static final int THREADS = 12;
  private static final int ACTIVE = THREADS - 1;

  @TempDir Path directory;
  private Path home;
  private Path index;
  private List<StoredThread> expected;

  @BeforeEach
  void write() {
    home = directory.resolve("home");
    index = home.resolve("heddle/index.sqlite");
    try (LocalThreadStore store = open()) {
      for (int i = 0; i < THREADS; i++) {
        String id = Journal.threadId(i);
        try (LiveLog log =
            store.create(
                Journal.newThread(
                    id, HistoryMode.PAGINATED, null, "", null, Journal.START.plusSeconds(i)))) {
          log.append(Journal.turn(id, "t" + i, "question " + i));
        }
      }
      store.update(Journal.threadId(3), ThreadPatch.rename("named"), false);
      store.update(Journal.threadId(4), ThreadPatch.memoryMode("disabled"), false);
      store.archive(Journal.threadId(5));
      expected = everything(store);
    }
    assertEquals(THREADS, expected.size());
    assertTrue(Files.exists(index));
    assertFalse(Files.exists(index.resolveSibling("index.sqlite-wal")), "a closed index is whole");
  }

  private LocalThreadStore open() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  private static List<StoredThread> everything(LocalThreadStore store) {
    List<StoredThread> all = new ArrayList<>();
    for (boolean archived : new boolean[] {false, true}) {
      all.addAll(store.list(Journal.query(100, SortDirection.ASC, archived)).threads());
    }
    for (StoredThread listed : List.copyOf(all)) {
      assertEquals(listed, store.read(listed.id(), true));
    }
    return all;
  }

  private void assertSameAnswers() {
    try (LocalThreadStore store = open()) {
      assertEquals(expected, everything(store));
    }
  }

  private void assertSameAnswersFromTheIndex() {
    assertSameAnswers();
    try (LocalThreadStore store = open()) {
      everything(store);
      store.settleIndex(); // pages may be told before the index is open
      assertFalse(store.health().degraded(), store.health().toString());
      assertEquals("ok", store.health().dimensions().get("index"));
    }
  }

  @Test
  void aLostIndexIsMadeAgain() throws IOException {
    Files.delete(index);
    assertSameAnswersFromTheIndex();
    assertTrue(Files.exists(index));
  }

  @Test
  void anIndexThatIsNoDatabaseIsMovedAsideAndMadeAgain() throws IOException {
    byte[] garbage =
        "this is no database, whatever its name is. ".repeat(200).getBytes(StandardCharsets.UTF_8);
    Files.write(index, garbage);
    assertSameAnswersFromTheIndex();
    try (Stream<Path> files = Files.list(index.getParent())) {
      List<Path> kept = files.filter(f -> f.toString().contains("damaged")).toList();
      assertEquals(1, kept.size(), kept.toString());
      assertEquals(garbage.length, Files.size(kept.get(0)));
    }
  }

  @Test
  void pagesOfZerosAreNoticed() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(index.toFile(), "rw")) {
      for (long at = 4096; at + 4096 <= file.length(); at += 4096) {
        file.seek(at);
        file.write(new byte[4096]);
      }
    }
    assertSameAnswersFromTheIndex();
  }

  @Test
  void anEmptyFileIsFilled() throws IOException {
    Files.write(index, new byte[0]);
    assertSameAnswersFromTheIndex();
  }

  @Test
  void aDirectoryInItsPlaceLeavesAnswersFromTheFiles() throws IOException {
    Files.delete(index);
    Files.createDirectories(index.resolve("occupied"));
    try (LocalThreadStore store = open()) {
      assertEquals(expected, everything(store));
      assertTrue(store.health().degraded());
    }
  }

  @Test
  void aNewerVersionsIndexIsLeftAlone() throws Exception {
    sql("pragma user_version = 99");
    byte[] before = Files.readAllBytes(index);
    try (LocalThreadStore store = open()) {
      assertEquals(expected, everything(store));
      assertTrue(store.health().degraded());
      assertTrue(store.health().dimensions().get("index").contains("newer"));
    }
    assertEquals(true, Arrays.equals(before, Files.readAllBytes(index)));
  }

  @Test
  void aLockedIndexIsCaughtUpAfterwards() throws Exception {
    try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + index);
        Statement statement = holder.createStatement();
        LocalThreadStore store = open()) {
      statement.execute("begin immediate");
      String id = Journal.threadId(100);
      try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
        log.append(Journal.turn(id, "late", "while locked"));
      }
      List<StoredThread> now = everything(store);
      assertEquals(THREADS + 1, now.size());
      assertTrue(now.containsAll(expected));
      statement.execute("rollback");
      expected = now;
    }
    assertSameAnswersFromTheIndex();
  }

  @Test
  void removedWhileInUseItIsMadeAgain() throws IOException {
    try (LocalThreadStore store = open()) {
      assertEquals(expected, everything(store));
      for (String name : List.of("index.sqlite", "index.sqlite-wal", "index.sqlite-shm")) {
        Files.deleteIfExists(index.resolveSibling(name));
      }
      assertEquals(expected, everything(store));
    }
    assertSameAnswersFromTheIndex();
  }

  @Test
  void aRowThatNamesAnotherThreadsFileIsRepaired() throws Exception {
    String a = expected.get(0).rolloutPath();
    String b = expected.get(1).rolloutPath();
    sql("update threads set path = '" + b + "' where path = '" + a + "'");
    assertSameAnswersFromTheIndex();
    assertEquals(List.of("question 0"), questions(Journal.threadId(0)));
  }

  @Test
  void aRowOfAFileThatIsGoneIsDropped() throws Exception {
    Files.delete(Path.of(expected.get(2).rolloutPath()));
    expected = expected.stream().filter(t -> !t.id().equals(Journal.threadId(2))).toList();
    assertSameAnswersFromTheIndex();
  }

  @Test
  @Tag("D6")
  void aStalePathIsFoundById() throws Exception {
    sql("update threads set path = '/nowhere/' || path where archived = 0");
    assertSameAnswersFromTheIndex();
  }

  @Test
  void aFileRolledBackToAnOlderCopyIsReadAnew() throws Exception {
    String id = Journal.threadId(6);
    Path file =
        Path.of(
            expected.stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .orElseThrow()
                .rolloutPath());
    Path copy = directory.resolve("older");
    Files.copy(file, copy);
    try (LocalThreadStore store = open()) {
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "newer", "forgotten"));
      }
      everything(store);
    }
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    assertSameAnswersFromTheIndex();
    assertEquals(List.of("question 6"), questions(id));
    // In place, with the same inode, and shorter by half.
    byte[] bytes = Files.readAllBytes(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes.length / 2);
    }
    try (LocalThreadStore store = open()) {
      assertEquals(
          0,
          store.list(Journal.all()).threads().stream().filter(t -> t.tokenUsage() != null).count());
      assertTrue(Journal.replay(store, id).size() < 7);
    }
    Files.write(file, bytes);
    assertSameAnswersFromTheIndex();
  }

  @Test
  void whatAnotherProgramAppendedIsSeenAtOnce() throws Exception {
    String id = Journal.threadId(7);
    try (LocalThreadStore reader = open()) {
      everything(reader);
      try (LocalThreadStore writer = open();
          LiveLog log = writer.resume(id)) {
        log.append(Journal.turn(id, "more", "from elsewhere"));
        log.flush();
        assertEquals(List.of("question 7", "from elsewhere"), Journal.questions(reader, id));
        StoredThread seen = reader.read(id, false);
        assertEquals(writer.read(id, false), seen);
        assertTrue(reader.list(Journal.all()).threads().contains(seen));
      }
    }
  }

  @Test
  void namesOfTheNamesFileCountWhenTheyAreNewer() throws Exception {
    String id = Journal.threadId(3);
    try (LocalThreadStore store = open()) {
      everything(store);
      String line = "{\"id\":\"" + id + "\",\"thread_name\":\"%s\",\"updated_at\":\"%s\"}\n";
      Files.writeString(
          home.resolve("session_index.jsonl"),
          line.formatted("older", "2020-01-01T00:00:00.123456789Z")
              + line.formatted("newer", "2099-01-01T00:00:00.123456789Z"));
      assertEquals("newer", store.read(id, false).name());
      assertEquals(
          List.of("newer"),
          store.list(Journal.all()).threads().stream()
              .filter(t -> t.id().equals(id))
              .map(StoredThread::name)
              .toList());
      Files.writeString(
          home.resolve("session_index.jsonl"),
          line.formatted("older", "2020-01-01T00:00:00.123456789Z"));
      assertEquals("named", store.read(id, false).name());
    }
  }

  @Test
  void titlesAreFoundAfterTheIndexWasLostBehindAStart() throws Exception {
    try (LocalThreadStore store = open()) {
      everything(store);
      store.settleIndex(); // all rows are taken over, none is written
      for (String name : List.of("index.sqlite", "index.sqlite-wal", "index.sqlite-shm")) {
        Files.deleteIfExists(index.resolveSibling(name));
      }
      try (LiveLog log = store.resume(Journal.threadId(7))) {
        log.append(Journal.turn(Journal.threadId(7), "more", "another"));
      }
      await(() -> previews() > 0);
      assertEquals(ACTIVE, titles(store));
      await(() -> previews() == THREADS);
      assertEquals(ACTIVE, titles(store));
    }
  }

  @Test
  void titlesAreFoundAfterTheCheckBehindAStartMovedTheIndexAside() throws Exception {
    long page = number("select rootpage from sqlite_schema where name = 'previews'");
    try (RandomAccessFile file = new RandomAccessFile(index.toFile(), "rw")) {
      byte[] garbage = new byte[4096];
      Arrays.fill(garbage, (byte) 0xFF);
      file.seek((page - 1) * garbage.length);
      file.write(garbage);
    }
    try (LocalThreadStore store = open()) {
      everything(store);
      await(() -> isDamagedOneAside() && Files.exists(index));
      assertEquals(ACTIVE, titles(store));
      await(() -> previews() == THREADS);
      assertEquals(ACTIVE, titles(store));
    }
  }

  private static int titles(LocalThreadStore store) {
    return store.list(new QueryBuilder().limit(100).term("question").build()).threads().size();
  }

  private boolean isDamagedOneAside() {
    try (Stream<Path> files = Files.list(index.getParent())) {
      return files.anyMatch(file -> file.toString().contains("damaged"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long previews() {
    try {
      String tables = "select count(*) from sqlite_schema where name = 'previews'";
      return number(tables) == 0 ? 0 : number("select count(*) from previews");
    } catch (SQLException e) {
      return 0; // it is just being made
    }
  }

  private static void await(BooleanSupplier condition) {
    Instant patience = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertTrue(Instant.now().isBefore(patience), "that takes too long");
      Thread.onSpinWait();
    }
  }

  private long number(String query) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + index);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(query)) {
      return r.getLong(1);
    }
  }

  private List<String> questions(String id) {
    try (LocalThreadStore store = open()) {
      return Journal.questions(store, id);
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + index);
        Statement s = c.createStatement()) {
      s.execute(statement);
    }
  }
}
