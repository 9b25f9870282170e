package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The journal: what was appended comes back, in order, once, also after a restart. */
interface JournalContract extends StoreOnTrial {
  @Test
  default void appendedRecordsComeBackInOrder() {
    NewThread thread = SampleThread.of(store(), 0);
    List<RolloutRecord> first = SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello");
    List<RolloutRecord> second = SampleThread.turn(thread.historyMode(), "turn-2", 2, "again");
    try (LiveLog log = store().create(thread)) {
      log.append(first);
      second.forEach(record -> log.append(List.of(record)));
      log.flush();
      assertThat(SampleThread.texts(SampleThread.appended(store(), thread.threadId())))
          .as("replay after append and flush")
          .containsSubsequence(SampleThread.texts(first))
          .endsWith(SampleThread.texts(second).toArray(String[]::new))
          .hasSize(first.size() + second.size());
    }
  }

  @Test
  default void closeStoresWithoutAFlush() {
    NewThread thread = SampleThread.of(store(), 0);
    List<RolloutRecord> turn = SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello");
    try (LiveLog log = store().create(thread)) {
      log.append(turn);
    }
    assertThat(SampleThread.texts(SampleThread.appended(store(), thread.threadId())))
        .as("replay after append and close")
        .isEqualTo(SampleThread.texts(turn));
  }

  @Test
  default void closingTheStoreFlushesItsOpenLogs() {
    NewThread thread = SampleThread.of(store(), 0);
    List<RolloutRecord> turn = SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello");
    store().create(thread).append(turn);
    assertThat(SampleThread.texts(SampleThread.appended(restart(), thread.threadId())))
        .as("replay after append and the store's close")
        .isEqualTo(SampleThread.texts(turn));
  }

  @Test
  default void aRestartChangesNoByteOfAHistory() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello", "again");
    List<RolloutRecord> before = SampleThread.replay(store(), id);
    StoredThread readBefore = store().read(id, false);
    List<RolloutRecord> after = SampleThread.replay(restart(), id);
    assertThat(SampleThread.texts(after))
        .as("replay after restart")
        .isEqualTo(SampleThread.texts(before));
    assertThat(after).as("records with ordinals after restart").isEqualTo(before);
    assertThat(store().read(id, false)).as("read after restart").isEqualTo(readBefore);
  }

  @Test
  default void appendsGoOnWhereARestartedHistoryEnds() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "hello");
    List<String> before = SampleThread.texts(SampleThread.replay(store(), id));
    List<RolloutRecord> more = SampleThread.turn(thread.historyMode(), "turn-2", 5, "again");
    try (LiveLog log = restart().resume(id)) {
      assertThat(log.threadId()).as("resumed log's thread").isEqualTo(id);
      assertThat(log.historyMode()).as("resumed log's mode").isEqualTo(thread.historyMode());
      assertThat(log.materialized()).as("resumed log is materialized").isTrue();
      log.append(more);
    }
    List<String> expected = new ArrayList<>(before);
    expected.addAll(SampleThread.texts(more));
    assertThat(SampleThread.texts(SampleThread.replay(restart(), id)))
        .as("replay after restart, resume, append, restart")
        .isEqualTo(expected);
  }

  @Test
  default void resumeAloneWritesNothing() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    List<RolloutRecord> before = SampleThread.replay(store(), id);
    StoredThread read = store().read(id, false);
    try (LiveLog log = store().resume(id)) {
      log.append(List.of());
      log.flush();
    }
    assertThat(SampleThread.replay(store(), id)).as("replay after resume").isEqualTo(before);
    assertThat(store().read(id, false)).as("read after resume").isEqualTo(read);
  }

  @Test
  @Tag("SA-10")
  default void theHeaderIsTheFirstRecordAndTheOnlyOne() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "hello");
    try (LiveLog log = restart().resume(id)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-2", 5, "again"));
    }
    List<RolloutRecord> records = SampleThread.replay(store(), id);
    assertThat(records.getFirst().type())
        .as("type of the first record")
        .isEqualTo(RecordTypes.SESSION_META);
    assertThat(records.stream().filter(r -> r.type().equals(RecordTypes.SESSION_META)))
        .as("headers")
        .hasSize(1);
    JsonObject meta = records.getFirst().payload();
    assertThat(meta.get("id").getAsString()).as("id in the header").isEqualTo(id);
    assertThat(Instant.parse(meta.get("timestamp").getAsString()))
        .as("creation time in the header")
        .isEqualTo(thread.createdAt());
    assertThat(meta.get("cwd").getAsString())
        .as("the server's member in the header")
        .isEqualTo("/w");
  }

  @Test
  default void ordinalsCountOnlyInPaginatedThreadsAndSkipOurOwnRecords() {
    HistoryMode mode = store().defaultHistoryMode();
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "hello");
    store().update(id, ThreadPatch.rename("renamed"), false);
    try (LiveLog log = restart().resume(id)) {
      log.append(SampleThread.turn(mode, "turn-2", 5, "again"));
    }
    long next = 0;
    for (RolloutRecord record : SampleThread.replay(store(), id)) {
      boolean numbered = mode == HistoryMode.PAGINATED && !record.type().startsWith("heddle_");
      assertThat(record.ordinal())
          .as("ordinal of a %s in %s mode", record.type(), mode)
          .isEqualTo(numbered ? next++ : RolloutRecord.NO_ORDINAL);
    }
  }

  @Test
  default void timesAreKeptToTheMillisecond() {
    NewThread thread = SampleThread.of(store(), 0);
    Instant precise = SampleThread.at(3).plusNanos(456_789);
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(RolloutRecord.of(precise, RecordTypes.EVENT_MSG, new JsonObject())));
    }
    assertThat(SampleThread.appended(store(), thread.threadId()).getFirst().timestamp())
        .as("time of a record")
        .isEqualTo(SampleThread.at(3));
  }

  @Test
  default void recordTypesNobodyKnowsAndSideInformationComeBack() {
    NewThread thread = SampleThread.of(store(), 0);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("history_sequence", 7);
    JsonObject payload = new JsonObject();
    payload.addProperty("z", 1);
    payload.addProperty("a", 0.1);
    payload.add("null", JsonNull.INSTANCE);
    RolloutRecord odd =
        new RolloutRecord(
            SampleThread.at(1), RolloutRecord.NO_ORDINAL, "from_tomorrow", payload, metadata);
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(odd));
    }
    assertThat(SampleThread.texts(SampleThread.appended(restart(), thread.threadId())))
        .as("an unknown record after restart")
        .isEqualTo(SampleThread.texts(List.of(odd)));
  }

  @Test
  default void aThreadWithoutRecordsIsKnownToNobody() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    try (LiveLog log = store().create(thread)) {
      log.append(List.of());
      log.flush();
      assertThat(log.materialized()).as("materialized before the first append").isFalse();
      assertRefused("read before the first append", Kind.NOT_FOUND, () -> store().read(id, true));
      assertRefused(
          "replay before the first append", Kind.NOT_FOUND, () -> SampleThread.replay(store(), id));
      assertRefused(
          "resume before the first append", Kind.NOT_FOUND, () -> secondProcess().resume(id));
      assertThat(SampleThread.ids(store(), q -> q)).as("list before the first append").isEmpty();
      log.append(List.of(SampleThread.note(1, "now")));
      log.flush();
      assertThat(log.materialized()).as("materialized after the first append").isTrue();
      assertThat(store().read(id, false).id()).as("read after the first append").isEqualTo(id);
    }
  }

  @Test
  default void aThreadThatNeverGotARecordIsGoneAfterItsClose() {
    NewThread thread = SampleThread.of(store(), 0);
    store().create(thread).close();
    assertRefused("read after close", Kind.NOT_FOUND, () -> store().read(thread.threadId(), true));
    assertRefused(
        "read after restart", Kind.NOT_FOUND, () -> restart().read(thread.threadId(), true));
  }

  @Test
  default void recordsAfterTheCloseAreDropped() {
    NewThread thread = SampleThread.of(store(), 0);
    LiveLog log = store().create(thread);
    log.append(List.of(SampleThread.note(1, "kept")));
    log.close();
    log.append(List.of(SampleThread.note(2, "too late")));
    log.close();
    assertThat(
            SampleThread.appended(restart(), thread.threadId()).stream().map(SampleThread::noteOf))
        .as("records after an append to a closed log")
        .containsExactly("kept");
  }

  @Test
  @Tag("SA-34")
  default void anUnknownThreadIsNotFoundAndNeverEmpty() {
    String id = Uuid7.next();
    String message = "no rollout found for thread id " + id;
    assertRefused("read", Kind.NOT_FOUND, () -> store().read(id, true)).hasMessage(message);
    assertRefused("replay", Kind.NOT_FOUND, () -> SampleThread.replay(store(), id))
        .hasMessage(message);
    assertRefused("resume", Kind.NOT_FOUND, () -> store().resume(id)).hasMessage(message);
  }

  @Test
  default void gitIsAskedOnceWhenTheThreadIsFirstStored() {
    AtomicInteger asked = new AtomicInteger();
    NewThread thread =
        SampleThread.inGit(
            SampleThread.of(store(), 0),
            () -> {
              asked.incrementAndGet();
              return new GitInfo("abc", "main", null);
            });
    try (LiveLog log = store().create(thread)) {
      assertThat(asked).as("asked before the first append").hasValue(0);
      log.append(List.of(SampleThread.note(1, "a")));
      log.append(List.of(SampleThread.note(2, "b")));
      log.flush();
    }
    store().resume(thread.threadId()).close();
    assertThat(asked).as("asked in the end").hasValue(1);
    assertThat(restart().read(thread.threadId(), false).git())
        .as("git after restart")
        .isEqualTo(new GitInfo("abc", "main", null));
  }

  @Test
  default void gitThatFailsCostsNoRecord() {
    NewThread thread =
        SampleThread.inGit(
            SampleThread.of(store(), 0),
            () -> {
              throw new IllegalStateException("no git here");
            });
    try (LiveLog log = store().create(thread)) {
      log.append(List.of(SampleThread.note(1, "kept")));
      log.flush();
    }
    assertThat(SampleThread.appended(store(), thread.threadId()))
        .as("records of a thread whose git cannot be asked")
        .hasSize(1);
    assertThat(store().read(thread.threadId(), false).git()).as("its git").isNull();
  }

  @Test
  @Tag("SA-8")
  default void everyProducersRecordsKeepTheirOrder() throws Exception {
    int producers = 4;
    int records = 250;
    NewThread thread = SampleThread.of(store(), 0);
    CountDownLatch start = new CountDownLatch(1);
    try (LiveLog log = store().create(thread);
        ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      List<Future<?>> all = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        String name = "p" + p + " ";
        all.add(
            threads.submit(() -> {
              start.await();
              for (int r = 0; r < records; r++) {
                log.append(List.of(SampleThread.note(1, name + r)));
              }
              return null;
            }));
      }
      start.countDown();
      for (Future<?> one : all) {
        try {
          one.get();
        } catch (ExecutionException e) {
          throw new AssertionError("append threw", e.getCause());
        }
      }
      log.flush();
    }
    List<String> notes =
        SampleThread.appended(restart(), thread.threadId()).stream()
            .map(SampleThread::noteOf)
            .toList();
    assertThat(notes).as("records of all producers").hasSize(producers * records);
    for (int p = 0; p < producers; p++) {
      String name = "p" + p + " ";
      List<String> expected = new ArrayList<>();
      for (int r = 0; r < records; r++) {
        expected.add(name + r);
      }
      assertThat(notes.stream().filter(note -> note.startsWith(name)))
          .as("records of producer %s", name)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  default void healthIsMeasuredOrSaysThatItIsNot() {
    assertThat(store().name()).as("name").isNotBlank();
    assertThat(store().health().dimensions()).as("health").isNotEmpty();
    assertThat(store().health().dimensions().values())
        .as("health dimensions")
        .allSatisfy(value -> assertThat(value).isNotBlank());
  }
}
