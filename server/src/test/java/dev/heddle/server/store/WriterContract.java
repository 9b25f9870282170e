package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.ThreadStoreException.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One writer: a thread that is open anywhere is opened nowhere else. */
interface WriterContract extends StoreOnTrial {
  @Test
  default void aThreadHasOneWriterAmongHandlesAndProcesses() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    String message = "thread " + id + " already has an active writer";
    LiveLog log = store().create(thread);
    assertRefused("create while open", Kind.CONFLICT, () -> store().create(thread))
        .hasMessage(message);
    ThreadStore second = secondProcess();
    assertRefused("create in a second process", Kind.CONFLICT, () -> second.create(thread))
        .hasMessage(message);
    log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello"));
    log.flush();
    assertRefused("resume while open", Kind.CONFLICT, () -> store().resume(id)).hasMessage(message);
    assertRefused("resume in a second process", Kind.CONFLICT, () -> second.resume(id))
        .hasMessage(message);
    assertRefused("archive in a second process", Kind.CONFLICT, () -> second.archive(id))
        .hasMessage(message);
    assertRefused("delete in a second process", Kind.CONFLICT, () -> second.delete(id))
        .hasMessage(message);
    assertThat(second.read(id, false).preview()).as("read in a second process").isEqualTo("hello");
    assertThat(SampleThread.turnIds(second, id))
        .as("replay in a second process")
        .containsExactly("turn-1");
    log.close();
    try (LiveLog taken = second.resume(id)) {
      taken.append(SampleThread.turn(thread.historyMode(), "turn-2", 2, "again"));
    }
    assertThat(SampleThread.turnIds(store(), id))
        .as("turns of both processes")
        .containsExactly("turn-1", "turn-2");
    store().archive(id);
  }

  @Test
  default void closingAStoreFreesItsThreads() {
    NewThread thread = SampleThread.of(store(), 0);
    store().create(thread).append(List.of(SampleThread.note(1, "kept")));
    try (LiveLog log = restart().resume(thread.threadId())) {
      assertThat(log.materialized()).as("resumed after restart").isTrue();
    }
  }

  @Test
  default void aSecondCloseOfAnOldHandleFreesNothing() {
    NewThread thread = SampleThread.of(store(), 0);
    LiveLog old = store().create(thread);
    old.append(List.of(SampleThread.note(1, "kept")));
    old.close();
    try (LiveLog log = store().resume(thread.threadId())) {
      old.close();
      assertRefused(
          "resume after an old handle was closed again",
          Kind.CONFLICT,
          () -> store().resume(log.threadId()));
    }
  }

  @Test
  default void whatComesAfterTheCloseIsNotSaidToBeStored() {
    NewThread thread = SampleThread.of(store(), 0);
    LiveLog log = store().create(thread);
    log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "one"));
    log.close();
    log.flush();
    log.append(SampleThread.turn(thread.historyMode(), "turn-2", 2, "two"));
    assertRefused("a flush", Kind.CONFLICT, log::flush);
    assertThat(log.flush(Duration.ZERO)).as("a flush with patience").isFalse();
    assertThat(SampleThread.turnIds(store(), thread.threadId())).containsExactly("turn-1");
  }

  @Test
  default void writersOfDifferentThreadsDoNotMeet() {
    NewThread a = SampleThread.of(store(), 0);
    NewThread b = SampleThread.of(store(), 1);
    ThreadStore second = secondProcess();
    try (LiveLog first = store().create(a);
        LiveLog other = second.create(b)) {
      first.append(SampleThread.turn(a.historyMode(), "turn-1", 1, "a"));
      other.append(SampleThread.turn(b.historyMode(), "turn-1", 2, "b"));
    }
    for (ThreadStore each : List.of(store(), second)) {
      assertThat(SampleThread.ids(each, q -> q))
          .as("list of both")
          .containsExactly(b.threadId(), a.threadId());
    }
  }
}
