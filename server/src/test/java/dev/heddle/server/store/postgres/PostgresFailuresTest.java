package dev.heddle.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.SortDirection;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadQuery;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.store.journal.Backlog;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that goes away, answers too late, or was somebody else's meanwhile. */
@Timeout(60)
class PostgresFailuresTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final List<AutoCloseable> open = new ArrayList<>();
  private String url;
  private CuttingProxy proxy;
  private PostgresThreadStore store;

  @BeforeEach
  void open() throws Exception {
    url = EmbeddedDatabase.newSchema();
    URI direct = URI.create(url.substring("jdbc:".length()));
    proxy = new CuttingProxy(direct.getPort());
    open.add(proxy);
    // In the simple mode a commit is the word, not the name of a prepared statement.
    String way = url.replace(":" + direct.getPort() + "/", ":" + proxy.port() + "/");
    store = store(way.replace("?", "?preferQueryMode=simple&"));
  }

  private PostgresThreadStore store(String at) {
    PostgresThreadStore opened =
        new PostgresThreadStore(EmbeddedDatabase.settings(at), false, Backlog.DEFAULT);
    open.addFirst(opened);
    return opened;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private static NewThread thread() {
    return new NewThread(
        Uuid7.next(), NOW, HistoryMode.PAGINATED, new JsonObject(), null, "", null, () -> null);
  }

  private static List<RolloutRecord> notes(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> {
          JsonObject payload = new JsonObject();
          payload.addProperty("type", "note");
          payload.addProperty("text", "n" + i);
          return RolloutRecord.of(NOW, RecordTypes.EVENT_MSG, payload);
        })
        .toList();
  }

  /** The notes of a thread in their order; its ordinals have to be whole. */
  private static List<String> texts(PostgresThreadStore from, String id) {
    List<String> texts = new ArrayList<>();
    List<Long> ordinals = new ArrayList<>();
    from.replay(
        id,
        true,
        record -> {
          if (record.ordinal() != RolloutRecord.NO_ORDINAL) {
            ordinals.add(record.ordinal());
          }
          if (record.payload().has("text")) {
            texts.add(record.payload().get("text").getAsString());
          }
        });
    assertThat(ordinals)
        .as("ordinals")
        .isEqualTo(IntStream.range(0, ordinals.size()).mapToObj(i -> (long) i).toList());
    return texts;
  }

  private static List<String> names(int... numbers) {
    return IntStream.of(numbers).mapToObj(i -> "n" + i).toList();
  }

  private static ThreadQuery everything() {
    return new ThreadQuery(
        10,
        null,
        ThreadQuery.SortKey.CREATED_AT,
        SortDirection.DESC,
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        Set.of(),
        null,
        null);
  }

  @Test
  void connectionsThatWereLostWhileNobodyUsedThemCostNothing() {
    NewThread thread = thread();
    try (LiveLog log = store.create(thread)) {
      log.append(notes(0, 2));
      log.flush();
      EmbeddedDatabase.endConnections(url);
      log.append(notes(2, 4));
      log.flush();
      EmbeddedDatabase.endConnections(url);
      assertThat(texts(store, thread.threadId())).isEqualTo(names(0, 1, 2, 3));
      assertThat(store.update(thread.threadId(), ThreadPatch.rename("x"), false)).isPresent();
    }
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotStoredTwice() {
    NewThread thread = thread();
    try (LiveLog log = store.create(thread)) {
      for (int i = 0; i < 3; i++) {
        int next = i;
        proxy.loseTheAnswerTo("COMMIT");
        log.append(notes(next, next + 1));
        try {
          log.flush();
        } catch (ThreadStoreException e) {
          log.flush(); // it was in time to hear of it
        }
        assertThat(proxy.hasLostIt()).isTrue();
      }
      assertThat(texts(store, thread.threadId())).isEqualTo(names(0, 1, 2));
    }
    assertThat(texts(store(url), thread.threadId())).as("elsewhere").isEqualTo(names(0, 1, 2));
  }

  @Test
  void aDatabaseThatIsAwayIsToldAndWhatWaitsIsStoredWhenItIsBack() throws Exception {
    NewThread thread = thread();
    CountDownLatch told = new CountDownLatch(1);
    try (LiveLog log = store.create(thread)) {
      log.onFailure(cause -> told.countDown());
      log.append(notes(0, 1));
      log.flush();
      proxy.cut();
      log.append(notes(1, 3));
      assertThat(told.await(20, TimeUnit.SECONDS)).as("the failure is told").isTrue();
      assertThatThrownBy(() -> store.list(everything()))
          .isInstanceOfSatisfying(
              ThreadStoreException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.IO);
                assertThat(e.message()).startsWith("the database cannot be reached");
              });
      assertThat(store.health().degraded()).isTrue();
      proxy.restore();
      log.flush();
      assertThat(store.health().degraded()).isFalse();
      assertThat(texts(store, thread.threadId())).isEqualTo(names(0, 1, 2));
    }
  }

  @Test
  void aThreadThatWasSomebodyElsesMeanwhileGoesOnBehindWhatTheyWrote() {
    NewThread thread = thread();
    String id = thread.threadId();
    PostgresThreadStore other = store(url);
    try (LiveLog log = store.create(thread)) {
      log.append(notes(0, 1));
      log.flush();
      proxy.cut(); // and with it the session of the locks, as far as the database can tell
      EmbeddedDatabase.endConnections(url);
      LiveLog theirs = other.resume(id);
      theirs.append(notes(1, 2));
      theirs.flush();
      proxy.restore();
      log.append(notes(2, 3));
      assertThatThrownBy(log::flush)
          .isInstanceOfSatisfying(
              ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
      theirs.append(notes(3, 4));
      theirs.flush();
      assertThat(texts(other, id)).as("theirs alone").isEqualTo(names(0, 1, 3));
      theirs.close();
      log.flush();
      assertThat(texts(other, id)).isEqualTo(names(0, 1, 3, 2));
      assertThatThrownBy(() -> other.resume(id))
          .as("it is ours again")
          .hasMessage("thread " + id + " already has an active writer");
    }
  }

  @Test
  void theLocksOfALostSessionAreTakenAgain() {
    NewThread thread = thread();
    PostgresThreadStore other = store(url);
    try (LiveLog log = store.create(thread)) {
      log.append(notes(0, 1));
      log.flush();
      EmbeddedDatabase.endConnections(url);
      try (LiveLog second = store.create(thread())) { // whose lock needs the session
        assertThat(second.materialized()).isFalse();
      }
      assertThatThrownBy(() -> other.resume(thread.threadId()))
          .hasMessage("thread " + thread.threadId() + " already has an active writer");
    }
  }

  @Test
  void metadataThatAnotherProcessStoresAndTurnsThatGoOnDoNotHurtEachOther() {
    NewThread thread = thread();
    PostgresThreadStore other = store(url);
    try (LiveLog log = store.create(thread)) {
      log.append(notes(0, 1));
      log.flush();
      assertThat(other.update(thread.threadId(), ThreadPatch.rename("theirs"), false)).isPresent();
      log.append(notes(1, 2));
      log.flush();
      assertThat(store.read(thread.threadId(), false).name()).isEqualTo("theirs");
      assertThat(texts(other, thread.threadId())).isEqualTo(names(0, 1));
    }
  }

  @Test
  void aThreadDeletedUnderItsWriterIsNotBroughtBack() {
    NewThread thread = thread();
    LiveLog log = store.create(thread);
    log.append(notes(0, 1));
    log.flush();
    EmbeddedDatabase.execute("delete from " + EmbeddedDatabase.schema(url) + ".heddle_threads");
    log.append(notes(1, 2));
    assertThatThrownBy(log::close).hasMessage("thread " + thread.threadId() + " was deleted");
    assertThatThrownBy(() -> store.read(thread.threadId(), true))
        .isInstanceOfSatisfying(
            ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void tablesOfALaterHeddleAreLeftAlone() {
    assertThat(store.list(everything()).threads()).isEmpty();
    EmbeddedDatabase.execute(
        "update " + EmbeddedDatabase.schema(url) + ".heddle_schema set version = 99");
    assertThatThrownBy(() -> store(url).list(everything()))
        .isInstanceOfSatisfying(
            ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining("later version of Heddle");
  }

  @Test
  void aWrongPasswordIsAPermission() {
    EmbeddedDatabase.execute("drop role if exists nobody_here");
    PostgresSettings settings =
        new PostgresSettings(url.replace("user=postgres", "user=nobody_here"), null, "wrong", 4);
    try (PostgresThreadStore refused = new PostgresThreadStore(settings, false, Backlog.DEFAULT)) {
      assertThatThrownBy(() -> refused.list(everything()))
          .isInstanceOfSatisfying(
              ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMISSION));
    }
  }

  @Test
  void processesThatOpenAnEmptyDatabaseAtOnceMakeItsTablesOnce() throws Exception {
    List<Thread> starting = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      PostgresThreadStore each = store(url);
      Thread thread =
          new Thread(() -> {
            try {
              assertThat(each.list(everything()).threads()).isEmpty();
            } catch (RuntimeException | AssertionError e) {
              synchronized (failures) {
                failures.add(e);
              }
            }
          });
      starting.add(thread);
    }
    starting.forEach(Thread::start);
    for (Thread each : starting) {
      each.join();
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void thereAreNoMoreConnectionsThanAreWanted() {
    assertThat(store(url).list(everything()).threads()).isEmpty();
    assertThat(EmbeddedDatabase.connections(url)).as("for one look").isEqualTo(1);
    store.create(thread()).append(notes(0, 1));
    store.close();
    ((PostgresThreadStore) open.getFirst()).close();
    while (EmbeddedDatabase.connections(url) > 0) { // or the test runs out of time
      Thread.onSpinWait(); // the database hears of it a moment later
    }
  }

  @Test
  void interruptingWhoWaitsForTheDatabaseCostsNoConnection() {
    NewThread thread = thread();
    try (LiveLog log = store.create(thread)) {
      log.append(notes(0, 1));
      Thread.currentThread().interrupt();
      assertThat(texts(store, thread.threadId())).isEqualTo(names(0));
      assertThat(Thread.interrupted()).as("the interrupt is the caller's to see").isTrue();
    }
  }
}
