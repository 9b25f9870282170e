package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ForkPoint;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ReferenceForks;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
              new ReferenceForks() {
                @Override
                public void checkSource(String sourceThreadId) {
                  forks.checkSource(sourceThreadId);
                }

                @Override
                public boolean canRefer(String sourceThreadId) {
                  return !asked.getAndSet(true);
                }

                @Override
                public LiveLog fork(NewThread child, String sourceThreadId, ForkPoint point) {
                  return forks.fork(child, sourceThreadId, point);
                }

                @Override
                public void refuseWhileReferenced(String threadId) {
                  forks.refuseWhileReferenced(threadId);
                }
              });
    }
  }

  private static boolean isOn(JsonObject params, String threadId) {
    return params.get("threadId").getAsString().equals(threadId);
  }
}
