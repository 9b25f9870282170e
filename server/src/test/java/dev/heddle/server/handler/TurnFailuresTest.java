package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.AppServer;
import dev.heddle.server.TestServer;
import dev.heddle.server.dispatch.RequestDispatcher;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An {@code Error} in a request that starts or joins a turn: the thread goes on as before. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnFailuresTest {
  private static final String TEXT = "\"input\":[{\"type\":\"text\",\"text\":\"asked\"}]";

  @TempDir Path home;
  private final AtomicInteger untilFailure = new AtomicInteger();
  private TestServer server;

  @BeforeEach
  void prepare() {
    server = new TestServer(home, TestServer.Kind.MEMORY).through(FailingLogs::new);
  }

  /** Fails once each time it is armed, in what a request does. */
  private void step() {
    if (untilFailure.get() > 0 && inRequest() && untilFailure.decrementAndGet() == 0) {
      throw new StackOverflowError("planted");
    }
  }

  private static boolean inRequest() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames.anyMatch(
                frame -> frame.getClassName().equals(RequestDispatcher.class.getName())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "turn/start; \"model\":\"refused\",\"clientUserMessageId\":\"m\"," + TEXT,
        "review/start; \"target\":{\"type\":\"custom\",\"instructions\":\"look\"}",
        "thread/compact/start;",
        "thread/shellCommand; \"command\":\"true\""
      })
  void whateverStepFailsTheThreadIsIdle(String method, String members) {
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "before");
      String model = server.model().requests().getLast().model();
      String params = members == null ? Threads.on(threadId) : Threads.on(threadId, members);
      int failures = 0;
      while (true) {
        untilFailure.set(failures + 1);
        JsonObject answer = client.awaitResponse(client.send(method, params));
        untilFailure.set(0);
        if (answer.has("result")) {
          break;
        }
        failures++;
        assertThat(answer.getAsJsonObject("error").get("message").getAsString())
            .isEqualTo("Internal error");
        assertThat(status(client, threadId)).as("after failure %s", failures).isEqualTo("idle");
        client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"\""));
        Threads.runTurn(client, threadId, "between");
        assertThat(server.model().requests().getLast().model()).isEqualTo(model);
      }
      assertThat(failures).as("steps that failed").isPositive();
      client.awaitNotification("turn/completed");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "turn/start; \"model\":\"refused\"," + TEXT,
        "turn/steer; \"clientUserMessageId\":\"m\",\"expectedTurnId\":\"%s\"," + TEXT
      })
  void whateverStepFailsATurnThatWasToBeJoinedEnds(String method, String members) {
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      int failures = 0;
      while (true) {
        ScriptedModel.Held held = new ScriptedModel.Held("half");
        server.model().then(held);
        String turnId = Threads.startTurn(client, threadId, "go");
        held.awaitReached();
        untilFailure.set(failures + 1);
        JsonObject answer =
            client.awaitResponse(
                client.send(method, Threads.on(threadId, members.replace("%s", turnId))));
        untilFailure.set(0);
        held.letGo();
        assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
            .isEqualTo("completed");
        if (answer.has("result")) {
          break;
        }
        failures++;
      }
      assertThat(failures).as("steps that failed").isPositive();
      assertThat(Threads.userTexts(client, threadId).stream().filter("asked"::equals)).hasSize(1);
    }
  }

  @Test
  void aTurnThatGetsNoThreadToRunOnEndsAtOnce() {
    AtomicInteger refusals = new AtomicInteger(1);
    server.runningTurnsOn(task -> {
      if (refusals.getAndDecrement() > 0) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      AppServer.VIRTUAL_THREADS.execute(task);
    });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "asked");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("interrupted");
      assertThat(status(client, threadId)).isEqualTo("idle");
      Threads.runTurn(client, threadId, "again");
      assertThat(server.model().lastInputTexts()).contains("asked", "again");
    }
  }

  @Test
  void aResumeWhoseAnswerCannotBeWrittenDoesNotKeepTheRunningTurnFromItsEnd() {
    UnwritableNumber number = new UnwritableNumber();
    server.offering((thread, settings) -> () -> List.of(new NumberTool(number)));
    server.model().then(ScriptedModel.calls("c1", "number", "{}"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "before");
      ScriptedModel.Held held = new ScriptedModel.Held("half");
      server.model().then(held);
      String turnId = Threads.startTurn(client, threadId, "go");
      held.awaitReached();
      number.unwritable = true;
      JsonObject error = client.requestError("thread/resume", Threads.on(threadId));
      number.unwritable = false;
      assertThat(error.get("message").getAsString()).isEqualTo("Internal error");
      held.letGo();
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  /** Has no form on the wire while that is wanted. */
  private static final class UnwritableNumber extends Number {
    private static final long serialVersionUID = 1L;
    private volatile boolean unwritable;

    @Override
    public int intValue() {
      return 1;
    }

    @Override
    public long longValue() {
      return 1;
    }

    @Override
    public float floatValue() {
      return 1;
    }

    @Override
    public double doubleValue() {
      return 1;
    }

    @Override
    public String toString() {
      if (unwritable) {
        throw new StackOverflowError("planted");
      }
      return "1";
    }
  }

  /** A tool whose item has a number in it. */
  private record NumberTool(Number number) implements Tool {
    @Override
    public JsonObject definition() {
      JsonObject definition = new JsonObject();
      definition.addProperty("type", "function");
      definition.addProperty("name", "number");
      return definition;
    }

    @Override
    public ToolOutput run(ToolCall call, ToolScope scope) {
      JsonObject item = new JsonObject();
      item.addProperty("type", "DynamicToolCall");
      item.addProperty("id", call.callId());
      item.addProperty("tool", "number");
      item.addProperty("arguments", number);
      item.addProperty("status", "in_progress");
      ToolItem begun = scope.begin(item);
      JsonObject done = item.deepCopy();
      done.addProperty("status", "completed");
      return begun.complete(done, ToolOutput.text("done"));
    }
  }

  private static String status(TestClient client, String threadId) {
    return client
        .request("thread/read", Threads.on(threadId))
        .getAsJsonObject("thread")
        .getAsJsonObject("status")
        .get("type")
        .getAsString();
  }

  /** A store whose logs fail where they are asked something. */
  private final class FailingLogs extends ForwardingThreadStore {
    FailingLogs(ThreadStore store) {
      super(store);
    }

    @Override
    protected LiveLog wrap(LiveLog log) {
      return new ForwardingLog(log) {
        @Override
        public HistoryMode historyMode() {
          step();
          return super.historyMode();
        }

        @Override
        public void flush() {
          step();
          super.flush();
        }

        @Override
        public void admit() {
          step();
          super.admit();
        }
      };
    }
  }
}
