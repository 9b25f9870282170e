package dev.heddle.server.store.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The open log under faults: nothing accepted is lost, doubled, reordered or glued. */
class RolloutWriterTest {
  private static final String ID = Journal.threadId(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private final List<ThreadStoreException> told = Collections.synchronizedList(new ArrayList<>());
  private LocalThreadStore store;

  @BeforeEach
  void open() {
    store = open(Durability.DEFAULT);
  }

  @AfterEach
  void close() {
    files.hold(null);
    files.heal();
    store.close();
  }

  private LocalThreadStore open(Durability durability) {
    CodexHome home = new CodexHome(directory.resolve("home"), ZoneOffset.UTC);
    return new LocalThreadStore(home, durability, Backlog.DEFAULT, files, Clock.systemUTC());
  }

  private LiveLog create() {
    LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED));
    log.onFailure(told::add);
    return log;
  }

  private static List<RolloutRecord> notes(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Journal.note("n" + i)).toList();
  }

  /** The texts of the notes in the file, in its order; fails when a line is none. */
  private static List<String> stored(LiveLog log) throws IOException {
    List<String> texts = new ArrayList<>();
    List<Long> ordinals = new ArrayList<>();
    try (RolloutReader reader = RolloutReader.open(Path.of(log.rolloutPath()))) {
      for (RolloutRecord r = reader.next(); r != null; r = reader.next()) {
        ordinals.add(r.ordinal());
        if (r.payload().has("text")) {
          texts.add(r.payload().get("text").getAsString());
        }
      }
    }
    assertEquals(
        IntStream.range(0, ordinals.size()).mapToObj(i -> (long) i).toList(), ordinals, "ordinals");
    return texts;
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }

  @Test
  @Tag("SA-10")
  void nothingIsStoredBeforeTheFirstAppend() throws IOException {
    LiveLog log = create();
    log.flush();
    assertFalse(log.materialized());
    assertFalse(Files.exists(Path.of(log.rolloutPath())));
    log.append(List.of());
    log.flush();
    assertFalse(Files.exists(Path.of(log.rolloutPath())));
    log.append(notes(0, 1));
    log.flush();
    assertTrue(log.materialized());
    assertEquals(names(1), stored(log));
  }

  @Test
  void whoWantsEverythingStoredThatIsMeansNothingByALogThatWasClosedMeanwhile() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 1));
    log.flush();
    log.close();
    log.flush();
    assertTrue(log.flush(PATIENCE));
  }

  @Test
  void filesAndDirectoriesArePrivate() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 1));
    log.flush();
    Path file = Path.of(log.rolloutPath());
    assertEquals("rw-------", permissions(file));
    assertEquals("rwx------", permissions(CodexHome.parent(file)));
    assertEquals("rwx------", permissions(directory.resolve("home/sessions")));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  @Tag("SA-7")
  @Tag("SA-9")
  void appendReturnsWhileStorageHangsAndWhatWaitedIsOneWrite() throws IOException {
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog log = create();
    log.append(notes(0, 1));
    log.flush();
    files.hold(disk);
    int before = files.writes();
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int i = 1; i < 500; i++) {
            log.append(notes(i, i + 1));
          }
        });
    disk.countDown();
    files.hold(null);
    log.flush();
    assertEquals(names(500), stored(log));
    assertTrue(files.writes() - before <= 3, "writes: " + (files.writes() - before));
  }

  @Test
  void aHungDiskOfOneThreadDoesNotHoldUpAnother() throws IOException {
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog hung = create();
    files.hold(disk);
    hung.append(notes(0, 1));
    files.awaitHeld();
    files.hold(null);
    String otherId = Journal.threadId(2);
    LiveLog other = store.create(Journal.newThread(otherId, HistoryMode.PAGINATED));
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          other.append(notes(0, 1));
          other.flush();
        });
    assertEquals(names(1), stored(other));
    disk.countDown();
    hung.flush();
    assertEquals(names(1), stored(hung));
  }

  @Test
  @Tag("SA-18")
  @Tag("SA-19")
  void aShortWriteOfEveryLengthLosesDoublesAndGluesNothing() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 3));
    log.flush();
    long lines = Files.size(Path.of(log.rolloutPath()));
    log.close();
    // Long enough that every length of the second batch, and one past it, is tried.
    for (boolean truncates : new boolean[] {true, false}) {
      for (int length = 0; length <= 400; length += truncates ? 7 : 1) {
        String id = Journal.threadId(1000 + length + (truncates ? 0 : 1000));
        LiveLog victim = store.create(Journal.newThread(id, HistoryMode.PAGINATED));
        victim.append(notes(0, 2));
        victim.flush();
        files.failTruncate(!truncates);
        files.failAfter(length);
        victim.append(notes(2, 4));
        assertThrows(ThreadStoreException.class, victim::flush);
        victim.append(notes(4, 5));
        files.heal();
        if (!truncates) {
          files.failTruncate(true);
        }
        victim.flush();
        files.heal();
        assertEquals(names(5), stored(victim), "short write of " + length);
        victim.close();
      }
    }
    assertTrue(lines > 0);
  }

  @Test
  @Tag("SA-17")
  void aFailureIsToldOnceKeptAndHealed() throws IOException {
    LiveLog log = create();
    files.failAfter(0);
    for (int i = 0; i < 50; i++) {
      log.append(notes(i, i + 1));
    }
    ThreadStoreException first = assertThrows(ThreadStoreException.class, log::flush);
    assertEquals(Kind.IO, first.kind());
    assertThrows(ThreadStoreException.class, log::flush);
    assertEquals(1, told.size(), "told once for one failure");
    assertTrue(store.health().degraded());
    files.heal();
    log.flush();
    assertEquals(names(50), stored(log));
    assertFalse(store.health().degraded(), store.health().toString());
    files.failAfter(10);
    log.append(notes(50, 51));
    assertThrows(ThreadStoreException.class, log::flush);
    assertEquals(2, told.size(), "told again after it had healed");
  }

  @Test
  @Tag("SA-17")
  void theRetryNeedsNobodyToAsk() throws IOException {
    LiveLog log = create();
    files.failAfter(3);
    log.append(notes(0, 20));
    assertThrows(ThreadStoreException.class, log::flush);
    files.heal();
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (((JournalWriter) log).backlog() > 0) {
            Thread.onSpinWait();
          }
        });
    assertEquals(names(20), stored(log));
  }

  @Test
  void closeTellsWhatWasNotStoredAndReleasesTheThread() {
    LiveLog log = create();
    files.failAfter(0);
    log.append(notes(0, 1));
    assertThrows(ThreadStoreException.class, log::close);
    files.heal();
    log.close();
    LiveLog again = store.create(Journal.newThread(ID, HistoryMode.PAGINATED));
    again.append(notes(0, 1));
    again.close();
    assertEquals(2, Journal.replay(store, ID).size());
  }

  @Test
  void recordsAfterCloseAreDroppedAndCounted() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 1));
    log.close();
    log.append(notes(1, 4));
    assertEquals(names(1), stored(log));
    assertEquals(3, ((JournalWriter) log).dropped());
  }

  @Test
  void metadataForALogThatIsJustClosingIsNotLost() throws Exception {
    LiveLog log = create();
    CountDownLatch disk = new CountDownLatch(1);
    files.hold(disk);
    log.append(notes(0, 1));
    files.awaitHeld();
    Thread closing = waiting(log::close);
    Thread updating = waiting(() -> store.update(ID, ThreadPatch.memoryMode("disabled"), false));
    files.hold(null);
    disk.countDown();
    closing.join();
    updating.join();
    assertEquals("disabled", store.read(ID, false).memoryMode());
  }

  /** Starts the work, and returns when it waits for something. */
  private static Thread waiting(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().start(work);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  @Tag("SA-23")
  void interruptingTheCallerDoesNotHurtTheLog() throws IOException {
    LiveLog log = create();
    for (int i = 0; i < 20; i++) {
      Thread.currentThread().interrupt();
      log.append(notes(i, i + 1));
      log.flush();
    }
    assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
    assertEquals(names(20), stored(log));
  }

  @Test
  @Tag("SA-8")
  void manyProducersKeepTheirOrder() throws Exception {
    LiveLog log = create();
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < 8; p++) {
      String prefix = "p" + p + "-";
      producers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  log.append(List.of(Journal.note(prefix + i)));
                }
              }));
    }
    for (Thread producer : producers) {
      producer.join();
    }
    log.flush();
    List<String> all = stored(log);
    assertEquals(1600, all.size());
    for (int p = 0; p < 8; p++) {
      String prefix = "p" + p + "-";
      assertEquals(
          IntStream.range(0, 200).mapToObj(i -> prefix + i).toList(),
          all.stream().filter(text -> text.startsWith(prefix)).toList());
    }
  }

  @Test
  @Tag("SA-9")
  void strictModeForcesEachBatchAndTheDirectoryOfANewFile() throws IOException {
    store.close();
    store = open(Durability.STRICT);
    LiveLog log = create();
    log.append(notes(0, 10));
    log.flush();
    int directoryForces = files.directoryForces();
    assertTrue(directoryForces >= 1);
    assertTrue(files.forces() >= 1);
    files.failForce(true);
    log.append(notes(10, 12));
    assertThrows(ThreadStoreException.class, log::flush);
    files.heal();
    log.flush();
    assertEquals(names(12), stored(log));
    assertEquals(directoryForces, files.directoryForces());
  }

  @Test
  @Tag("SA-24")
  void aRemovedFileIsRestored() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 3));
    log.flush();
    Files.delete(Path.of(log.rolloutPath()));
    log.append(notes(3, 5));
    log.flush();
    assertEquals(names(5), stored(log));
    assertTrue(store.health().degraded());
    Files.delete(Path.of(log.rolloutPath()));
    log.flush();
    assertEquals(names(5), stored(log), "noticed at flush, without anything to write");
  }

  @Test
  @Tag("SA-24")
  void aFileThatAnotherReplacedIsNotWrittenTo() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 3));
    log.flush();
    Path file = Path.of(log.rolloutPath());
    Path other = directory.resolve("other");
    Files.writeString(other, "somebody else's\n");
    Files.move(file, directory.resolve("kept"));
    Files.move(other, file);
    log.append(notes(3, 4));
    assertEquals(Kind.CORRUPT, assertThrows(ThreadStoreException.class, log::flush).kind());
    assertEquals("somebody else's\n", Files.readString(file));
    Files.delete(file);
    Files.move(directory.resolve("kept"), file);
    log.flush();
    assertEquals(names(4), stored(log));
  }

  @Test
  @Tag("SA-24")
  void aResumedThreadWhoseFileIsGoneIsNotContinuedInAnother() throws IOException {
    Path file = storedThenClosed();
    byte[] before = Files.readAllBytes(file);
    LiveLog log = store.resume(ID);
    Files.move(file, directory.resolve("kept"));
    log.append(notes(3, 4));
    assertThrows(ThreadStoreException.class, log::flush);
    assertFalse(Files.exists(file));
    Files.writeString(file, "somebody else's\n");
    assertEquals(Kind.CORRUPT, assertThrows(ThreadStoreException.class, log::flush).kind());
    assertEquals("somebody else's\n", Files.readString(file));
    Files.write(file, before);
    log.flush();
    assertEquals(names(4), stored(log), "put back, if only as a copy");
  }

  @Test
  @Tag("SA-24")
  void aFileThatGoesAwayAfterAFailedForceIsNotBegunAnew() throws IOException {
    store.close();
    store = open(Durability.STRICT);
    LiveLog log = create();
    log.append(notes(0, 3));
    log.flush();
    files.failForce(true);
    log.append(notes(3, 4));
    assertThrows(ThreadStoreException.class, log::flush);
    Path file = Path.of(log.rolloutPath());
    Files.move(file, directory.resolve("kept"));
    files.heal();
    assertThrows(ThreadStoreException.class, log::flush);
    assertFalse(Files.exists(file));
    Files.move(directory.resolve("kept"), file);
    log.flush();
    assertEquals(names(4), stored(log));
  }

  private Path storedThenClosed() {
    LiveLog log = create();
    log.append(notes(0, 3));
    log.close();
    return Path.of(log.rolloutPath());
  }

  @Test
  @Tag("SA-44")
  void aTornTailIsFollowedByALineOfItsOwn() throws IOException {
    LiveLog log = create();
    log.append(notes(0, 2));
    log.close();
    Path file = Path.of(log.rolloutPath());
    Files.writeString(file, "{\"timestamp\":\"20", StandardOpenOption.APPEND);
    LiveLog again = store.resume(ID);
    again.append(notes(2, 3));
    again.flush();
    assertEquals(names(3), stored(again));
    assertTrue(Files.readString(file).contains("{\"timestamp\":\"20\n{"), "the fragment stays");
  }
}
