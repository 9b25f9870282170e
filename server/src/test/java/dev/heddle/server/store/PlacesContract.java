package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static dev.heddle.server.store.SampleThread.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Archiving, bringing back and deleting: a thread is in one place, whole. */
interface PlacesContract extends StoreOnTrial {
  @Test
  default void anArchivedThreadLeavesTheListsAndKeepsItsHistory() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    String other = SampleThread.stored(store(), SampleThread.of(store(), 1), "other");
    List<RolloutRecord> before = SampleThread.replay(store(), id);
    store().archive(id);
    for (String when : List.of("at once", "after restart")) {
      assertThat(ids(store(), q -> q)).as("active list, %s", when).containsExactly(other);
      assertThat(ids(store(), QueryBuilder::archived))
          .as("archived list, %s", when)
          .containsExactly(id);
      assertThat(store().read(id, true).archived()).as("archived, %s", when).isTrue();
      assertRefused(
          "read without archived ones, " + when, Kind.NOT_FOUND, () -> store().read(id, false));
      assertRefused(
          "replay without archived ones, " + when,
          Kind.NOT_FOUND,
          () -> store().replay(id, false, record -> {}));
      assertThat(SampleThread.replay(store(), id)).as("history, %s", when).isEqualTo(before);
      assertRefused("resume, " + when, Kind.ARCHIVED, () -> store().resume(id));
      assertRefused("archive again, " + when, Kind.NOT_FOUND, () -> store().archive(id));
      restart();
    }
  }

  @Test
  default void anUnarchivedThreadIsAsBefore() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "hello");
    List<RolloutRecord> before = SampleThread.replay(store(), id);
    store().archive(id);
    StoredThread back = restart().unarchive(id);
    assertThat(back.archived()).as("answer of unarchive").isFalse();
    assertThat(store().read(id, false)).as("read").isEqualTo(back);
    assertThat(ids(store(), q -> q)).as("active list").containsExactly(id);
    assertThat(ids(store(), QueryBuilder::archived)).as("archived list").isEmpty();
    assertThat(SampleThread.replay(store(), id)).as("history").isEqualTo(before);
    try (LiveLog log = store().resume(id)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-2", 5, "again"));
    }
    assertThat(SampleThread.turnIds(restart(), id))
        .as("turns after unarchive and append")
        .containsExactly("turn-1", "turn-2");
  }

  @Test
  default void onlyAnArchivedThreadCanBeUnarchived() {
    String active = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    for (String id : List.of(active, Uuid7.next())) {
      assertRefused("unarchive", Kind.NOT_FOUND, () -> store().unarchive(id))
          .hasMessage("no archived rollout found for thread id " + id);
    }
  }

  @Test
  default void aDeletedThreadIsGoneArchivedOrNot() {
    String active = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    String archived = SampleThread.stored(store(), SampleThread.of(store(), 1), "hello");
    String kept = SampleThread.stored(store(), SampleThread.of(store(), 2), "hello");
    store().archive(archived);
    for (String id : List.of(active, archived)) {
      store().delete(id);
      assertRefused("read after delete", Kind.NOT_FOUND, () -> store().read(id, true));
      assertRefused("resume after delete", Kind.NOT_FOUND, () -> store().resume(id));
      assertRefused("unarchive after delete", Kind.NOT_FOUND, () -> store().unarchive(id));
      assertRefused("delete again", Kind.NOT_FOUND, () -> store().delete(id));
    }
    restart();
    assertThat(ids(store(), q -> q)).as("active list after restart").containsExactly(kept);
    assertThat(ids(store(), QueryBuilder::archived)).as("archived list after restart").isEmpty();
    assertRefused("read after restart", Kind.NOT_FOUND, () -> store().read(active, true));
  }

  @Test
  default void anUnknownThreadIsInNoPlace() {
    String id = Uuid7.next();
    String message = "no rollout found for thread id " + id;
    assertRefused("archive", Kind.NOT_FOUND, () -> store().archive(id)).hasMessage(message);
    assertRefused("delete", Kind.NOT_FOUND, () -> store().delete(id)).hasMessage(message);
  }

  @Test
  default void aThreadWithARolloutPathIsFoundByIt() {
    RolloutPaths paths = Capabilities.require("rollout paths", store().rolloutPaths());
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "hello");
    StoredThread read = store().read(id, false);
    assertThat(read.rolloutPath()).as("path of a store with paths").isNotNull();
    assertThat(paths.readByPath(read.rolloutPath())).as("read by path").isEqualTo(read);
    store().archive(id);
    StoredThread archived = store().read(id, true);
    assertThat(paths.readByPath(archived.rolloutPath()))
        .as("read an archived thread by path")
        .isEqualTo(archived);
    assertRefused(
        "read by a path of nothing",
        Kind.INVALID_REQUEST,
        () -> paths.readByPath(read.rolloutPath() + ".missing"));
  }
}
