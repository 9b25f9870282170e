package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ResumePoints;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forks: what they inherit, where they end, and that nobody misses their first events. */
class ForkTest {
  private static final int MANY = 1000;
  private static final int AT_ONCE = 50;

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void aForkGoesOnFromTheWholeConversation(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String source;
    String child;
    try (TestClient client = server.start()) {
      source = Threads.start(client);
      Threads.runTurn(client, source, "first");
      JsonObject forked = client.request("thread/fork", Threads.on(source));
      child = Threads.idOf(forked);
      JsonObject thread = forked.getAsJsonObject("thread");
      assertThat(thread.get("forkedFromId").getAsString()).isEqualTo(source);
      assertThat(thread.get("preview").getAsString()).isEqualTo("first");
      assertThat(Threads.texts(thread.getAsJsonArray("turns")))
          .containsExactly("first", "answer 1");
      Threads.runTurn(client, child, "in the child");
      Threads.runTurn(client, source, "in the source");
      assertThat(server.model().lastInputTexts())
          .containsExactly("first", "answer 1", "in the source");
    }
    try (TestClient client = server.start()) {
      assertThat(Threads.storedTexts(client, child))
          .containsExactly("first", "answer 1", "in the child", "answer 2");
      assertThat(Threads.storedTexts(client, source))
          .containsExactly("first", "answer 1", "in the source", "answer 3");
      client.request("thread/resume", Threads.on(child));
      Threads.runTurn(client, child, "again");
      assertThat(server.model().lastInputTexts())
          .containsExactly("first", "answer 1", "in the child", "answer 2", "again");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForkEndsWhereTheClientSays(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String source = Threads.start(client);
      String first = Threads.runTurn(client, source, "one");
      String second = Threads.runTurn(client, source, "two");
      String through =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(source, "\"lastTurnId\":\"" + first + "\"")));
      assertThat(Threads.storedTexts(client, through)).containsExactly("one", "answer 1");
      String before =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(source, "\"beforeTurnId\":\"" + second + "\"")));
      assertThat(Threads.storedTexts(client, before)).containsExactly("one", "answer 1");
      JsonObject error =
          client.requestError("thread/fork", Threads.on(source, "\"lastTurnId\":\"x\""));
      assertThat(error.get("message").getAsString())
          .isIn("turn not found: x", "lastTurnId 'x' was not found in the source thread");
      assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("turnNotFound");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForkInTheMiddleOfATurnDoesNotDisturbIt(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      String turnId = Threads.startTurn(client, source, "go");
      client.awaitNotification("item/agentMessage/delta");
      String running = "\"lastTurnId\":\"" + turnId + "\"";
      assertThat(client.requestError("thread/fork", Threads.on(source, running)).toString())
          .contains("identifies an in-progress turn");
      JsonObject forked = client.request("thread/fork", Threads.on(source));
      JsonObject turn =
          forked.getAsJsonObject("thread").getAsJsonArray("turns").get(0).getAsJsonObject();
      assertThat(turn.get("status").getAsString()).isEqualTo("interrupted");
      JsonObject passing =
          client.request(
              "thread/fork", Threads.on(source, "\"ephemeral\":true,\"excludeTurns\":true"));
      held.letGo();
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("completed");
      Threads.runTurn(client, Threads.idOf(passing), "aside");
      assertThat(server.model().lastInputTexts()).startsWith("go", "half").endsWith("aside");
      String child = Threads.idOf(forked);
      assertThat(Threads.storedTexts(client, child)).containsExactly("go", "half");
      Threads.runTurn(client, child, "and in the child");
      assertThat(server.model().lastInputTexts())
          .startsWith("go", "half")
          .endsWith("and in the child");
      assertThat(Threads.storedTexts(client, child)).startsWith("go", "half", "and in the child");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForkBeforeTheFirstTurnBeginsAnew(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      String first = Threads.runTurn(client, source, "old");
      JsonObject forked =
          client.request("thread/fork", Threads.on(source, "\"beforeTurnId\":\"" + first + "\""));
      assertThat(forked.getAsJsonObject("thread").get("preview").getAsString()).isEmpty();
      String child = Threads.idOf(forked);
      Threads.runTurn(client, child, "new");
      assertThat(server.model().lastInputTexts()).containsExactly("new");
      assertThat(
              client
                  .request("thread/read", Threads.on(child))
                  .getAsJsonObject("thread")
                  .get("preview")
                  .getAsString())
          .isEqualTo("new");
    }
  }

  @Test
  @Tag("F3")
  void forkAttachesTheListenerBeforeAnswering() {
    try (TestClient client = new TestServer(home, TestServer.Kind.MEMORY).start()) {
      String source = Threads.start(client);
      Threads.runTurn(client, source, "first");
      for (int done = 0; done < MANY; done += AT_ONCE) {
        List<Long> forks = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          forks.add(client.send("thread/fork", Threads.on(source, "\"excludeTurns\":true")));
        }
        List<String> children = new ArrayList<>();
        for (long fork : forks) {
          String child = Threads.idOf(client.awaitResponse(fork).getAsJsonObject("result"));
          // As soon as the answer is read, while other forks are being made.
          client.send("turn/start", Threads.turnParams(child, "go"));
          children.add(child);
        }
        for (String child : children) {
          // The first event of the turn and the last one: between them the trace is checked.
          client.awaitNotification("turn/started", params -> isOn(params, child));
          client.awaitNotification("turn/completed", params -> isOn(params, child));
        }
      }
    }
  }

  @Test
  void aForkIsNotEmptyWhenItsSourceChangesWhileItIsMade() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).through(ReferringOnce::new);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      Threads.runTurn(client, source, "first");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      assertThat(Threads.storedTexts(client, child)).containsExactly("first", "answer 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"ephemeral\":false", "\"ephemeral\":true,\"excludeTurns\":true"})
  void aForkHasWhatStreamedWhenItsTurnEndsWhileItIsMade(String kindOfFork) {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store -> new SlowForks(store, () -> meanwhile.getAndSet(() -> {}).run()));
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      String turnId = Threads.startTurn(client, source, "go");
      client.awaitNotification("item/agentMessage/delta");
      CountDownLatch cut = new CountDownLatch(1);
      CountDownLatch ended = new CountDownLatch(1);
      meanwhile.set(() -> {
        cut.countDown();
        Uninterruptibles.awaitUninterruptibly(ended);
      });
      long fork = client.send("thread/fork", Threads.on(source, kindOfFork));
      Uninterruptibles.awaitUninterruptibly(cut);
      held.letGo();
      Threads.awaitCompleted(client, turnId);
      ended.countDown();
      String child = Threads.idOf(client.awaitResponse(fork).getAsJsonObject("result"));
      Threads.runTurn(client, child, "and in the fork");
      assertThat(server.model().lastInputTexts())
          .startsWith("go", "half")
          .endsWith("and in the fork");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aForkHasWhatStreamedWhenItIsMadeJustBeforeTheEndOfAnItemIsRecorded(int looksAtTheClock) {
    StoppingClock clock = new StoppingClock();
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).at(clock);
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          JsonObject message =
              JsonParser.parseString(
                      "{'type':'message','content':[{'type':'output_text','text':'half'}]}")
                  .getAsJsonObject();
          message.addProperty("id", messageId);
          listener.itemStarted(message);
          listener.textDelta(messageId, "half");
          clock.stopThisThread(looksAtTheClock);
          listener.itemDone(message);
          listener.completed("done", null);
        });
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      String turnId = Threads.startTurn(client, source, "go");
      client.awaitNotification("item/agentMessage/delta");
      clock.awaitStopped();
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      clock.goOn();
      Threads.awaitCompleted(client, turnId);
      assertThat(Threads.storedTexts(client, child)).containsExactly("go", "half");
    }
  }

  @ParameterizedTest
  @CsvSource({"LOCAL,legacy", "LOCAL,paginated", "MEMORY,legacy", "MEMORY,paginated"})
  void aForkOfAForkHasWhatStreamed(TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String source = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      String turnId = Threads.startTurn(client, source, "go");
      client.awaitNotification("item/agentMessage/delta");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      String stored = Threads.idOf(client.request("thread/fork", Threads.on(child)));
      String ephemeral =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(child, "\"ephemeral\":true,\"excludeTurns\":true")));
      held.letGo();
      Threads.awaitCompleted(client, turnId);
      assertThat(Threads.storedTexts(client, stored)).containsExactly("go", "half");
      for (String fork : List.of(stored, ephemeral)) {
        Threads.runTurn(client, fork, "and in the fork");
        assertThat(server.model().lastInputTexts()).startsWith("go", "half");
      }
    }
  }

  /** A clock that stops whoever looks at it, if that is the right one. */
  private static final class StoppingClock extends Clock {
    private final Clock clock = systemUTC();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger looks = new AtomicInteger();
    private volatile @Nullable Thread toStop;

    /** Stops the thread that calls this when it looks at the clock for the nth time. */
    void stopThisThread(int nth) {
      looks.set(nth);
      toStop = Thread.currentThread();
    }

    void awaitStopped() {
      Uninterruptibles.awaitUninterruptibly(stopped);
    }

    void goOn() {
      goOn.countDown();
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread().equals(toStop) && looks.decrementAndGet() == 0) {
        stopped.countDown();
        Uninterruptibles.awaitUninterruptibly(goOn);
      }
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return clock.withZone(zone);
    }
  }

  /** A store in which time passes between what a fork inherits and what becomes of that. */
  private static final class SlowForks extends ForwardingThreadStore {
    private final Runnable meanwhile;

    private SlowForks(ThreadStore store, Runnable meanwhile) {
      super(store);
      this.meanwhile = meanwhile;
    }

    @Override
    public Optional<ReferenceForks> referenceForks() {
      return super.referenceForks()
          .map(forks ->
              new ForwardingForks(forks) {
                @Override
                public LiveLog fork(NewThread child, String sourceThreadId, ForkPoint point) {
                  LiveLog log = super.fork(child, sourceThreadId, point);
                  meanwhile.run();
                  return log;
                }
              });
    }

    @Override
    public Optional<ResumePoints> resumePoints() {
      return super.resumePoints()
          .map(points ->
              new ResumePoints() {
                @Override
                public Point latest(String threadId) {
                  return points.latest(threadId);
                }

                @Override
                public @Nullable Point inherited(
                    String sourceThreadId,
                    String childId,
                    ForkPoint point,
                    @Nullable Supplier<Consumer<RolloutRecord>> conversation) {
                  Point found = points.inherited(sourceThreadId, childId, point, conversation);
                  if (conversation != null) { // of a fork that is not stored
                    meanwhile.run();
                  }
                  return found;
                }

                @Override
                public void replayConversation(String threadId, Consumer<RolloutRecord> sink) {
                  points.replayConversation(threadId, sink);
                }
              });
    }
  }

  /** A store whose threads can be referred to when that is first asked, and not afterwards. */
  private static final class ReferringOnce extends ForwardingThreadStore {
    private final AtomicBoolean asked = new AtomicBoolean();

    private ReferringOnce(ThreadStore store) {
      super(store);
    }

    @Override
    public Optional<ReferenceForks> referenceForks() {
      return super.referenceForks()
          .map(forks ->
              new ForwardingForks(forks) {
                @Override
                public boolean canRefer(String sourceThreadId) {
                  return !asked.getAndSet(true);
                }
              });
    }
  }

  /** Forks that are handed on. */
  private static class ForwardingForks implements ReferenceForks {
    private final ReferenceForks forks;

    private ForwardingForks(ReferenceForks forks) {
      this.forks = forks;
    }

    @Override
    public void checkSource(String sourceThreadId) {
      forks.checkSource(sourceThreadId);
    }

    @Override
    public boolean canRefer(String sourceThreadId) {
      return forks.canRefer(sourceThreadId);
    }

    @Override
    public LiveLog fork(NewThread child, String sourceThreadId, ForkPoint point) {
      return forks.fork(child, sourceThreadId, point);
    }

    @Override
    public void refuseWhileReferenced(String threadId) {
      forks.refuseWhileReferenced(threadId);
    }
  }

  private static boolean isOn(JsonObject params, String threadId) {
    return params.get("threadId").getAsString().equals(threadId);
  }
}
