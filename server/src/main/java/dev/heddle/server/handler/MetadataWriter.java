package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadFold;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.LiveThread;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Changes metadata in the store and, when the thread is loaded, in memory.
 *
 * <p><b>Durability:</b> stored when {@link #update} returns; of a thread that is not materialized
 * the change is stored with its first record. What {@link #update} refuses to do was not done.
 */
final class MetadataWriter {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final Clock clock;

  MetadataWriter(ThreadStore store, ThreadAccess threads, Clock clock) {
    this.store = store;
    this.threads = threads;
    this.clock = clock;
  }

  /** Makes sure that a loaded thread is stored, so that what is changed now survives. */
  void materialize(String threadId) {
    LiveThread live = threads.find(threadId);
    if (live != null && live.materialize()) {
      live.log().flush();
    }
  }

  /**
   * Applies the patch.
   *
   * @param includeArchived whether an archived thread counts as found
   * @return the thread afterwards
   */
  StoredThread update(String threadId, ThreadPatch patch, boolean includeArchived) {
    LiveThread live = threads.find(threadId);
    if (live == null) {
      return stored(threadId, patch, includeArchived)
          .orElseThrow(() -> StoreErrors.noRollout(threadId));
    }
    live.log().flush(); // a change that would have to wait is refused before it is recorded
    StoredThread before = live.facts();
    RolloutRecord change = record(threadId, ThreadFold.payloadOf(patch));
    try {
      var unused = stored(threadId, patch, includeArchived);
    } catch (ThreadStoreException e) {
      live.noteStored(List.of(change)); // its record waits, and so does what takes it back
      live.record(record(threadId, ThreadFold.payloadOfUndoing(patch, before)));
      throw e;
    }
    live.noteStored(List.of(change));
    return live.facts();
  }

  /** The thread as it is, archived or not. */
  StoredThread unchanged(String threadId) {
    return ThreadQueries.facts(
        threadId, threads.find(threadId), store, StoreErrors.noRollout(threadId));
  }

  private Optional<StoredThread> stored(
      String threadId, ThreadPatch patch, boolean includeArchived) {
    return StoreErrors.orMissing(
        () -> store.update(threadId, patch, includeArchived), StoreErrors.noRollout(threadId));
  }

  private RolloutRecord record(String threadId, JsonObject changes) {
    return Records.threadMetadata(clock.instant(), threadId, changes);
  }
}
