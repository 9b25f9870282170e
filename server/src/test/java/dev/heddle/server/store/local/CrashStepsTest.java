package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdOutputStream;
import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ProjectBook;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.StoredProject;
import dev.heddle.server.store.StoredSection;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole-file changes that die at each of their steps: after every one the thread is as it was or as
 * it was to be, and the same change done again comes to its end.
 */
@Timeout(60)
class CrashStepsTest {
  private static final String ID = Journal.threadId(1);
  private static final List<String> BOTH = List.of("one", "two");

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private int homes;
  private Path home;

  private LocalThreadStore open(LogIo io) {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        io,
        Clock.systemUTC());
  }

  /**
   * Lets a change of a fresh home die after 0, 1, 2, … steps until it needs no more.
   *
   * @param prepare makes the home what it is before
   * @param change the change
   * @param check what holds after the death, seen by another process
   * @param done what holds when the change was done again
   */
  private void dieAtEachStep(
      Consumer<LocalThreadStore> prepare,
      Consumer<LocalThreadStore> change,
      Consumer<LocalThreadStore> check,
      Consumer<LocalThreadStore> done) {
    int steps = 0;
    for (boolean died = true; died; steps++) {
      home = directory.resolve("home" + homes++);
      try (LocalThreadStore store = open(new DiskLogIo())) {
        write(store);
        prepare.accept(store);
      }
      died = diesAfter(steps, change);
      try (LocalThreadStore after = open(new DiskLogIo())) {
        if (died) {
          check.accept(after);
          doAgain(after, change);
        }
        done.accept(after);
      }
      assertThat(below("sessions", ".tmp")).isEmpty();
    }
    assertThat(steps).as("it died at least once").isGreaterThan(1);
  }

  private boolean diesAfter(int steps, Consumer<LocalThreadStore> change) {
    try (LocalThreadStore store = open(files)) {
      files.dieAfter(steps);
      change.accept(store);
      return false;
    } catch (ThreadStoreException e) {
      return true;
    } finally {
      files.heal();
    }
  }

  private static void doAgain(LocalThreadStore store, Consumer<LocalThreadStore> change) {
    try {
      change.accept(store);
    } catch (ThreadStoreException e) {
      // What had happened already need not happen again.
      assertThat(e.kind()).isEqualTo(ThreadStoreException.Kind.NOT_FOUND);
    }
  }

  private static void write(LocalThreadStore store) {
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "one"));
      log.append(Journal.turn(ID, "t2", "two"));
    }
  }

  private static void revert(LocalThreadStore store) {
    store.reverts().orElseThrow().revertBefore(ID, "t2");
  }

  /** Names of files below a directory of the home. */
  private List<String> below(String where, String suffix) {
    Path root = home.resolve(where);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertInOnePlace(LocalThreadStore store) {
    int active = below("sessions", ".jsonl").size();
    int archived = below("archived_sessions", ".jsonl").size();
    assertThat(active + archived).isEqualTo(1);
    assertThat(listed(store, false)).hasSize(active);
    assertThat(listed(store, true)).hasSize(archived);
    assertThat(store.read(ID, true).archived()).isEqualTo(archived == 1);
    assertThat(Journal.questions(store, ID)).isEqualTo(BOTH);
  }

  private static List<StoredThread> listed(LocalThreadStore store, boolean archived) {
    return store
        .list(Journal.query(100, dev.heddle.server.store.SortDirection.DESC, archived))
        .threads();
  }

  @Test
  void projectsAreAsTheyWereOrAsTheyWereToBe() {
    StoredProject project =
        new StoredProject(
            "p", "n", List.of("/r"), new TreeMap<>(), 0, Journal.START, Journal.START);
    ProjectBook before = ProjectBook.EMPTY.with(project, "k", List.of(ID));
    ProjectBook after = before.without("p");
    dieAtEachStep(
        store -> store.projects().orElseThrow().change(empty -> before),
        store -> store.projects().orElseThrow().change(was -> after),
        store -> assertThat(store.projects().orElseThrow().book()).isIn(before, after),
        store -> assertThat(store.projects().orElseThrow().book()).isEqualTo(after));
  }

  @Test
  void sectionsAreAsTheyWereOrAsTheyWereToBe() {
    SectionBook before =
        SectionBook.EMPTY.withMember(ID, SectionBook.PINNED_ID, null, Journal.START);
    SectionBook after =
        before.with(new StoredSection("w", "Work", null)).withMember(ID, "w", null, Journal.START);
    dieAtEachStep(
        store -> store.sections().orElseThrow().change(empty -> before),
        store -> store.sections().orElseThrow().change(was -> after),
        store -> assertThat(store.sections().orElseThrow().book()).isIn(before, after),
        store -> assertThat(store.sections().orElseThrow().book()).isEqualTo(after));
  }

  @Test
  @Tag("SA-53")
  @DisplayName("SA 53: archiving dies at each step")
  void archiving() {
    dieAtEachStep(
        store -> {},
        store -> store.archive(ID),
        this::assertInOnePlace,
        store -> {
          assertInOnePlace(store);
          assertThat(store.read(ID, true).archived()).isTrue();
        });
  }

  @Test
  @Tag("SA-53")
  @DisplayName("SA 53: archiving beside a longer copy dies at each step, and loses no turn")
  void archivingBesideALongerCopy() {
    dieAtEachStep(
        CrashStepsTest::leaveLongerCopyInArchive,
        store -> store.archive(ID),
        store -> assertThat(below("archived_sessions", ".jsonl")).hasSize(1),
        store -> {
          assertInOnePlace(store);
          assertThat(store.read(ID, true).archived()).isTrue();
          assertThat(Journal.questions(store, ID)).isEqualTo(BOTH);
        });
  }

  private static void leaveLongerCopyInArchive(LocalThreadStore store) {
    try {
      Path active = Path.of(String.valueOf(store.read(ID, false).rolloutPath()));
      store.archive(ID);
      Path archived = Path.of(String.valueOf(store.read(ID, true).rolloutPath()));
      CodexHome.createParent(active);
      Files.writeString(active, Files.readAllLines(archived).getFirst() + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("SA-53")
  @DisplayName("SA 53: unarchiving dies at each step")
  void unarchiving() {
    dieAtEachStep(
        store -> store.archive(ID),
        store -> store.unarchive(ID),
        this::assertInOnePlace,
        store -> {
          assertInOnePlace(store);
          assertThat(store.read(ID, true).archived()).isFalse();
        });
  }

  @Test
  @Tag("SA-53")
  @DisplayName("SA 53: archiving a thread of two segments dies at each step, and loses no cut")
  void archivingSegments() {
    dieAtEachStep(
        CrashStepsTest::revert,
        store -> store.archive(ID),
        store -> assertThat(Journal.questions(store, ID)).containsExactly("one"),
        store -> {
          assertThat(store.read(ID, true).archived()).isTrue();
          assertThat(Journal.questions(store, ID)).containsExactly("one");
          assertThat(below("sessions", ".jsonl")).isEmpty();
        });
  }

  @Test
  @Tag("SA-49")
  @DisplayName("SA 49: reverting dies at each step")
  void reverting() {
    dieAtEachStep(
        store -> {},
        store -> {
          if (Journal.questions(store, ID).size() == 2) {
            revert(store);
          }
        },
        store -> assertThat(Journal.questions(store, ID)).isIn(BOTH, List.of("one")),
        store -> assertThat(Journal.questions(store, ID)).containsExactly("one"));
  }

  @Test
  @Tag("SA-49")
  @DisplayName("SA 49: deleting dies at each step, and no cut history comes back")
  void deleting() {
    dieAtEachStep(
        CrashStepsTest::revert,
        store -> store.delete(ID),
        store -> assertThat(questionsIfAny(store)).isIn(List.of("one"), List.of()),
        store ->
            assertThatExceptionOfType(ThreadStoreException.class)
                .isThrownBy(() -> store.read(ID, true)));
  }

  private static List<String> questionsIfAny(LocalThreadStore store) {
    try {
      return Journal.questions(store, ID);
    } catch (ThreadStoreException e) {
      return List.of();
    }
  }

  @Test
  @Tag("SA-49")
  @DisplayName("SA 49: a change of a queue dies at each step, and every other message stays once")
  void changingAQueue() {
    Consumer<LocalThreadStore> two =
        store -> {
          queues(store).add(ID, waiting("m1", "one"));
          queues(store).add(ID, waiting("m2", "two"));
        };
    dieAtEachStep(
        two,
        store -> {
          if (waiting(store).size() == 2) {
            queues(store).add(ID, waiting("m3", "three"));
          }
        },
        store -> assertThat(waiting(store)).isIn(BOTH, List.of("one", "two", "three")),
        store -> assertThat(waiting(store)).containsExactly("one", "two", "three"));
    dieAtEachStep(
        two,
        store -> queues(store).replace(ID, waiting("m1", "changed")),
        store -> assertThat(waiting(store)).isIn(BOTH, List.of("changed", "two")),
        store -> assertThat(waiting(store)).containsExactly("changed", "two"));
    dieAtEachStep(
        two,
        store -> queues(store).reorder(ID, List.of("m2", "m1")),
        store -> assertThat(waiting(store)).containsExactlyInAnyOrder("one", "two"),
        store -> assertThat(waiting(store)).containsExactly("two", "one"));
    dieAtEachStep(
        two,
        store -> queues(store).remove(ID, "m1"),
        store -> assertThat(waiting(store)).isIn(BOTH, List.of("two")),
        store -> assertThat(waiting(store)).containsExactly("two"));
  }

  private static ThreadQueues queues(LocalThreadStore store) {
    return store.queues().orElseThrow();
  }

  private static QueuedMessage waiting(String id, String text) {
    JsonArray input = new JsonArray();
    input.add(text);
    return new QueuedMessage(id, "client-" + id, input, null);
  }

  private static List<String> waiting(LocalThreadStore store) {
    return queues(store).list(ID).stream()
        .map(message -> message.input().get(0).getAsString())
        .toList();
  }

  @Test
  @Tag("SA-49")
  @DisplayName(
      "SA 49: a change of attachments dies at each step, and owners are those that have it")
  void changingAttachments() {
    dieAtEachStep(
        store -> attach(store, "1"),
        store -> attach(store, "2"),
        store -> assertThat(attached(store)).isIn(List.of("1"), List.of("1", "2")),
        store -> assertThat(attached(store)).containsExactly("1", "2"));
    dieAtEachStep(
        store -> {
          attach(store, "1");
          attach(store, "2");
        },
        store -> attachments(store).remove(ID, new AttachmentIdentity("pr", "2")),
        store -> assertThat(attached(store)).isIn(List.of("1"), List.of("1", "2")),
        store -> assertThat(attached(store)).containsExactly("1"));
    dieAtEachStep(
        store -> attach(store, "1"),
        store -> store.delete(ID),
        store -> assertThat(attached(store)).isIn(List.of("1"), List.of()),
        store -> assertThat(attached(store)).isEmpty());
  }

  private static ThreadAttachments attachments(LocalThreadStore store) {
    return store.attachments().orElseThrow();
  }

  private static void attach(LocalThreadStore store, String key) {
    attachments(store).add(ID, new AttachmentIdentity("pr", key), new JsonPrimitive(key));
  }

  /** The keys of what the thread has, each of which leads back to it, and no other. */
  private static List<String> attached(LocalThreadStore store) {
    List<String> keys =
        attachments(store).list(ID, null, 100).attachments().stream()
            .map(each -> each.identity().key())
            .toList();
    for (String key : List.of("1", "2")) {
      assertThat(attachments(store).owners(new AttachmentIdentity("pr", key), null, 9).threadIds())
          .as("owners of " + key)
          .isEqualTo(keys.contains(key) ? List.of(ID) : List.of());
    }
    return keys;
  }

  @Test
  @Tag("SA-49")
  @DisplayName("SA 49: decompressing for a resume dies at each step")
  void decompressing() {
    dieAtEachStep(
        store -> compress(),
        store -> {
          try (LiveLog log = store.resume(ID)) {
            log.flush();
          }
        },
        store -> assertThat(Journal.questions(store, ID)).isEqualTo(BOTH),
        store -> {
          assertThat(Journal.questions(store, ID)).isEqualTo(BOTH);
          assertThat(below("sessions", ".jsonl")).hasSize(1);
        });
  }

  private void compress() {
    try (Stream<Path> paths = Files.walk(home.resolve("sessions"))) {
      for (Path plain : paths.filter(Files::isRegularFile).toList()) {
        try (OutputStream out =
            new ZstdOutputStream(Files.newOutputStream(Path.of(plain + ".zst")))) {
          Files.copy(plain, out);
        }
        Files.delete(plain);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("SA-49")
  @DisplayName("SA 49: what a crash left of a rewrite is swept at the next start")
  void leftOversAreSwept() throws IOException {
    home = directory.resolve("home");
    Path temporary = home.resolve("heddle/tmp");
    Files.createDirectories(temporary);
    Path old = temporary.resolve("rollout-2026-01-31T10-20-30-" + ID + ".jsonl.tmp");
    Path fresh =
        temporary.resolve("rollout-2026-01-31T10-20-30-" + Journal.threadId(2) + ".jsonl.tmp");
    Path stranger = temporary.resolve("stranger");
    Instant now = Instant.now();
    for (Path file : List.of(old, stranger, fresh)) {
      Files.writeString(file, "half");
    }
    for (Path file : List.of(old, stranger)) {
      Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofHours(2))));
    }
    new WholeFiles(new CodexHome(home, ZoneOffset.UTC), files).sweep(now);
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(stranger).exists();
  }
}
