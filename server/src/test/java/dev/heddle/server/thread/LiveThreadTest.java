package dev.heddle.server.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.ApprovalsReviewer;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.server.config.McpConfig;
import dev.heddle.server.rollout.Conversation;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.store.ThreadStoreException;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
        settings("model"),
        Clock.systemUTC());
  }

  @Test
  void aConversationThatIsTooLongToStayInMemoryIsAskedAllTheSame() {
    RecordedThread recorded = new RecordedThread("thread");
    Conversation conversation = recorded.conversation();
    JsonObject message = new JsonObject();
    message.addProperty("type", "message");
    message.addProperty("role", "user");
    conversation.accept(Records.responseItem(Instant.EPOCH, message));
    AtomicInteger reads = new AtomicInteger();
    LiveThread thread =
        new LiveThread(
            new EphemeralLog("thread", HistoryMode.PAGINATED),
            false,
            recorded.facts(),
            recorded.context(),
            null,
            () -> {
              assertThat(reads.incrementAndGet()).as("one read for each question").isLessThan(3);
              return conversation;
            },
            new ResidentConversations(0),
            new SentMessages(true),
            null,
            Clock.systemUTC());
    assertThat(conversation.chars()).isPositive();
    assertThat(thread.conversation()).hasSize(1);
    assertThat(thread.callsWithoutOutput()).isEmpty();
  }

  @Test
  void aConversationCanBeReadWhileSomethingOfTheThreadStreams() {
    RecordedThread recorded = new RecordedThread("thread");
    AtomicInteger reads = new AtomicInteger();
    AtomicReference<LiveThread> thread = new AtomicReference<>();
    thread.set(
        new LiveThread(
            new EphemeralLog("thread", HistoryMode.PAGINATED),
            true,
            recorded.facts(),
            recorded.context(),
            null,
            () -> {
              assertThat(reads.incrementAndGet()).as("reads").isEqualTo(1);
              thread
                  .get()
                  .record(
                      Records.partialItem(Instant.EPOCH, "t", "i", "CommandExecution", "output"));
              return recorded.conversation();
            },
            new ResidentConversations(1 << 20),
            new SentMessages(true),
            null,
            Clock.systemUTC()));
    assertThat(thread.get().conversation()).isEmpty();
  }

  private static ActiveTurn turn(String id) {
    return new ActiveTurn(id, TurnCause.NONE, Instant.EPOCH, null);
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

  @Test
  void anIdleThreadKeepsNothingOfItsLastTurn() {
    LiveThread thread = thread();
    WeakReference<Object> said = new WeakReference<>(runTurn(thread));
    Instant patience = Instant.now().plusSeconds(30);
    while (said.get() != null) {
      assertThat(Instant.now()).as("what its end has told is still in memory").isBefore(patience);
      System.gc();
    }
    assertThat(thread.begin(turn("t2"))).isNull();
  }

  /** Runs a turn; returns what the telling of its end needs. */
  private static Object runTurn(LiveThread thread) {
    Object said = new Object();
    ActiveTurn turn = turn("t1");
    assertThat(thread.begin(turn)).isNull();
    thread.finish(turn, false);
    turn.end(() -> assertThat(said).isNotNull());
    return said;
  }

  @Test
  void changedServersOfToolsOutlastOtherSettings() {
    LiveThread thread = thread();
    thread.settings(settings("one"));
    TurnSettings before = thread.settings();
    McpConfig changed = new McpConfig(Map.of(), Map.of("odd", "no command"), Map.of());
    thread.changeMcp(own -> changed);
    thread.settings(before.withModel("two", null));
    assertThat(thread.settings().model()).isEqualTo("two");
    assertThat(thread.settings().mcp()).isEqualTo(changed);
  }

  private static TurnSettings settings(String model) {
    return new TurnSettings(
        model,
        "provider",
        null,
        "/work",
        List.of("/work"),
        true,
        McpConfig.NONE,
        null,
        new AskForApproval.Never(),
        ApprovalsReviewer.USER,
        new SandboxPolicy.ReadOnly(false),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        List.of(),
        Collaboration.DEFAULT);
  }
}
