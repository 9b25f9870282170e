package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.ProjectFilter;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.StoredProject;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.format.BookFormat;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects file: what is in it, and what comes of one that is damaged. */
@Timeout(60)
class LocalProjectsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final String SOUND =
      "{\"id\":\"a\",\"name\":\"n\",\"roots\":[],\"metadata\":{},\"position\":0,"
          + "\"createdAt\":\"2026-03-01T10:00:00Z\",\"updatedAt\":\"2026-03-01T10:00:00Z\","
          + "\"threads\":[\"t\"]}";

  @TempDir Path root;
  private final List<String> warnings = new ArrayList<>();

  private LocalThreadStore open() {
    return new LocalThreadStore(
        root,
        Durability.DEFAULT,
        Backlog.DEFAULT,
        Blobs.OFF,
        (summary, details) -> warnings.add(summary + "\n" + details));
  }

  private Path file() {
    return root.resolve("heddle/projects.json");
  }

  private void write(String projects) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"version\":1,\"projects\":[" + projects + "],\"keys\":{}}");
  }

  private static StoredProject project(String id, long position) {
    TreeMap<String, String> metadata = new TreeMap<>(Map.of("", " \ud83d\ude00 <&>\n"));
    return new StoredProject(
        id, "Two\nlines", List.of("/b", "/a"), metadata, position, NOW, NOW.plusMillis(1));
  }

  @Test
  void theFileIsReadableByPeopleAndComesBackAsItWas() throws Exception {
    ProjectBook book =
        ProjectBook.EMPTY
            .with(project("z", 0), "first", List.of("t2", "t1"))
            .with(project("y", 3), " \u00e4 ", List.of())
            .with(project("gone", 4), "third", List.of())
            .without("gone");
    assertThat(BookFormat.PROJECTS.decode().of(BookFormat.PROJECTS.encode().apply(book)))
        .isEqualTo(book);
    try (LocalThreadStore store = open()) {
      assertThat(file()).as("before anything is stored").doesNotExist();
      store.projects().orElseThrow().change(empty -> book);
    }
    assertThat(Files.readAllLines(file())).contains("      \"name\": \"Two\\nlines\",");
    assertThat(root.resolve("heddle/tmp")).isEmptyDirectory();
  }

  @Test
  void theLossOfEveryIndexLosesNoProject() throws IOException {
    String id = Journal.threadId(0);
    try (LocalThreadStore store = open()) {
      write(store, 0);
      write(store, 1);
      store.projects().orElseThrow().change(book -> book.with(project("p", 0), "k", List.of(id)));
    }
    for (String index : List.of("index.sqlite", "history.sqlite")) {
      Files.deleteIfExists(root.resolve("heddle").resolve(index));
    }
    try (LocalThreadStore store = open()) {
      ProjectBook book = store.projects().orElseThrow().book();
      assertThat(
              store
                  .list(new QueryBuilder().project(new ProjectFilter(book, "p", false)).build())
                  .threads())
          .as("the first answer")
          .extracting(StoredThread::id)
          .containsExactly(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        SOUND + "," + SOUND,
        SOUND + ",{\"id\":\"b\"}",
      })
  void aDamagedFileIsToldOfOnceAndLeftAsItIs(String projects) throws IOException {
    write(projects);
    String damaged = Files.readString(file());
    try (LocalThreadStore store = open()) {
      String id = write(store, 0);
      ThreadProjects kept = store.projects().orElseThrow();
      assertCorrupt(kept::book);
      assertCorrupt(() -> kept.change(book -> book.without("a")));
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("The projects of threads are damaged and left as they are\n" + file());
      assertThat(store.list(Journal.all()).threads()).extracting(StoredThread::id).contains(id);
      store.delete(id);
      assertThat(Files.readString(file())).as("after a thread was deleted").isEqualTo(damaged);
    }
  }

  /** Each of these is one that a change could not have written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"position\":0|\"position\":-1",
        "\"position\":0|\"position\":\"0\"",
        "\"roots\":[]|\"roots\":[1]",
        "\"metadata\":{}|\"metadata\":{\"a\":null}",
        "\"metadata\":{}|\"metadata\":[]",
        "\"threads\":[\"t\"]|\"threads\":[\"t\",\"t\"]",
        "\"threads\":[\"t\"]|\"threads\":{}",
        "10:00:00Z|25:00:00Z",
      })
  void whatNoChangeWroteIsNotUnderstood(String replaced) throws IOException {
    String[] fromTo = replaced.split("\\|", 2);
    write(SOUND.replace(fromTo[0], fromTo[1]));
    try (LocalThreadStore store = open()) {
      assertCorrupt(store.projects().orElseThrow()::book);
      write(SOUND);
      assertThat(store.projects().orElseThrow().book().projectOf("t")).as("mended").isEqualTo("a");
    }
  }

  private static String write(LocalThreadStore store, int number) {
    String id = Journal.threadId(number);
    try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(id, "t" + number, "question"));
      log.flush();
    }
    return id;
  }

  private static void assertCorrupt(Runnable request) {
    assertThatExceptionOfType(ThreadStoreException.class)
        .isThrownBy(request::run)
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
          assertThat(e.message()).startsWith("the projects are damaged (heddle/projects.json): ");
        });
  }
}
