package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LiveThreadTest {
  private static LiveThread thread() {
    RecordedThread recorded = new RecordedThread("thread");
    return new LiveThread(
        new EphemeralLog("thread", HistoryMode.PAGINATED),
        true,
        recorded.facts(),
        recorded.context(),
        recorded.conversation(),
        recorded::conversation,
        new ResidentConversations(1),
        new SentMessages(true),
        null,
        Clock.systemUTC());
  }

  private static ActiveTurn turn(String id) {
    return new ActiveTurn(id, id, Instant.EPOCH, null);
  }

  @Test
  void aThreadThatIsBeingUnloadedTakesNoTurn() {
    LiveThread thread = thread();
    assertThat(thread.startClosing()).isTrue();
    assertThatThrownBy(() -> thread.begin(turn("t1")))
        .isInstanceOf(ThreadStoreException.class)
        .hasMessageContaining("is closing");
    assertThat(thread.activeTurn()).isNull();
  }

  @Test
  void aThreadWithATurnIsNotUnloaded() {
    LiveThread thread = thread();
    assertThat(thread.begin(turn("t1"))).isNull();
    assertThat(thread.startClosing()).isFalse();
    assertThat(thread.closing()).isFalse();
  }
}
