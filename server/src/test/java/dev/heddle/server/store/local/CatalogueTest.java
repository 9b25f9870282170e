package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.primitives.Bytes;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ListCursor;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPage;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadQuery.SortKey;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are as of now, whoever changed the files, and whatever the index says or does. */
@Timeout(120)
class CatalogueTest {
  @TempDir Path directory;

  private Path home() {
    return directory.resolve("home");
  }

  private Path index() {
    return home().resolve("heddle/index.sqlite");
  }

  private LocalThreadStore open() {
    return new LocalThreadStore(home(), Durability.DEFAULT);
  }

  /** Stores threads a minute apart, the first one first. */
  private List<String> write(LocalThreadStore store, int from, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String id = Journal.threadId(i);
      try (LiveLog log =
          store.create(
              Journal.newThread(
                  id,
                  HistoryMode.PAGINATED,
                  null,
                  "",
                  null,
                  Journal.START.plus(Duration.ofMinutes(i))))) {
        log.append(Journal.turn(id, "t" + i, "question " + i));
      }
      ids.add(id);
    }
    return ids;
  }

  private static List<String> listed(LocalThreadStore store) {
    return ids(store.list(Journal.query(100, SortDirection.ASC, false)));
  }

  private static List<String> ids(ThreadPage page) {
    return page.threads().stream().map(StoredThread::id).toList();
  }

  private static Path file(LocalThreadStore store, String id) {
    return Path.of(String.valueOf(store.read(id, true).rolloutPath()));
  }

  private static ThreadQuery by(SortKey key, SortDirection direction, int limit, ListCursor at) {
    return new QueryBuilder().limit(limit).after(at).by(key, direction).build();
  }

  @Test
  void everyChangeOfAnotherProcessIsInTheNextAnswer() {
    try (LocalThreadStore ours = open();
        LocalThreadStore theirs = open()) {
      List<String> ids = write(theirs, 0, 3);
      assertThat(listed(ours)).as("added").isEqualTo(ids);
      theirs.update(ids.get(1), ThreadPatch.rename("theirs"), false);
      assertThat(ours.list(Journal.all()).threads())
          .as("renamed")
          .extracting(StoredThread::name)
          .containsExactly(null, "theirs", null);
      theirs.archive(ids.get(0));
      assertThat(listed(ours)).as("archived").isEqualTo(ids.subList(1, 3));
      theirs.unarchive(ids.get(0));
      assertThat(listed(ours)).as("brought back").isEqualTo(ids);
      theirs.delete(ids.get(2));
      assertThat(listed(ours)).as("deleted").isEqualTo(ids.subList(0, 2));
      try (LiveLog log = theirs.resume(ids.get(0))) {
        log.append(
            List.of(
                Journal.event(
                    Journal.START.plusSeconds(90_000),
                    "{\"type\":\"task_started\",\"turn_id\":\"late\"}")));
        log.flush();
        assertThat(ids(ours.list(by(SortKey.UPDATED_AT, SortDirection.DESC, 10, null))))
            .as("grown, by another's open log")
            .containsExactly(ids.get(0), ids.get(1));
      }
    }
  }

  @Test
  void theSameHoldsWithoutAWatch() throws IOException {
    CodexHome codexHome = new CodexHome(home(), java.time.ZoneId.systemDefault());
    try (LocalThreadStore writer = open();
        FileTable files = FileTable.unwatched(codexHome);
        IndexFile ownIndex = new IndexFile(directory.resolve("own.sqlite"), IndexRows.MIGRATIONS);
        Catalogue catalogue =
            new Catalogue(files, new NameIndex(codexHome), ownIndex, NoOpenRows.INSTANCE)) {
      List<String> ids = write(writer, 0, 3);
      assertThat(ids(catalogue.page(Journal.query(10, SortDirection.ASC, false)))).isEqualTo(ids);
      try (LiveLog log = writer.resume(ids.get(0))) {
        log.append(
            List.of(
                Journal.event(
                    Journal.START.plusSeconds(90_000),
                    "{\"type\":\"task_started\",\"turn_id\":\"late\"}")));
      }
      assertThat(ids(catalogue.page(by(SortKey.UPDATED_AT, SortDirection.DESC, 1, null))))
          .as("grown")
          .containsExactly(ids.get(0));
      writer.archive(ids.get(1));
      assertThat(ids(catalogue.page(Journal.query(10, SortDirection.ASC, false))))
          .as("archived")
          .containsExactly(ids.get(0), ids.get(2));
      assertThat(catalogue.health()).containsEntry("watch", "none: by choice");
    }
  }

  @Test
  @Tag("SA-31")
  void aFileRewrittenInPlaceAtTheSameSizeAndTimeIsReadAnew() throws IOException {
    try (LocalThreadStore store = open()) {
      String id = write(store, 0, 1).get(0);
      assertThat(store.read(id, false).preview()).isEqualTo("question 0");
      Path file = file(store, id);
      FileTime time = Files.getLastModifiedTime(file);
      byte[] bytes =
          Files.readString(file)
              .replace("question 0", "question X")
              .getBytes(StandardCharsets.UTF_8);
      try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
        open.write(bytes);
      }
      Files.setLastModifiedTime(file, time);
      assertThat(store.list(Journal.all()).threads())
          .extracting(StoredThread::preview)
          .containsExactly("question X");
      assertThat(store.read(id, false).preview()).isEqualTo("question X");
    }
  }

  @Test
  @Tag("SA-30")
  void aJournalCutBelowItsRowIsReadAnew() throws IOException {
    String id;
    Path file;
    long whole;
    try (LocalThreadStore store = open()) {
      id = write(store, 0, 1).get(0);
      file = file(store, id);
      whole = Files.size(file);
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "gone", "to be cut off"));
      }
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(whole);
    }
    try (LocalThreadStore store = open()) {
      assertThat(Journal.questions(store, id)).containsExactly("question 0");
      assertThat(listed(store)).containsExactly(id);
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "new", "after the cut"));
      }
      assertThat(Journal.questions(store, id)).containsExactly("question 0", "after the cut");
      assertThat(Journal.ordinals(Journal.replay(store, id)))
          .as("ordinals without a gap")
          .isEqualTo(
              java.util.stream.LongStream.range(
                      0, Journal.ordinals(Journal.replay(store, id)).size())
                  .boxed()
                  .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pagesAreRightBeforeEveryFileWasCompared(boolean withIndex) throws IOException {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 30);
    }
    if (!withIndex) {
      Files.delete(index());
    }
    // Every answer is the first one of its store: none waits for the comparison to be over.
    for (SortDirection direction : SortDirection.values()) {
      for (SortKey key : SortKey.values()) {
        List<String> seen = new ArrayList<>();
        ListCursor cursor = null;
        do {
          try (LocalThreadStore store = open()) {
            ThreadPage page = store.list(by(key, direction, 7, cursor));
            seen.addAll(ids(page));
            cursor = page.next();
          }
        } while (cursor != null);
        assertThat(seen)
            .as("%s %s", key, direction)
            .isEqualTo(direction == SortDirection.ASC ? ids : ids.reversed());
      }
    }
  }

  @Test
  @Tag("SA-70")
  @Tag("D5")
  @Tag("D7")
  void withoutAnyIndexEverythingIsAsItWas() throws IOException {
    List<StoredThread> before;
    List<StoredThread> archived;
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 6);
      store.update(ids.get(1), ThreadPatch.rename("named"), false);
      store.update(ids.get(2), ThreadPatch.memoryMode("disabled"), false);
      store.update(
          ids.get(3),
          ThreadPatch.git(
              ThreadPatch.Change.to("abc"),
              ThreadPatch.Change.to("main"),
              ThreadPatch.Change.to("https://example.org/r")),
          false);
      store.archive(ids.get(4));
      before = store.list(Journal.all()).threads();
      archived = store.list(Journal.query(100, SortDirection.DESC, true)).threads();
    }
    deleteTree(home().resolve("heddle"));
    Files.deleteIfExists(home().resolve("session_index.jsonl"));
    try (LocalThreadStore store = open()) {
      assertThat(store.list(Journal.all()).threads()).isEqualTo(before);
      assertThat(store.list(Journal.query(100, SortDirection.DESC, true)).threads())
          .isEqualTo(archived);
    }
    assertThat(rows()).as("rows in the new index").isEqualTo(6);
  }

  @Test
  @Tag("SA-69")
  void aThreadWithoutARowGetsOne() throws Exception {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 3);
    }
    sql("delete from threads where id = '" + ids.get(1) + "'");
    sql("delete from facts where id = '" + ids.get(2) + "'");
    try (LocalThreadStore store = open()) {
      store.update(ids.get(1), ThreadPatch.rename("one"), false);
      assertThat(store.read(ids.get(2), false).preview()).isEqualTo("question 2");
      assertThat(listed(store)).isEqualTo(ids);
    }
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  @Tag("SA-37")
  @Tag("F1")
  @Tag("S8")
  void everyMethodFindsTheFileByItsIdBehindARowThatNamesAnothers() throws Exception {
    List<String> ids;
    String right;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 8);
      right = file(store, ids.get(1)).toString();
    }
    String wrong = "(select path from threads where id = '" + ids.get(0) + "')";
    for (String id : ids.subList(1, 8)) {
      sql(
          "update threads set (path, identity, size, modified_ns, covered, tail_hash) = (select"
              + " path, identity, size, modified_ns, covered, tail_hash from threads where id = '"
              + ids.get(0)
              + "') where id = '"
              + id
              + "'");
    }
    assertThat(number("select count(*) from threads where path = " + wrong)).isEqualTo(8);
    try (LocalThreadStore store = open()) {
      assertThat(store.read(ids.get(1), false).rolloutPath()).isEqualTo(right);
      assertThat(Journal.questions(store, ids.get(2))).containsExactly("question 2");
      assertThat(store.update(ids.get(3), ThreadPatch.rename("three"), false).orElseThrow().name())
          .isEqualTo("three");
      store.archive(ids.get(4));
      assertThat(store.read(ids.get(4), true).preview()).isEqualTo("question 4");
      try (LiveLog log = store.resume(ids.get(5))) {
        log.append(Journal.turn(ids.get(5), "more", "more"));
      }
      assertThat(Journal.questions(store, ids.get(5))).containsExactly("question 5", "more");
      store.delete(ids.get(6));
      assertThat(listed(store)).doesNotContain(ids.get(6), ids.get(4)).hasSize(6);
      assertThat(store.read(ids.get(0), false).preview()).isEqualTo("question 0");
    }
    assertThat(number("select count(*) from threads where path = " + wrong))
        .as("rows that still name the wrong file")
        .isEqualTo(1);
  }

  @Test
  void theIndexIsMeasuredWheneverHealthIsAskedFor() {
    try (LocalThreadStore store = open()) {
      assertThat(store.health().gauges()).containsEntry("index.usable", 1L);
    }
  }

  @Test
  void aDamagedCompressedFileIsLookedAtOnceUntilItChanges() throws IOException {
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 2);
      Path plain = file(store, ids.get(0));
      Path compressed = plain.resolveSibling(plain.getFileName() + ".zst");
      byte[] whole = Zstd.compress(Files.readAllBytes(plain));
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, whole.length / 3, whole.length, (byte) 0x55);
      Files.write(compressed, damaged);
      Files.delete(plain);
      assertThat(listed(store)).isEqualTo(ids.subList(1, 2));
      FileTime time = Files.getLastModifiedTime(compressed);
      Files.write(compressed, whole);
      Files.setLastModifiedTime(compressed, time);
      assertThat(listed(store)).as("not read again").isEqualTo(ids.subList(1, 2));
      Files.setLastModifiedTime(compressed, FileTime.from(time.toInstant().plusSeconds(1)));
      assertThat(listed(store)).as("changed").isEqualTo(ids);
    }
  }

  @Test
  @Tag("SA-36")
  @Tag("D8")
  void aFileThatCannotBeUnderstoodHidesNoOther() throws IOException {
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 3);
      Files.writeString(file(store, ids.get(1)), "no rollout at all\n");
      assertThat(listed(store)).containsExactly(ids.get(0), ids.get(2));
      assertThatThrownBy(() -> store.read(ids.get(1), false))
          .isInstanceOfSatisfying(
              ThreadStoreException.class,
              e -> assertThat(e.kind()).isEqualTo(ThreadStoreException.Kind.CORRUPT));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderThatCannotBeReadHidesNoOther(boolean known) throws IOException {
    List<String> ids;
    Path day;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 1);
      ids.addAll(write(store, 3 * 24 * 60, 1));
      day = CodexHome.parent(file(store, ids.get(0)));
    }
    Path aside = directory.resolve("aside");
    List<String> warnings = new CopyOnWriteArrayList<>();
    try (LocalThreadStore store =
        new LocalThreadStore(
            home(),
            Durability.DEFAULT,
            Backlog.DEFAULT,
            Blobs.OFF,
            (summary, details) -> warnings.add(details))) {
      if (known) {
        assertThat(listed(store)).isEqualTo(ids);
      }
      Files.move(day, aside);
      Files.createSymbolicLink(day, day); // too many links to follow, whoever asks
      for (int i = 0; i < 2; i++) {
        assertThat(listed(store)).containsExactly(ids.get(1));
      }
      assertThat(store.read(ids.get(1), false).preview()).isEqualTo("question 4320");
      assertThatThrownBy(() -> store.read(ids.get(0), false)).hasMessageContaining("be read");
      assertThatThrownBy(() -> store.delete(ids.get(1))).hasMessageContaining("cannot be read");
      assertThat(warnings).singleElement().asString().contains(day.toString());
      assertThat(store.health().degraded()).isTrue();
      Files.delete(day);
      Files.move(aside, day);
      assertThat(listed(store)).isEqualTo(ids);
      assertThat(store.health().degraded()).as(store.health().toString()).isFalse();
    }
  }

  @Test
  void anOpenThreadWhoseFileCannotBeReadHidesNoOther() throws IOException {
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 2);
      try (LiveLog log = store.resume(ids.get(0))) {
        log.append(Journal.turn(ids.get(0), "more", "more"));
        log.flush();
        Path file = Path.of(log.rolloutPath());
        Path aside = Files.move(file, directory.resolve("aside"));
        Files.createDirectory(file); // what is no file cannot be read
        assertThat(listed(store)).containsExactly(ids.get(1));
        assertThat(store.health().gauges()).containsEntry("files.unreadable", 1L);
        Files.delete(file);
        Files.move(aside, file);
        assertThat(listed(store)).isEqualTo(ids);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimeFarAwayHidesNoThread(boolean inHeader) throws IOException {
    List<String> ids;
    Path file;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 3);
      file = file(store, ids.get(0));
    }
    String time = "\"timestamp\":\"+400000000-01-01T00:00:00Z\"";
    if (inHeader) {
      Files.writeString(
          file, Files.readString(file).replaceFirst("\"timestamp\":\"[^\"]*\"", time));
    } else {
      Files.writeString(
          file,
          "{" + time + ",\"type\":\"event_msg\",\"payload\":{\"type\":\"task_started\"}}\n",
          StandardOpenOption.APPEND);
    }
    for (int starts = 0; starts < 2; starts++) {
      try (LocalThreadStore store = open()) {
        assertThat(listed(store)).isEqualTo(ids);
        store.archive(ids.get(1));
        store.unarchive(ids.get(1));
        store.update(ids.get(2), ThreadPatch.rename("named"), false);
        assertThat(listed(store)).endsWith(ids.get(1), ids.get(2));
      }
    }
  }

  @Test
  void anOpenLogThatFailsAsNothingShouldHidesNoThread() throws IOException {
    CodexHome codexHome = new CodexHome(home(), java.time.ZoneId.systemDefault());
    try (LocalThreadStore writer = open();
        FileTable files = FileTable.unwatched(codexHome);
        IndexFile ownIndex = new IndexFile(directory.resolve("own.sqlite"), IndexRows.MIGRATIONS)) {
      List<String> ids = write(writer, 0, 2);
      CurrentRows.OpenRows failing =
          new CurrentRows.OpenRows() {
            @Override
            public Set<String> ids() {
              return Set.of(ids.get(0));
            }

            @Override
            public ThreadRow row(String threadId) {
              throw new IllegalStateException("as nothing should");
            }
          };
      try (Catalogue catalogue =
          new Catalogue(files, new NameIndex(codexHome), ownIndex, failing)) {
        for (int i = 0; i < 2; i++) {
          assertThat(ids(catalogue.page(Journal.query(10, SortDirection.ASC, false))))
              .isEqualTo(ids);
        }
      }
    }
  }

  /** As a sync or a backup leaves it, in the archive or in the folder of another day. */
  @ParameterizedTest
  @ValueSource(strings = {"archived_sessions", "sessions/2026/01/01", "sessions/2026/03/01"})
  void noCopyOfAThreadIsLostByArchiving(String place) throws IOException {
    try (LocalThreadStore store = open()) {
      String id = write(store, 0, 1).get(0);
      Path file = file(store, id);
      Path copy = home().resolve(place).resolve(file.getFileName());
      Files.createDirectories(CodexHome.parent(copy));
      Path older = Files.copy(file, directory.resolve("older"));
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "second", "second question"));
      }
      String both = Files.readString(file);

      Files.move(file, copy);
      Files.copy(older, file);
      store.archive(id);
      assertThat(onlyRollout()).as("the copy is longer").hasContent(both.stripTrailing());
      assertThat(Journal.questions(store, id)).containsExactly("question 0", "second question");
      assertThat(store.read(id, true).archived()).isTrue();

      store.unarchive(id);
      Files.createDirectories(CodexHome.parent(copy));
      Files.copy(older, copy);
      store.archive(id);
      assertThat(onlyRollout()).as("the copy is shorter").hasContent(both.stripTrailing());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void copiesThatWentTheirOwnWaysStayWhereTheyAre(boolean alsoTheirBeginning) throws IOException {
    try (LocalThreadStore store = open()) {
      String id = write(store, 0, 1).get(0);
      Path file = file(store, id);
      Path copy = home().resolve("archived_sessions").resolve(file.getFileName());
      Files.createDirectories(CodexHome.parent(copy));
      Files.copy(file, copy);
      if (alsoTheirBeginning) {
        Path beginning = home().resolve("sessions/2026/03/01").resolve(file.getFileName());
        Files.createDirectories(CodexHome.parent(beginning));
        Files.copy(file, beginning);
      }
      for (Path each : List.of(file, copy)) {
        Files.writeString(each, "{\"of\":\"" + each + "\"}\n", StandardOpenOption.APPEND);
      }
      byte[] active = Files.readAllBytes(file);
      byte[] archived = Files.readAllBytes(copy);
      assertThatThrownBy(() -> store.archive(id))
          .isInstanceOf(ThreadStoreException.class)
          .hasMessageContainingAll(file.toString(), copy.toString());
      assertThat(file).hasBinaryContent(active);
      assertThat(copy).hasBinaryContent(archived);
    }
  }

  private Path onlyRollout() throws IOException {
    try (var paths = Files.walk(home())) {
      List<Path> found = paths.filter(path -> path.toString().endsWith(".jsonl")).toList();
      assertThat(found).filteredOn(path -> !path.endsWith("session_index.jsonl")).hasSize(1);
      return found.get(0);
    }
  }

  @Test
  void aPipeWithARolloutsNameHidesNoThread() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo");
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 2);
      String pipe = Journal.threadId(50);
      Path path =
          CodexHome.parent(file(store, ids.get(0)))
              .resolve("rollout-2026-01-31T10-20-30-" + pipe + ".jsonl");
      assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
      assertThat(listed(store)).isEqualTo(ids);
      assertThatThrownBy(() -> store.read(pipe, false)).hasMessageContaining("it is no file");
      assertThatThrownBy(() -> store.resume(pipe)).hasMessageContaining("it is no file");
    }
    try (LocalThreadStore store = open()) {
      assertThat(listed(store)).hasSize(2);
      assertThat(found(store)).hasSize(2);
    }
  }

  @Test
  void aThreadWhoseSourceCannotBeReadIsLeftOutOfSearchAlone() throws IOException {
    String fork = Journal.threadId(50);
    List<String> ids;
    Path source;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 2);
      source = file(store, ids.get(0));
      ReferenceForks forks = store.referenceForks().orElseThrow();
      try (LiveLog log =
          forks.fork(
              Journal.newThread(fork, HistoryMode.PAGINATED), ids.get(0), new ForkPoint.Latest())) {
        log.append(Journal.turn(fork, "own", "question of its own"));
      }
      assertThat(listed(store)).hasSize(3);
    }
    Path aside = Files.move(source, directory.resolve("aside"));
    Files.createDirectory(source); // what is no file cannot be read
    try (LocalThreadStore store = open()) {
      assertThat(found(store)).contains(ids.get(1)).doesNotContain(ids.get(0));
      Files.delete(source);
      Files.move(aside, source);
      assertThat(found(store)).containsExactlyInAnyOrder(ids.get(0), ids.get(1), fork);
    }
  }

  /** As when an older copy is put back by a sync or from a backup. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoadedThreadWhoseFileBecomesShorterIsReadAnew(boolean replaced) throws IOException {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 2);
      String id = ids.get(0);
      Path file = file(store, id);
      Path older = Files.copy(file, directory.resolve("older"));
      try (LiveLog log = store.resume(id)) {
        log.append(Journal.turn(id, "lost", "lost " + "long ".repeat(1000)));
        log.flush();
        assertThat(listed(store)).isEqualTo(ids);
        if (replaced) {
          Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
          try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(Files.size(older));
          }
        }
        log.append(Journal.turn(id, "new", "new"));
        log.flush();
        assertThat(listed(store)).isEqualTo(ids);
        assertThat(Journal.questions(store, id)).containsExactly("question 0", "new");
        assertOrdinalsWithoutGap(store, id);
        assertThat(store.read(ids.get(1), false).preview()).isEqualTo("question 1");
      }
    }
    assertSameWithoutIndex(ids);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linesOfOthersInALoadedThreadCount(boolean written) throws IOException {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 2);
      String id = ids.get(0);
      Path file = file(store, id);
      try (LiveLog log = store.resume(id)) {
        if (written) {
          log.append(Journal.turn(id, "ours", "ours"));
          log.flush();
        }
        assertThat(listed(store)).isEqualTo(ids);
        long last = Journal.ordinals(Journal.replay(store, id)).getLast();
        JsonObject name = ThreadFold.payloadOf(ThreadPatch.rename("theirs"));
        Files.write(
            file,
            Bytes.concat(
                RolloutCodec.encode(Records.threadMetadata(Journal.START, id, name)),
                RolloutCodec.encode(Journal.note("theirs").at(last + 1))),
            StandardOpenOption.APPEND);
        log.append(Journal.turn(id, "next", "next"));
        log.flush();
        assertThat(store.list(Journal.all()).threads())
            .extracting(StoredThread::name)
            .contains("theirs");
        assertOrdinalsWithoutGap(store, id);
        log.append(Journal.turn(id, "last", "last"));
      }
      assertThat(store.read(id, false).name()).isEqualTo("theirs");
      assertOrdinalsWithoutGap(store, id);
    }
    assertSameWithoutIndex(ids);
  }

  private static void assertOrdinalsWithoutGap(LocalThreadStore store, String id) {
    List<Long> ordinals = Journal.ordinals(Journal.replay(store, id));
    assertThat(ordinals)
        .isEqualTo(java.util.stream.LongStream.range(0, ordinals.size()).boxed().toList());
  }

  private void assertSameWithoutIndex(List<String> ids) throws IOException {
    ThreadPage page;
    try (LocalThreadStore store = open()) {
      page = store.list(Journal.query(100, SortDirection.ASC, false));
      assertThat(ids(page)).isEqualTo(ids);
    }
    deleteTree(home().resolve("heddle"));
    try (LocalThreadStore store = open()) {
      assertThat(store.list(Journal.query(100, SortDirection.ASC, false)).threads())
          .isEqualTo(page.threads());
    }
  }

  @Test
  void aSourceStaysWhileAForkOfItCannotBeRead() throws IOException {
    try (LocalThreadStore store = open()) {
      String source = write(store, 0, 1).get(0);
      String fork = Journal.threadId(50);
      try (LiveLog log =
          store
              .referenceForks()
              .orElseThrow()
              .fork(
                  Journal.newThread(fork, HistoryMode.PAGINATED), source, new ForkPoint.Latest())) {
        log.append(Journal.turn(fork, "own", "own"));
      }
      Path file = file(store, fork);
      Files.move(file, directory.resolve("aside"));
      Files.createDirectory(file); // what is no file cannot be read
      assertThat(listed(store)).containsExactly(source);
      assertThatThrownBy(() -> store.delete(source)).hasMessageContaining("still references it");
    }
  }

  @Test
  void namesThatCannotBeReadStayAsTheyWere() throws IOException {
    try (LocalThreadStore store = open()) {
      String id = write(store, 0, 1).get(0);
      Path names = home().resolve("session_index.jsonl");
      String line = "{\"id\":\"" + id + "\",\"thread_name\":\"%s\",\"updated_at\":\"%s\"}\n";
      Files.writeString(names, line.formatted("codex", Journal.START.plusSeconds(900)));
      assertThat(store.read(id, false).name()).isEqualTo("codex");
      Path aside = Files.move(names, directory.resolve("aside"));
      Files.createDirectory(names);
      assertThat(store.list(Journal.all()).threads())
          .extracting(StoredThread::name)
          .containsExactly("codex");
      assertThat(store.health().degraded()).isTrue();
      Files.delete(names);
      Files.move(aside, names);
      Files.writeString(
          names,
          line.formatted("again", Journal.START.plusSeconds(901)),
          StandardOpenOption.APPEND);
      assertThat(store.read(id, false).name()).isEqualTo("again");
      assertThat(store.health().degraded()).isFalse();
    }
  }

  @Test
  @Tag("SA-36")
  void anEntryThatIsNoFileHidesNoThread() throws IOException {
    try (LocalThreadStore store = open()) {
      List<String> ids = write(store, 0, 2);
      Path day = CodexHome.parent(file(store, ids.get(0)));
      String stranger = Journal.threadId(50);
      Files.createDirectories(day.resolve("rollout-2026-01-31T10-20-30-" + stranger + ".jsonl"));
      Path loop = day.resolve("rollout-2026-01-31T10-20-31-" + Journal.threadId(51) + ".jsonl");
      Files.createSymbolicLink(loop, loop.getFileName());
      for (int i = 0; i < 2; i++) {
        assertThat(listed(store)).isEqualTo(ids);
      }
      assertThat(store.read(ids.get(1), false).preview()).isEqualTo("question 1");
    }
    try (LocalThreadStore store = open()) {
      assertThat(listed(store)).hasSize(2);
    }
  }

  @Test
  @Tag("SA-65")
  void aRowWhoseTextWasZeroedIsNotBelieved() throws Exception {
    List<StoredThread> before;
    try (LocalThreadStore store = open()) {
      write(store, 0, 3);
      before = store.list(Journal.all()).threads();
    }
    for (String damage :
        List.of(
            "update facts set state = substr(state, 1, 40)",
            "update facts set state = replace(state, 'question', 'sentence')",
            "update threads set cwd = ''",
            "update threads set updated_ms = updated_ms + 1")) {
      sql(damage);
      try (LocalThreadStore store = open()) {
        assertThat(store.list(Journal.all()).threads()).as(damage).isEqualTo(before);
        for (StoredThread thread : before) {
          assertThat(store.read(thread.id(), false)).as(damage).isEqualTo(thread);
        }
      }
    }
  }

  @Test
  void aLoneSurrogateSurvivesTheIndex() {
    String id = Journal.threadId(0);
    StoredThread before;
    try (LocalThreadStore store = open()) {
      try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
        log.append(Journal.turn(id, "t", "a\ud800b"));
      }
      store.update(id, ThreadPatch.rename("n\udc00"), false);
      before = store.list(Journal.all()).threads().get(0);
    }
    assertThat(before.preview()).isEqualTo("a\ud800b");
    try (LocalThreadStore store = open()) {
      assertThat(store.read(id, false)).isEqualTo(before);
      assertThat(store.list(Journal.all()).threads()).containsExactly(before);
    }
  }

  @Test
  @Tag("SA-62")
  @Tag("D2")
  void aNewerSchemaIsLeftAloneWithOneWarningAndEveryAnswer() throws Exception {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 4);
    }
    sql("pragma user_version = 99");
    List<String> warnings = new CopyOnWriteArrayList<>();
    try (LocalThreadStore store =
        new LocalThreadStore(
            home(),
            Durability.DEFAULT,
            Backlog.DEFAULT,
            Blobs.OFF,
            (summary, details) -> warnings.add(summary))) {
      for (int i = 0; i < 3; i++) {
        assertThat(listed(store)).isEqualTo(ids);
        store.update(ids.get(i), ThreadPatch.rename("n" + i), false);
      }
    }
    assertThat(warnings).containsExactly("the index was written by a newer version");
  }

  @Test
  @Tag("SA-65")
  @Tag("D4")
  void aDamagedIndexIsSetAsideAsItWasWithOneWarning() throws Exception {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 4);
    }
    byte[] garbage = "no database ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    Files.write(index(), garbage);
    List<String> warnings = new CopyOnWriteArrayList<>();
    try (LocalThreadStore store =
        new LocalThreadStore(
            home(),
            Durability.DEFAULT,
            Backlog.DEFAULT,
            Blobs.OFF,
            (summary, details) -> warnings.add(summary + ": " + details))) {
      for (int i = 0; i < 3; i++) {
        assertThat(listed(store)).isEqualTo(ids);
      }
    }
    assertThat(rows()).as("rows in the new index").isEqualTo(4);
    assertThat(warnings).hasSize(1);
    String kept = warnings.get(0).replaceAll(".* was moved to (\\S+) .*", "$1");
    assertThat(Files.readAllBytes(Path.of(kept))).isEqualTo(garbage);
  }

  @Test
  @Tag("SA-63")
  @Tag("SA-64")
  @Tag("D3")
  void aLockOnTheIndexDelaysNothingAndIsCaughtUpWith() throws Exception {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = new ArrayList<>(write(store, 0, 3));
    }
    try (Connection holder = DriverManager.getConnection("jdbc:sqlite:" + index());
        Statement statement = holder.createStatement()) {
      statement.execute("begin immediate");
      try (LocalThreadStore store = open()) {
        assertThat(listed(store)).isEqualTo(ids);
        ids.addAll(write(store, 3, 2));
        for (int i = 0; i < 5; i++) {
          long begun = System.nanoTime();
          assertThat(listed(store)).isEqualTo(ids);
          assertThat(Duration.ofNanos(System.nanoTime() - begun))
              .as("time of a list while the index is locked")
              .isLessThan(Duration.ofSeconds(2));
        }
        assertThat(number("select count(*) from threads")).as("rows meanwhile").isEqualTo(3);
        statement.execute("rollback");
        awaitRows(5);
      }
    }
  }

  @Test
  @Tag("SA-68")
  void anotherProcessThatOpensTheIndexForAMomentHarmsNobody() throws Exception {
    try (LocalThreadStore store = open()) {
      write(store, 0, 2);
    }
    try (LocalThreadStore store = open()) {
      List<String> ids = new ArrayList<>(listed(store));
      awaitRows(2); // opens and closes the file beside the store
      ids.addAll(write(store, 2, 2));
      assertThat(listed(store)).isEqualTo(ids);
      awaitRows(4);
    }
    assertThat(text("pragma quick_check")).isEqualTo("ok");
  }

  @Test
  void anIndexSetBackToAnOlderCopyIsNotBelieved() throws Exception {
    List<String> ids;
    try (LocalThreadStore store = open()) {
      ids = new ArrayList<>(write(store, 0, 3));
    }
    Path copy = directory.resolve("older.sqlite");
    sql("vacuum into '" + copy + "'");
    List<StoredThread> now;
    try (LocalThreadStore store = open()) {
      ids.addAll(write(store, 3, 2));
      store.update(ids.get(0), ThreadPatch.rename("renamed"), false);
      store.archive(ids.get(1));
      now = store.list(Journal.all()).threads();
    }
    for (String part : List.of("-wal", "-shm", "")) {
      Files.deleteIfExists(index().resolveSibling("index.sqlite" + part));
    }
    Files.move(copy, index());
    try (LocalThreadStore store = open()) {
      assertThat(store.list(Journal.all()).threads()).isEqualTo(now);
    }
  }

  @Test
  void aTornTailIsCoveredOnceItIsWhole() throws IOException {
    try (LocalThreadStore store = open()) {
      String id = write(store, 0, 1).get(0);
      listed(store);
      Path file = file(store, id);
      String line =
          "{\"timestamp\":\"2026-02-01T00:00:00.000Z\",\"ordinal\":99,\"type\":\"event_msg\","
              + "\"payload\":{\"type\":\"task_started\",\"turn_id\":\"x\"}}\n";
      Files.writeString(file, line.substring(0, 40), StandardOpenOption.APPEND);
      Instant before = store.list(Journal.all()).threads().get(0).recencyAt();
      Files.writeString(file, line.substring(40), StandardOpenOption.APPEND);
      assertThat(store.list(Journal.all()).threads().get(0).recencyAt())
          .isAfter(before)
          .isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aForkSeenWithoutItsSourceInheritsOnceThatIsBack(boolean restarted) throws IOException {
    String source = Journal.threadId(1);
    String child = Journal.threadId(2);
    Path file;
    try (LocalThreadStore store = open()) {
      write(store, 1, 1);
      file = Path.of(String.valueOf(store.read(source, false).rolloutPath()));
      ReferenceForks forks = store.referenceForks().orElseThrow();
      try (LiveLog log =
          forks.fork(
              Journal.newThread(child, HistoryMode.PAGINATED), source, new ForkPoint.Latest())) {
        log.append(List.of(Journal.note("forked")));
      }
    }
    deleteTree(home().resolve("heddle"));
    Path away = directory.resolve("away");
    Files.move(file, away);
    LocalThreadStore store = open();
    try {
      assertThat(store.list(Journal.all()).threads()).isEmpty();
      assertThat(found(store)).isEmpty();
      if (restarted) {
        store.close();
      }
      Files.move(away, file);
      if (restarted) {
        store = open();
      }
      assertThat(store.list(Journal.all()).threads())
          .extracting(StoredThread::id)
          .containsExactlyInAnyOrder(source, child);
      assertThat(found(store)).containsExactlyInAnyOrder(source, child);
      LocalThreadStore last = store;
      assertThatThrownBy(() -> last.delete(source))
          .isInstanceOf(ThreadStoreException.class)
          .hasMessageContaining("forked history still references it");
    } finally {
      store.close();
    }
  }

  private static List<String> found(LocalThreadStore store) {
    return store.search().orElseThrow().search("question", Journal.all()).matches().stream()
        .map(match -> match.thread().id())
        .toList();
  }

  private static void deleteTree(Path root) throws IOException {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private long rows() {
    return number("select count(*) from threads");
  }

  /** Until the index, which is made and written behind all answers, has so many rows. */
  private void awaitRows(int count) {
    Instant patience = Instant.now().plusSeconds(30);
    String tables = "select count(*) from sqlite_schema where name = 'threads'";
    while ((number(tables) == 0 || rows() != count) && Instant.now().isBefore(patience)) {
      Thread.onSpinWait();
    }
    assertThat(rows()).as("rows in the index").isEqualTo(count);
  }

  private long number(String sql) {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + index());
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.getString(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sql(String statement) throws java.sql.SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + index());
        Statement s = c.createStatement()) {
      s.execute(statement);
    }
  }

  @Test
  void aPageOfThreadsThatChangeAllTheTimeGoesOn() throws IOException {
    List<String> ids;
    List<ThreadRow> stored = new ArrayList<>();
    CodexHome codexHome = new CodexHome(home(), java.time.ZoneId.systemDefault());
    try (LocalThreadStore store = open()) {
      ids = write(store, 0, 4);
      for (String id : ids) {
        RolloutFile file = RolloutFile.require(file(store, id), false);
        stored.add(new Projection(key -> null).row(file, FileStamp.read(file.path()), null));
      }
    }
    Path empty = Files.createDirectories(directory.resolve("empty"));
    try (FileTable files = FileTable.unwatched(CodexHome.of(empty));
        IndexFile ownIndex = new IndexFile(directory.resolve("own.sqlite"), IndexRows.MIGRATIONS);
        Catalogue catalogue =
            new Catalogue(files, new NameIndex(codexHome), ownIndex, new RestlessRows(stored))) {
      catalogue.current();
      ThreadPage page = catalogue.page(Journal.query(2, SortDirection.ASC, false));
      assertThat(ids(page)).containsExactly(ids.get(0), ids.get(2));
      assertThat(page.next()).as("there is one more").isNotNull();
    }
  }

  /**
   * Open threads: the first is never the same, and the second is gone when it is looked for a third
   * time within one answer.
   */
  private static final class RestlessRows implements CurrentRows.OpenRows {
    private final List<ThreadRow> rows;
    private int looks;
    private long changes;

    RestlessRows(List<ThreadRow> rows) {
      this.rows = rows;
    }

    @Override
    public Set<String> ids() {
      looks = 0;
      return new java.util.LinkedHashSet<>(rows.stream().map(ThreadRow::id).toList());
    }

    @Override
    public ThreadRow row(String threadId) {
      ThreadRow row =
          rows.stream().filter(each -> each.id().equals(threadId)).findFirst().orElseThrow();
      if (threadId.equals(rows.get(1).id()) && ++looks > 2) {
        return null;
      }
      if (!threadId.equals(rows.get(0).id())) {
        return row;
      }
      Mark mark = row.mark();
      FileStamp stamp = new FileStamp(mark.stamp().identity(), mark.stamp().size(), ++changes);
      return row.marked(
          new Mark(
              mark.path(),
              stamp,
              mark.covered(),
              mark.lastOrdinal(),
              mark.tailHash(),
              mark.contentHash()));
    }
  }

  /** A process that has no log open. */
  private enum NoOpenRows implements CurrentRows.OpenRows {
    INSTANCE;

    @Override
    public Set<String> ids() {
      return Set.of();
    }

    @Override
    public ThreadRow row(String threadId) {
      return null;
    }
  }
}
