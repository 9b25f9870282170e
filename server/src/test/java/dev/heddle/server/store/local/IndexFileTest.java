package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;

/** Who opens an index, how often, and what is made of a failure of SQLite's. */
@Timeout(60)
class IndexFileTest {
  private static final Pattern USE =
      Pattern.compile("(?:new )?[\\w.]*\\(?\\w+\\.(stateIndex|searchIndex|historyIndex)\\(\\)");
  private static final Pattern CONTENT =
      Pattern.compile(
          "FileChannel|RandomAccessFile|File(In|Out)putStream|FileReader|FileWriter|"
              + "Files\\.(new|read(All|String)|write|copy|lines)");

  @TempDir Path directory;

  private IndexFile index() {
    return new IndexFile(directory.resolve("index.sqlite"), IndexRows.MIGRATIONS);
  }

  private List<String> movedAside() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains("damaged"))
          .toList();
    }
  }

  @Test
  @Tag("SA-65")
  void anIndexThatIsReadIsNotOpenedAnewUnderItsReader() throws Exception {
    Path file = directory.resolve("index.sqlite");
    try (IndexFile index = index()) {
      index.write(c -> {
        try (Statement s = c.createStatement()) {
          s.execute("insert into leases values ('a', 'b', 1), ('c', 'd', 2)");
        }
      });
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch replaced = new CountDownLatch(1);
      FutureTask<Integer> rows =
          new FutureTask<>(() ->
              index.read(c -> {
                int found = 0;
                try (Statement s = c.createStatement();
                    ResultSet r = s.executeQuery("select * from leases order by name")) {
                  while (r.next()) {
                    found++;
                    reading.countDown();
                    replaced.await();
                  }
                } catch (InterruptedException e) {
                  throw new SQLException(e);
                }
                return found;
              }));
      Thread.ofPlatform().start(rows);
      reading.await();
      Files.delete(file); // and what belongs to it stays
      assertThatExceptionOfType(IndexException.class)
          .isThrownBy(() -> index.write(c -> {}))
          .withMessageContaining("is read while");
      assertThat(file).doesNotExist();
      replaced.countDown();
      assertThat(rows.get()).as("what was read of the file that is gone").isEqualTo(2);
      index.write(c -> {});
      assertThat(rowCount(index)).as("rows of the new file").isZero();
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .as("what belonged to the old file is not the new one's")
          .anyMatch(name -> name.contains(".left-") && name.endsWith("-shm"))
          .contains("index.sqlite");
    }
  }

  private static int rowCount(IndexFile index) throws IndexException {
    return index.read(IndexFileTest::count);
  }

  private static int count(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("select count(*) from leases")) {
      return r.next() ? r.getInt(1) : -1;
    }
  }

  /** The text says everything at once, and nobody believes it. */
  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL,     the index failed (SQLITE_FULL),         false",
    "SQLITE_READONLY, the index failed (SQLITE_READONLY),     false",
    "SQLITE_PERM,     the index failed (SQLITE_PERM),         false",
    "SQLITE_CANTOPEN, the index failed (SQLITE_CANTOPEN),     false",
    "SQLITE_BUSY,     the index is locked by another process, false",
    "SQLITE_LOCKED,   the index is locked by another process, false",
    "SQLITE_CORRUPT,  the index was damaged,                  true",
    "SQLITE_NOTADB,   the index was damaged,                  true"
  })
  @Tag("SA-66")
  void failuresAreToldApartByTheirCode(SQLiteErrorCode code, String state, boolean damage)
      throws Exception {
    try (IndexFile index = index()) {
      index.write(c -> {});
      int extended = code.code | 2 << 8;
      assertThatExceptionOfType(IndexException.class)
          .isThrownBy(() ->
              index.call(c -> {
                throw new SQLException("disk full, locked, malformed, denied", null, extended);
              }))
          .withMessage(state);
      assertThat(index.state()).isEqualTo(state);
      assertThat(movedAside()).hasSize(damage ? 1 : 0);
    }
  }

  @Test
  @Tag("D1")
  void anIndexIsOpenedOnceByItsOneOwner() throws Exception {
    try (IndexFile index = index()) {
      for (int i = 0; i < 20; i++) {
        index.write(c -> {});
        index.read(c -> c.isReadOnly());
      }
      assertThat(index.generation()).as("how often it was opened").isEqualTo(1);
    }
    assertThat(users())
        .containsExactlyInAnyOrder(
            "new IndexFile(home.stateIndex()",
            "new IndexFile(home.searchIndex()",
            "new IndexFile(home.historyIndex()",
            "IndexFile.forLooking(home.stateIndex()");
  }

  /** Closing a descriptor of one's own would drop the locks that SQLite holds on the file. */
  @Test
  @Tag("SA-67")
  void nothingButSqliteReadsOrWritesAnIndex() throws IOException {
    assertThat(users())
        .as("who is told where an index is")
        .allMatch(use -> use.contains("IndexFile"));
    String source = Files.readString(sources().resolve("store/local/IndexFile.java"));
    assertThat(CONTENT.matcher(source).results().map(found -> found.group()))
        .as("what opens files in IndexFile")
        .isEmpty();
  }

  private static Path sources() {
    return Path.of(
        System.getProperty("heddle.root"), "server", "src", "main", "java", "dev/heddle/server");
  }

  /** Every use of an index's place in the server, with the call it is handed to. */
  private static List<String> users() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        USE.matcher(Files.readString(file)).results().forEach(use -> found.add(use.group()));
      }
    }
    return found;
  }
}
