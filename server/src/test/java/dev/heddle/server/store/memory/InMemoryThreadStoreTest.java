package dev.heddle.server.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.RecordTypes;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.Capability;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreContract;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryThreadStoreTest extends ThreadStoreContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final MemoryBacking backing = new MemoryBacking();

  @Override
  protected ThreadStore open() {
    return new InMemoryThreadStore(backing);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.QUEUES);
  }

  @Test
  void aStoreOfItsOwnKnowsNothingOfOthers() {
    InMemoryThreadStore one = new InMemoryThreadStore();
    NewThread thread = thread(HistoryMode.LEGACY);
    one.create(thread).append(List.of(record("event_msg")));
    assertThatThrownBy(() -> new InMemoryThreadStore().read(thread.threadId(), true))
        .isInstanceOf(ThreadStoreException.class);
    assertThat(one.read(thread.threadId(), false).rolloutPath()).isNull();
  }

  @Test
  void callsAreCountedByOperationRefusalsIncluded() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    NewThread thread = thread(HistoryMode.LEGACY);
    LiveLog log = store.create(thread);
    log.append(List.of());
    log.append(List.of(record("event_msg"), record("event_msg")));
    log.flush();
    log.close();
    log.close();
    assertThatThrownBy(() -> store.read(Uuid7.next(), true))
        .isInstanceOf(ThreadStoreException.class);
    store.update(thread.threadId(), ThreadPatch.NONE, false);
    assertThat(store.calls(StoreOperation.CREATE)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.APPEND)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.FLUSH)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.CLOSE_LOG)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.READ)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.UPDATE)).isEqualTo(1);
    assertThat(store.calls(StoreOperation.DELETE)).isZero();
  }

  @Test
  void recordsForAClosedLogAreCountedAndShownAsDegraded() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    LiveLog log = store.create(thread(HistoryMode.LEGACY));
    assertThat(store.health().degraded()).isFalse();
    log.close();
    log.append(List.of(record("event_msg"), record("event_msg")));
    assertThat(store.droppedRecords()).isEqualTo(2);
    assertThat(store.health().degraded()).isTrue();
    assertThat(store.health().dimensions()).containsEntry("dropped records", "2");
  }

  @Test
  void aPaginatedThreadsRecordsAreNumberedExceptOurOwn() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    NewThread thread = thread(HistoryMode.PAGINATED);
    store
        .create(thread)
        .append(
            List.of(record("event_msg"), record(RecordTypes.PARTIAL_ITEM), record("event_msg")));
    List<Long> ordinals = new ArrayList<>();
    store.replay(thread.threadId(), false, record -> ordinals.add(record.ordinal()));
    assertThat(ordinals).containsExactly(0L, 1L, RolloutRecord.NO_ORDINAL, 2L);
  }

  @Test
  void aStoredThreadsIdIsNotTakenAgain() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    NewThread thread = thread(HistoryMode.LEGACY);
    LiveLog log = store.create(thread);
    log.append(List.of(record("event_msg")));
    log.close();
    assertThatThrownBy(() -> store.create(thread))
        .isInstanceOf(ThreadStoreException.class)
        .hasMessage("thread " + thread.threadId() + " already exists");
  }

  @Test
  void aSinkMayUseTheStoreWhileItReplays() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    NewThread thread = thread(HistoryMode.LEGACY);
    LiveLog log = store.create(thread);
    log.append(List.of(record("event_msg"), record("event_msg")));
    List<RolloutRecord> seen = new ArrayList<>();
    store.replay(
        thread.threadId(),
        false,
        record -> {
          seen.add(record);
          log.append(List.of(record("event_msg")));
        });
    assertThat(seen).as("the history as it was when the replay began").hasSize(3);
  }

  @Test
  void aClosedStoreRefusesInsteadOfAnsweringEmpty() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    store.close();
    assertThatThrownBy(() -> store.create(thread(HistoryMode.LEGACY)))
        .isInstanceOfSatisfying(
            ThreadStoreException.class,
            e -> assertThat(e.kind()).isEqualTo(ThreadStoreException.Kind.IO));
  }

  @Test
  void itHasNoCapabilityBeyondTheSpi() {
    InMemoryThreadStore store = new InMemoryThreadStore();
    assertThat(store.name()).isEqualTo("memory");
    assertThat(store.defaultHistoryMode()).isEqualTo(HistoryMode.LEGACY);
    assertThat(store.historyPages()).isEmpty();
    assertThat(store.rolloutPaths()).isEmpty();
    assertThat(store.referenceForks()).isEmpty();
    assertThat(store.reverts()).isEmpty();
  }

  private static NewThread thread(HistoryMode mode) {
    return new NewThread(Uuid7.next(), NOW, mode, new JsonObject(), null, "", null, () -> null);
  }

  private static RolloutRecord record(String type) {
    return RolloutRecord.of(NOW, type, new JsonObject());
  }
}
