package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reverts: the history ends earlier, everything else stays, and life goes on. */
interface RevertContract extends StoreOnTrial {
  @Test
  default void aRevertedThreadEndsBeforeTheTurnAndGoesOn() {
    Reverts reverts = reverts();
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "a", "b", "c");
    store().update(id, ThreadPatch.rename("mine"), false);
    reverts.revertBefore(id, "turn-2");
    for (String when : List.of("at once", "after restart")) {
      assertThat(SampleThread.turnIds(store(), id)).as("turns %s", when).containsExactly("turn-1");
      StoredThread read = store().read(id, false);
      assertThat(read.name()).as("name %s", when).isEqualTo("mine");
      assertThat(read.preview()).as("preview %s", when).isEqualTo("a");
      assertThat(read.createdAt()).as("created %s", when).isEqualTo(thread.createdAt());
      assertThat(SampleThread.ids(store(), q -> q)).as("list %s", when).containsExactly(id);
      restart();
    }
    try (LiveLog log = store().resume(id)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-4", 9, "other"));
    }
    assertThat(SampleThread.turnIds(restart(), id))
        .as("turns after the next one")
        .containsExactly("turn-1", "turn-4");
    store().reverts().orElseThrow().revertBefore(id, "turn-1");
    assertThat(SampleThread.turnIds(store(), id)).as("turns after a second revert").isEmpty();
  }

  @Test
  default void aForkKeepsWhatItsSourceReverts() {
    Reverts reverts = reverts();
    ReferenceForks forks = Capabilities.require("forks by reference", store().referenceForks());
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "a", "b");
    NewThread child = SampleThread.childOf(store().read(id, false), 10);
    try (LiveLog log = forks.fork(child, id, new ForkPoint.Latest())) {
      log.append(SampleThread.turn(child.historyMode(), "own", 11, "own"));
    }
    reverts.revertBefore(id, "turn-2");
    assertThat(SampleThread.turnIds(restart(), child.threadId()))
        .as("turns of the fork")
        .containsExactly("turn-1", "turn-2", "own");
    assertThat(SampleThread.turnIds(store(), id)).as("turns of the source").hasSize(1);
  }

  @Test
  default void aRevertToNothingIsRefusedAndChangesNothing() {
    Reverts reverts = reverts();
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    assertRefused(
            "revert before an unknown turn",
            Kind.INVALID_REQUEST,
            () -> reverts.revertBefore(id, "nope"))
        .hasMessage("turn not found: nope");
    assertRefused(
        "revert an unknown thread",
        Kind.NOT_FOUND,
        () -> reverts.revertBefore(Uuid7.next(), "turn-1"));
    assertThat(SampleThread.turnIds(store(), id)).as("turns").containsExactly("turn-1");
  }

  private Reverts reverts() {
    return Capabilities.require("reverts", store().reverts());
  }
}
