package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forks by copy: a thread whose first records are another's, header and names included. */
interface CopiedForkContract extends StoreOnTrial {
  @Test
  default void aCopyHasItsOwnHeaderFirstAndTheSourcesRecordsBehindIt() {
    String source = legacy(0, "first words", "second words");
    StoredThread parent = store().read(source, false);
    store().update(source, ThreadPatch.rename("the source's own"), false);
    List<RolloutRecord> history = SampleThread.replay(store(), source);
    NewThread child = SampleThread.childOf(parent, 10);
    copy(child, history);
    for (String when : List.of("at once", "after restart")) {
      List<RolloutRecord> records = SampleThread.replay(store(), child.threadId());
      assertThat(records.getFirst().payload().get("id").getAsString())
          .as("id in the first record, %s", when)
          .isEqualTo(child.threadId());
      assertThat(SampleThread.texts(records))
          .as("records behind it, %s", when)
          .containsSubsequence(SampleThread.texts(history));
      StoredThread read = store().read(child.threadId(), false);
      assertThat(read.id()).as("id, %s", when).isEqualTo(child.threadId());
      assertThat(read.forkedFromId()).as("source, %s", when).isEqualTo(source);
      assertThat(read.preview()).as("preview, %s", when).isEqualTo("first words");
      assertThat(read.name()).as("name, %s", when).isNull();
      assertThat(read.createdAt()).as("created, %s", when).isEqualTo(SampleThread.at(10));
      assertThat(SampleThread.turnIds(store(), child.threadId()))
          .as("turns, %s", when)
          .containsExactly("turn-1", "turn-2");
      assertThat(SampleThread.ids(store(), q -> q))
          .as("list, %s", when)
          .containsExactly(child.threadId(), source);
      restart();
    }
  }

  @Test
  @Tag("F4")
  default void aCopyNeedsItsSourceNoMore() {
    String source = legacy(0, "first words");
    NewThread child = SampleThread.childOf(store().read(source, false), 10);
    copy(child, SampleThread.replay(store(), source));
    store().delete(source);
    try (LiveLog log = store().resume(child.threadId())) {
      log.append(SampleThread.turn(HistoryMode.LEGACY, "turn-2", 11, "on its own"));
    }
    assertThat(SampleThread.turnIds(restart(), child.threadId()))
        .as("turns after the source was deleted")
        .containsExactly("turn-1", "turn-2");
    assertRefused("read the source", Kind.NOT_FOUND, () -> store().read(source, true));
  }

  @Test
  default void anEmptyForkIsListedUnderWhatItInherits() {
    String source = legacy(0, "first words");
    NewThread child = SampleThread.childOf(store().read(source, false), 10);
    copy(child, List.of(SampleThread.note(10, "nothing was said before")));
    assertThat(restart().read(child.threadId(), false).preview())
        .as("inherited preview")
        .isEqualTo("first words");
    assertThat(SampleThread.ids(store(), q -> q))
        .as("list")
        .containsExactly(child.threadId(), source);
  }

  private String legacy(int seconds, String... texts) {
    NewThread thread = SampleThread.inMode(SampleThread.of(store(), seconds), HistoryMode.LEGACY);
    return SampleThread.stored(store(), thread, texts);
  }

  private void copy(NewThread child, List<RolloutRecord> history) {
    try (LiveLog log = store().create(child)) {
      log.append(history);
      log.flush();
    }
  }
}
