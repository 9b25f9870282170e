package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadPatch.Change;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metadata: what a patch keeps, sets and clears, wherever the thread is. */
interface MetadataContract extends StoreOnTrial {
  @Test
  default void factsComeFromTheRecords() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "first words", "later words");
    StoredThread read = restart().read(id, false);
    assertThat(read.id()).as("id").isEqualTo(id);
    assertThat(read.sessionId()).as("session").isEqualTo(id);
    assertThat(read.forkedFromId()).as("fork source").isNull();
    assertThat(read.preview()).as("preview").isEqualTo("first words");
    assertThat(read.name()).as("name").isNull();
    assertThat(read.historyMode()).as("mode").isEqualTo(thread.historyMode());
    assertThat(read.modelProvider()).as("provider").isEqualTo("mock");
    assertThat(read.cwd()).as("cwd").isEqualTo("/w");
    assertThat(read.cliVersion()).as("version").isEqualTo("0.1.0");
    assertThat(read.originator()).as("originator").isEqualTo("contract");
    assertThat(read.source().getAsString()).as("source").isEqualTo("vscode");
    assertThat(read.createdAt()).as("created").isEqualTo(SampleThread.at(0));
    assertThat(read.updatedAt()).as("updated").isEqualTo(SampleThread.at(1).plusMillis(500));
    assertThat(read.recencyAt()).as("recency").isEqualTo(SampleThread.at(1));
    assertThat(read.archived()).as("archived").isFalse();
    assertThat(read.git()).as("git").isNull();
    assertThat(read.readState().firstUnreadTurnId()).as("first unread").isEqualTo("turn-1");
  }

  @Test
  default void aPatchChangesOnlyWhatItNames() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    JsonObject goal = new JsonObject();
    goal.addProperty("objective", "ship");
    update(id, ThreadPatch.rename("one"));
    update(id, ThreadPatch.git(Change.to("abc"), Change.to("main"), Change.to("https://x")));
    update(id, ThreadPatch.memoryMode("disabled"));
    update(id, ThreadPatch.goal(goal));
    StoredThread all = update(id, ThreadPatch.git(Change.keep(), Change.to("dev"), Change.keep()));
    assertThat(all.name()).as("name after others were set").isEqualTo("one");
    assertThat(all.git())
        .as("git after the branch alone was set")
        .isEqualTo(new GitInfo("abc", "dev", "https://x"));
    assertThat(all.memoryMode()).as("memory mode").isEqualTo("disabled");
    assertThat(all.goal()).as("goal").isEqualTo(goal);
    assertThat(restart().read(id, false)).as("the same after restart").isEqualTo(all);

    StoredThread cleared = update(id, ThreadPatch.rename(null));
    assertThat(cleared.name()).as("cleared name").isNull();
    assertThat(cleared.goal()).as("goal after the name was cleared").isEqualTo(goal);
    assertThat(update(id, ThreadPatch.goal(null)).goal()).as("cleared goal").isNull();
    assertThat(update(id, ThreadPatch.git(Change.to(null), Change.keep(), Change.keep())).git())
        .as("git after the commit was cleared")
        .isEqualTo(new GitInfo(null, "dev", "https://x"));
    StoredThread bare =
        update(id, ThreadPatch.git(Change.keep(), Change.to(null), Change.to(null)));
    assertThat(bare.git()).as("git with nothing left").isNull();
    assertThat(restart().read(id, false)).as("cleared after restart").isEqualTo(bare);
  }

  private StoredThread update(String id, ThreadPatch patch) {
    StoredThread answered = store().update(id, patch, false).orElseThrow();
    assertThat(store().read(id, false)).as("read after update").isEqualTo(answered);
    return answered;
  }

  @Test
  default void aPatchDoesNotTouchTheTimes() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    StoredThread before = store().read(id, false);
    store().update(id, ThreadPatch.rename("one"), false);
    StoredThread after = restart().read(id, false);
    List<Instant> times = List.of(before.createdAt(), before.updatedAt(), before.recencyAt());
    assertThat(List.of(after.createdAt(), after.updatedAt(), after.recencyAt()))
        .as("created, updated, recency after a rename")
        .isEqualTo(times);
  }

  @Test
  default void aPatchThatKeepsEverythingWritesNothing() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    List<RolloutRecord> before = SampleThread.replay(store(), id);
    StoredThread read = store().read(id, false);
    assertThat(store().update(id, ThreadPatch.NONE, false)).as("answer").contains(read);
    assertThat(SampleThread.replay(store(), id)).as("journal").isEqualTo(before);
  }

  @Test
  default void aLoadedThreadsPatchIsSeenAndItsTurnsGoOn() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    try (LiveLog log = store().create(thread)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello"));
      log.flush();
      assertThat(store().update(id, ThreadPatch.rename("open"), false).map(StoredThread::name))
          .as("answer while the log is open")
          .contains("open");
      log.append(SampleThread.turn(thread.historyMode(), "turn-2", 2, "again"));
    }
    assertThat(restart().read(id, false).name()).as("name after restart").isEqualTo("open");
    assertThat(SampleThread.turnIds(store(), id))
        .as("turns around the patch")
        .containsExactly("turn-1", "turn-2");
  }

  @Test
  default void aPatchOfAThreadWithoutRecordsWaitsForTheFirst() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    try (LiveLog log = store().create(thread)) {
      assertThat(store().update(id, ThreadPatch.rename("early"), false))
          .as("answer before the first append")
          .isEqualTo(Optional.empty());
      log.flush();
      assertThat(log.materialized()).as("materialized by a patch").isFalse();
      assertRefused("read before the first append", Kind.NOT_FOUND, () -> store().read(id, true));
      log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello"));
      log.flush();
      assertThat(store().read(id, false).name()).as("name after the append").isEqualTo("early");
    }
    assertThat(restart().read(id, false).name()).as("name after restart").isEqualTo("early");
  }

  @Test
  default void anArchivedThreadIsPatchedOnlyWhenTheCallerIncludesIt() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    store().archive(id);
    assertRefused(
        "patch of an archived thread",
        Kind.NOT_FOUND,
        () -> store().update(id, ThreadPatch.rename("x"), false));
    assertThat(store().update(id, ThreadPatch.rename("y"), true).map(StoredThread::name))
        .as("patch that includes archived threads")
        .contains("y");
    StoredThread back = restart().unarchive(id);
    assertThat(back.name()).as("name after unarchive").isEqualTo("y");
  }

  @Test
  default void anUnknownThreadCannotBePatched() {
    assertRefused(
        "patch", Kind.NOT_FOUND, () -> store().update(Uuid7.next(), ThreadPatch.rename("x"), true));
  }

  @Test
  default void readMarksMoveWithTurnsAndPatches() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "a", "b");
    ReadState unread = store().read(id, false).readState();
    assertThat(unread.firstUnreadTurnId()).as("first unread of two turns").isEqualTo("turn-1");
    ReadState read = update(id, ThreadPatch.read(true)).readState();
    assertThat(read.firstUnreadTurnId()).as("after marking read").isNull();
    assertThat(read.revision()).as("revision").isNotEqualTo(unread.revision());
    assertThat(restart().read(id, false).readState()).as("after restart").isEqualTo(read);
    ReadState marked = update(id, ThreadPatch.read(false)).readState();
    assertThat(marked.fromStart()).as("all unread after marking unread").isTrue();
    assertThat(marked.firstUnreadTurnId()).as("first unread when all is").isNull();
    assertThat(restart().read(id, false).readState()).as("after restart").isEqualTo(marked);
    update(id, ThreadPatch.read(true));
    try (LiveLog log = store().resume(id)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-3", 5, "c"));
    }
    assertThat(store().read(id, false).readState().firstUnreadTurnId())
        .as("after another turn")
        .isEqualTo("turn-3");
  }
}
