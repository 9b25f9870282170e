package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoreHealth;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.journal.Headers;
import dev.heddle.server.store.journal.JournalWriter;
import dev.heddle.server.store.journal.WriteQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a log that cannot write says, to whom, and what it does when it can again. */
@Timeout(60)
class WriteFailureTest {
  private static final String ID = Journal.threadId(1);
  private static final String OTHER = Journal.threadId(2);

  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();
  private final List<ThreadStoreException> told = Collections.synchronizedList(new ArrayList<>());
  private final List<LocalThreadStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    files.hold(null);
    files.heal();
    stores.forEach(LocalThreadStore::close);
  }

  private LocalThreadStore open(Durability durability, Backlog limit) {
    return open(durability, limit, files);
  }

  private LocalThreadStore open(Durability durability, Backlog limit, LogIo io) {
    CodexHome home = new CodexHome(directory.resolve("home"), ZoneOffset.UTC);
    LocalThreadStore store = new LocalThreadStore(home, durability, limit, io, Clock.systemUTC());
    stores.add(store);
    return store;
  }

  private LiveLog create(LocalThreadStore store, String id) {
    LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED));
    log.onFailure(told::add);
    return log;
  }

  private static List<RolloutRecord> notes(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Journal.note("n" + i)).toList();
  }

  private static List<String> texts(LocalThreadStore store) {
    return Journal.replay(store, ID).stream()
        .filter(record -> record.payload().has("text"))
        .map(record -> record.payload().get("text").getAsString())
        .toList();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }

  @Test
  @Tag("SA-9")
  @DisplayName("SA 9: ten appends behind a busy disk are one write, in strict mode with one force")
  void whatCameMeanwhileIsOneWriteAndOneForce() {
    LocalThreadStore store = open(Durability.STRICT, Backlog.DEFAULT);
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog log = create(store, ID);
    log.append(notes(0, 1));
    log.flush();
    files.hold(disk);
    log.append(notes(1, 2));
    files.awaitHeld();
    int writes = files.writes();
    int forces = files.forces();
    for (int i = 2; i < 12; i++) {
      log.append(notes(i, i + 1));
    }
    files.hold(null);
    disk.countDown();
    log.flush();
    assertThat(files.writes() - writes).as("the write that was held, and one more").isEqualTo(2);
    assertThat(files.forces() - forces).isEqualTo(2);
    assertThat(texts(store)).isEqualTo(names(12));
  }

  @Test
  @Tag("SA-15")
  @DisplayName("SA 15: who comes while writes fail is told at once, with the class of the cause")
  void whoComesLaterIsToldOfTheLatchedFailure() {
    LiveLog log = create(open(Durability.DEFAULT, Backlog.DEFAULT), ID);
    files.failAfter(0);
    log.append(notes(0, 3));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
    assertThat(told).hasSize(1);
    for (int turn = 2; turn <= 4; turn++) {
      log.onFailure(told::add);
      log.append(notes(turn, turn + 1));
      assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
      assertThat(told).as("once for each who listens").hasSize(turn);
    }
    assertThat(told).allMatch(cause -> cause.kind() == Kind.IO);
    assertThat(told).noneMatch(cause -> cause.message().contains(directory.toString()));
    files.heal();
    log.flush();
    log.onFailure(told::add);
    assertThat(told).as("nothing to tell any more").hasSize(4);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aThreadThatCannotBeHadIsAFailureAsAnyOther() {
    AtomicBoolean exhausted = new AtomicBoolean(true);
    Executor pool =
        task -> {
          if (exhausted.get()) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          Thread.ofPlatform().start(task);
        };
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        JournalWriter log = writer(pool, timer)) {
      log.onFailure(told::add);
      log.append(notes(0, 2));
      assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
      assertThat(told).singleElement().matches(cause -> cause.kind() == Kind.IO);
      exhausted.set(false);
      log.flush();
      assertThat(log.failure()).isNull();
    }
    assertThat(texts(open(Durability.DEFAULT, Backlog.DEFAULT))).isEqualTo(names(2));
  }

  private JournalWriter writer(Executor pool, ScheduledExecutorService timer) {
    CodexHome home = new CodexHome(directory.resolve("home"), ZoneOffset.UTC);
    RolloutFile file = home.newRollout(ID, Journal.START);
    HistoryMode mode = HistoryMode.PAGINATED;
    RolloutRecord header = Headers.of(Journal.newThread(ID, mode), null);
    LogTail tail = new LogTail(ID, file.path(), files, new WholeFiles(home, files), false, null);
    return new JournalWriter(
        ID,
        mode,
        new RolloutJournal(ID, mode, tail, new NobodyAround(), RolloutCodec::encode),
        new WriteQueue(mode, header, 0),
        Backlog.DEFAULT,
        pool,
        timer);
  }

  private static final class NobodyAround implements RolloutJournal.Owner {
    @Override
    public RolloutRecord complete(RolloutRecord header) {
      return header;
    }

    @Override
    public void written(List<RolloutRecord> records, LogTail tail) {}

    @Override
    public void failed(ThreadStoreException cause, long firstOrdinal) {}

    @Override
    public void recovered() {}

    @Override
    public void closed() {}
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLogThatWasOpenedAfterTheEndHoldsNobodyUp() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    store.close();
    LiveLog late = create(store, ID);
    late.append(notes(0, 1));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(late::flush);
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(late::close);
  }

  @Test
  @Tag("SA-16")
  @DisplayName("SA 16: the end tells every failure, and stores the others first")
  void theEndStoresWhatItCanAndTellsWhatItCannot() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    LiveLog good = create(store, OTHER);
    LiveLog bad = create(store, ID);
    bad.append(notes(0, 1));
    bad.flush();
    CountDownLatch disk = new CountDownLatch(1);
    files.holdOnly(OTHER, disk);
    good.append(Journal.turn(OTHER, "t1", "kept"));
    files.awaitHeld();
    replaceFile(bad);
    bad.append(notes(1, 2));
    Thread.ofPlatform().start(disk::countDown);
    assertThatExceptionOfType(ThreadStoreException.class)
        .isThrownBy(store::close)
        .matches(failure -> failure.kind() == Kind.CORRUPT)
        .matches(failure -> ID.equals(failure.threadId()));
    store.close(); // a second time, and nothing happens
    LocalThreadStore again = open(Durability.DEFAULT, Backlog.DEFAULT);
    assertThat(Journal.questions(again, OTHER)).containsExactly("kept");
  }

  private void replaceFile(LiveLog log) {
    try {
      Path file = Path.of(log.rolloutPath());
      Path other = directory.resolve("other");
      Files.writeString(other, "somebody else's\n");
      Files.move(file, directory.resolve("kept"));
      Files.move(other, file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("SA 79: a log that hangs does not keep the end from storing the others")
  void aLogThatHangsDoesNotKeepTheOthers() throws Exception {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog hung = create(store, ID);
    LiveLog good = create(store, OTHER);
    files.holdOnly(ID, disk);
    hung.append(notes(0, 1));
    files.awaitHeld();
    good.append(Journal.turn(OTHER, "t1", "kept"));
    Thread closing = Thread.ofPlatform().start(store::close);
    LocalThreadStore reader = open(Durability.DEFAULT, Backlog.DEFAULT, new DiskLogIo());
    while (!isStored(reader)) {
      Thread.onSpinWait();
    }
    assertThat(closing.isAlive()).as("still waits for the other").isTrue();
    disk.countDown();
    closing.join();
    assertThat(texts(reader)).isEqualTo(names(1));
  }

  private static boolean isStored(LocalThreadStore store) {
    try {
      return Journal.questions(store, OTHER).equals(List.of("kept"));
    } catch (ThreadStoreException e) {
      return false;
    }
  }

  @Test
  @Tag("SA-20")
  @DisplayName("SA 20: with too much waiting a log takes no new turn, but all that was begun")
  void aFullBacklogRefusesTurnsAndNothingElse() {
    LocalThreadStore store = open(Durability.DEFAULT, new Backlog(20, Long.MAX_VALUE));
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog log = create(store, ID);
    files.hold(disk);
    log.append(notes(0, 10));
    log.admit();
    log.append(notes(10, 30));
    assertThatExceptionOfType(ThreadStoreException.class)
        .isThrownBy(log::admit)
        .matches(refusal -> refusal.kind() == Kind.LOCKED)
        .withMessageContaining("31 records");
    log.append(notes(30, 40));
    files.hold(null);
    disk.countDown();
    log.flush();
    log.admit();
    assertThat(texts(store)).isEqualTo(names(40));
  }

  @Test
  @Tag("SA-20")
  @DisplayName("SA 20: bytes count as well as records, and the refusal says why nothing is stored")
  void aFullBacklogOfBytesNamesTheCause() {
    LocalThreadStore store = open(Durability.DEFAULT, new Backlog(Integer.MAX_VALUE, 100_000));
    LiveLog log = create(store, ID);
    log.append(notes(0, 1));
    log.flush();
    files.failAfter(0);
    log.append(List.of(Journal.note("x".repeat(60_000))));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
    log.admit();
    log.append(List.of(Journal.note("y".repeat(60_000))));
    assertThatExceptionOfType(ThreadStoreException.class)
        .isThrownBy(log::admit)
        .matches(refusal -> refusal.kind() == Kind.IO);
    files.heal();
    log.flush();
    log.admit();
    assertThat(texts(store)).hasSize(3);
  }

  @Test
  @Tag("SA-22")
  @DisplayName("SA 22: after a failed force the file is opened anew and the batch written again")
  void aFailedForceIsNotHealedByAnotherForce() throws IOException {
    LocalThreadStore store = open(Durability.STRICT, Backlog.DEFAULT);
    LiveLog log = create(store, ID);
    log.append(notes(0, 3));
    log.flush();
    int opens = files.opens();
    int writes = files.writes();
    int failures = files.failures();
    files.failForce(true);
    files.failTruncate(true); // what was written stays: it must not count as stored
    log.append(notes(3, 5));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
    assertThat(store.health().degraded()).isTrue();
    files.failForce(false);
    log.flush();
    int attempts = files.failures() - failures;
    assertThat(files.opens() - opens).as("opened anew").isEqualTo(attempts);
    assertThat(files.writes() - writes).as("written again").isEqualTo(attempts + 1);
    assertThat(store.health().degraded()).as(store.health().toString()).isFalse();
    assertThat(texts(store)).isEqualTo(names(5));
    assertThat(Files.readAllLines(Path.of(log.rolloutPath()))).as("no line twice").hasSize(6);
  }

  @Test
  void whatOthersWriteBetweenTheLookAndTheWriteStays() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    LiveLog log = create(store, ID);
    log.append(notes(0, 1));
    log.flush();
    Path file = Path.of(log.rolloutPath());
    byte[] theirs = RolloutCodec.encode(Journal.note("theirs").at(2));
    files.beforeNextSize(() -> append(file, theirs));
    log.append(notes(1, 2));
    log.flush();
    assertThat(texts(store)).containsExactly("n0", "theirs", "n1");
    assertThat(Journal.ordinals(Journal.replay(store, ID))).containsExactly(0L, 1L, 2L, 3L);
  }

  private static void append(Path file, byte[] line) {
    try {
      Files.write(file, line, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Tag("SA-28")
  @Tag("SA-30")
  @DisplayName("SA 28, 30: a listed row claims no bytes that it has not folded")
  void aRowIsNeverAheadOfWhatItSays() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    LiveLog log = store.create(Journal.newThread(ID, HistoryMode.LEGACY));
    log.append(Journal.turn(ID, "t1", "one"));
    log.flush();
    files.failAfter(Integer.MAX_VALUE); // all of it is written, and then it fails
    files.failTruncate(true);
    log.append(
        List.of(
            Records.threadMetadata(
                Journal.START, ID, ThreadFold.payloadOf(ThreadPatch.rename("late")))));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
    assertThat(store.list(Journal.all()).threads()).hasSize(1);
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(store::close);
    LocalThreadStore after = open(Durability.DEFAULT, Backlog.DEFAULT, new DiskLogIo());
    assertThat(Journal.replay(after, ID)).hasSize(8);
    assertThat(after.read(ID, false).name()).isEqualTo("late");
  }

  @Test
  @Tag("SA-47")
  @DisplayName("SA 47: a power cut takes nothing that was flushed in strict mode")
  void strictModeLosesNothingThatWasFlushed() {
    for (int cut = 1; cut <= 6; cut++) {
      String id = Journal.threadId(100 + cut);
      PowerLossFiles power = new PowerLossFiles();
      LocalThreadStore store = open(Durability.STRICT, Backlog.DEFAULT, power);
      LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED));
      for (int turn = 0; turn < cut; turn++) {
        log.append(Journal.turn(id, "t" + turn, "question " + turn));
        log.flush();
      }
      power.cutPower();
      LocalThreadStore after = open(Durability.DEFAULT, Backlog.DEFAULT, new DiskLogIo());
      assertThat(Journal.questions(after, id)).hasSize(cut);
      log.close();
    }
  }

  @Test
  void aPowerCutAfterTheFirstArchivedThreadTakesNeitherOfItsPlaces() {
    PowerLossFiles power = new PowerLossFiles();
    LocalThreadStore store = open(Durability.STRICT, Backlog.DEFAULT, power);
    Path file;
    try (LiveLog log = create(store, ID)) {
      log.append(Journal.turn(ID, "t", "kept"));
      file = Path.of(log.rolloutPath());
    }
    power.note(directory.resolve("home/archived_sessions").resolve(file.getFileName()));
    store.archive(ID);
    power.cutPower();
    LocalThreadStore after = open(Durability.DEFAULT, Backlog.DEFAULT, new DiskLogIo());
    assertThat(Journal.questions(after, ID)).containsExactly("kept");
  }

  @Test
  @DisplayName("SA 81: health is measured or says that it was not")
  void healthIsMeasuredOrSaysSo() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    assertThat(store.health().dimensions())
        .containsEntry("writer", StoreHealth.UNMEASURED)
        .containsEntry("files", StoreHealth.UNMEASURED);
    assertThat(store.health().gauges()).doesNotContainKeys("writers.failing", "files.incidents");
    LiveLog log = create(store, ID);
    files.failAfter(0);
    log.append(notes(0, 1));
    assertThatExceptionOfType(ThreadStoreException.class).isThrownBy(log::flush);
    assertThat(store.health().gauges())
        .containsEntry("writers.failing", 1L)
        .containsEntry("backlog.records", 2L);
    assertThat(store.health().dimensions().get("writer")).contains(ID);
    files.heal();
    log.flush();
    assertThat(store.health().gauges())
        .containsEntry("writers.failing", 0L)
        .containsEntry("backlog.records", 0L);
    assertThat(store.health().dimensions()).containsEntry("writer", "ok");
  }

  @Test
  @Tag("SA-7")
  @DisplayName(
      "SA 7: waiting for the file has a bound for who asks for one, and none while it fails")
  void aBoundedFlushComesBack() {
    LocalThreadStore store = open(Durability.DEFAULT, Backlog.DEFAULT);
    CountDownLatch disk = new CountDownLatch(1);
    LiveLog log = create(store, ID);
    files.hold(disk);
    log.append(notes(0, 1));
    assertThat(log.flush(Duration.ofMillis(5))).isFalse();
    files.hold(null);
    disk.countDown();
    assertThat(log.flush(Duration.ofMinutes(1))).isTrue();
    files.failAfter(0);
    log.append(notes(1, 2));
    assertThat(log.flush(Duration.ofMinutes(1))).isFalse();
    assertThat(log.flush(Duration.ofMinutes(1))).isFalse();
    files.heal();
    log.flush();
    assertThat(log.flush(Duration.ofMinutes(1))).isTrue();
  }
}
