package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.QueryBuilder;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionFilter;
import dev.heddle.server.store.SectionLook;
import dev.heddle.server.store.SectionMember;
import dev.heddle.server.store.StoredSection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadSections;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections file: what is in it, and what comes of one that is damaged. */
@Timeout(60)
class LocalSectionsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final String PINNED = SectionBook.PINNED_ID;

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
    return root.resolve("heddle/sections.json");
  }

  private void write(String text) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);
  }

  @Test
  void theFileIsReadableByPeopleAndComesBackAsItWas() throws Exception {
    SectionBook book =
        SectionBook.EMPTY
            .with(
                new StoredSection(
                    "b", "Two\nlines \u00e4 \ud83d\ude00 <&>", new SectionLook("i", null)))
            .with(new StoredSection("c", "Plain look", new SectionLook(null, null)))
            .with(new StoredSection("d", "No look", null))
            .withMember("t1", PINNED, null, NOW)
            .withMember("t2", "b", null, NOW)
            .withMember("t3", "b", "t2", NOW.plusMillis(1));
    assertThat(BookFormat.SECTIONS.decode().of(BookFormat.SECTIONS.encode().apply(book)))
        .isEqualTo(book);
    try (LocalThreadStore store = open()) {
      assertThat(file()).as("before anything is stored").doesNotExist();
      store.sections().orElseThrow().change(empty -> book);
    }
    assertThat(Files.readAllLines(file())).contains("      \"name\": \"Pinned\",");
    assertThat(root.resolve("heddle/tmp")).isEmptyDirectory();
  }

  @Test
  void theLossOfEveryIndexLosesNoSection() throws IOException {
    String id;
    try (LocalThreadStore store = open()) {
      id = write(store, 0);
      store.sections().orElseThrow().change(book -> book.withMember(id, PINNED, null, NOW));
    }
    for (String index : List.of("index.sqlite", "history.sqlite")) {
      Files.deleteIfExists(root.resolve("heddle").resolve(index));
    }
    try (LocalThreadStore store = open()) {
      assertThat(inSection(store)).containsExactly(id);
    }
  }

  /** The first answer of a store, before every file was compared with the index. */
  @Test
  void theFirstAnswerMayBeAboutASection() {
    List<String> ids = new ArrayList<>();
    try (LocalThreadStore store = open()) {
      for (int i = 0; i < 9; i++) {
        ids.add(write(store, i));
      }
      store
          .sections()
          .orElseThrow()
          .change(book ->
              book.withMember(ids.get(7), PINNED, null, NOW)
                  .withMember(ids.get(2), PINNED, null, NOW));
    }
    try (LocalThreadStore store = open()) {
      assertThat(inSection(store)).containsExactly(ids.get(7), ids.get(2));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"version\":1,\"sections\":[",
        "[]",
        "{\"version\":2,\"sections\":[]}",
        "{\"version\":1}",
        "{\"version\":1,\"sections\":[1]}",
        "{\"version\":1,\"sections\":[{\"id\":1,\"name\":\"n\",\"threads\":[]}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\"}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\",\"icon\":2,\"threads\":[]}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\",\"threads\":"
            + "[{\"id\":\"t\",\"position\":1.5,\"enteredAt\":\"2026-03-01T10:00:00Z\"}]}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\",\"threads\":"
            + "[{\"id\":\"t\",\"position\":0,\"enteredAt\":\"2026-03-01T10:00:00Z\"}]}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\",\"threads\":"
            + "[{\"id\":\"t\",\"position\":1,\"enteredAt\":\"today\"}]}]}",
        "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"n\",\"threads\":[]},"
            + "{\"id\":\"a\",\"name\":\"m\",\"threads\":[]}]}",
      })
  void aDamagedFileIsToldOfOnceAndLeftAsItIs(String damaged) throws IOException {
    write(damaged);
    try (LocalThreadStore store = open()) {
      String id = write(store, 0);
      ThreadSections sections = store.sections().orElseThrow();
      assertCorrupt(sections::book);
      assertCorrupt(() -> sections.change(book -> book.withMember(id, PINNED, null, NOW)));
      assertCorrupt(sections::book);
      assertThat(Files.readString(file())).isEqualTo(damaged);
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("The sections of threads are damaged and left as they are\n" + file());
      assertThat(store.list(Journal.all()).threads()).extracting(StoredThread::id).contains(id);
      store.delete(id);
      assertThat(Files.readString(file())).as("after a thread was deleted").isEqualTo(damaged);
    }
  }

  @Test
  void aFileThatIsMendedOrMovedAwayCountsAtOnce() throws IOException {
    write("{\"version\":1,\"sections\":[");
    try (LocalThreadStore store = open()) {
      ThreadSections sections = store.sections().orElseThrow();
      assertCorrupt(sections::book);
      write(
          "{\"version\":1,\"sections\":[{\"id\":\"a\",\"name\":\"mended\",\"threads\":"
              + "[{\"id\":\"t\",\"position\":7,\"enteredAt\":\"2026-03-01T10:00:00.123Z\"}]}]}");
      assertThat(sections.book().members("a")).containsExactly(new SectionMember("t", "a", 7, NOW));
      Files.delete(file());
      assertThat(sections.book()).isEqualTo(SectionBook.EMPTY);
      sections.change(book -> book.withMember("t", PINNED, null, NOW));
      assertThat(file()).exists();
    }
  }

  private static List<String> inSection(LocalThreadStore store) {
    SectionBook book = store.sections().orElseThrow().book();
    ThreadQuery query =
        new QueryBuilder().ascending().section(new SectionFilter(book, PINNED, true)).build();
    return store.list(query).threads().stream().map(StoredThread::id).toList();
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
          assertThat(e.message()).startsWith("the sections are damaged (heddle/sections.json): ");
        });
  }
}
