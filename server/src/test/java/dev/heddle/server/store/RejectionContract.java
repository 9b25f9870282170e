package dev.heddle.server.store;

import static dev.heddle.server.store.Failures.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a journal has refused shows nowhere; what a store offers is not lost on the way to it. */
interface RejectionContract extends StoreOnTrial {
  @Test
  default void theStoreOffersWhatItIsKnownFor() {
    assertThat(Capability.of(store())).as("capabilities").isEqualTo(capabilities());
    assertThat(Capability.of(restart())).as("capabilities after restart").isEqualTo(capabilities());
  }

  /** In memory the turn may live on; the store knows of it when it is stored. */
  @Test
  @Tag("SA-26")
  default void aRejectedTurnShowsNowhereUntilItIsStored() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = thread.threadId();
    List<RolloutRecord> rejected =
        SampleThread.turn(thread.historyMode(), "turn-2", 50, "rejected");
    try (LiveLog log = store().create(thread)) {
      log.append(SampleThread.turn(thread.historyMode(), "turn-1", 1, "hello"));
      log.flush();
      StoredThread before = store().read(id, true);
      List<RolloutRecord> history = SampleThread.replay(store(), id);
      assumeTrue(rejectWrites(true), "this store's writes cannot be made to fail");
      log.append(rejected);
      assertRefused("flush of a rejected turn", Kind.IO, log::flush);
      for (ThreadStore reader : List.of(store(), secondProcess())) {
        assertThat(SampleThread.replay(reader, id))
            .as("replay after a rejection")
            .isEqualTo(history);
        assertThat(reader.read(id, true)).as("read after a rejection").isEqualTo(before);
        assertThat(reader.list(new QueryBuilder().build()).threads())
            .as("list after a rejection")
            .containsExactly(before);
        reader
            .historyPages()
            .ifPresent(pages ->
                assertThat(
                        pages
                            .turns(id, new HistoryPages.Request(null, 9, SortDirection.DESC))
                            .turns())
                    .as("page after a rejection")
                    .hasSize(1));
      }
      rejectWrites(false);
      log.flush();
    }
    assertThat(SampleThread.turnIds(restart(), id))
        .as("turns once they could be stored")
        .containsExactly("turn-1", "turn-2");
    assertThat(store().read(id, true).recencyAt()).as("recency").isEqualTo(SampleThread.at(50));
  }

  /** What the store of this test must offer. */
  Set<Capability> capabilities();

  /** Makes writes fail, or no longer; false when this store's cannot. */
  boolean rejectWrites(boolean fail);
}
