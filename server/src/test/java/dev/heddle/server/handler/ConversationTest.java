package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting threads, running turns on them, and finding them again, on every store. */
class ConversationTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void aTurnSaysWhatLedToIt(TestServer.Kind kind) {
    for (String mode : List.of("legacy", "paginated")) {
      TestServer server = new TestServer(home.resolve(mode), kind);
      ScriptedModel.Held held = new ScriptedModel.Held("half");
      server.model().then(held);
      try (TestClient client = server.start()) {
        String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
        String params =
            Threads.on(
                threadId,
                "\"input\":[{\"type\":\"text\",\"text\":\"go\"}],\"rootTurnId\":\"r1\","
                    + "\"parentTurnId\":\"p1\",\"turnTrigger\":\"timer\",\"clientUserMessageId\":\"m\"");
        JsonObject started = client.request("turn/start", params).getAsJsonObject("turn");
        assertThat(rootOf(started)).isEqualTo("r1");
        assertThat(rootOf(client.awaitNotification("turn/started").getAsJsonObject("turn")))
            .isEqualTo("r1");
        JsonObject again = client.request("turn/start", params).getAsJsonObject("turn");
        assertThat(rootOf(again)).as("sent again").isEqualTo("r1");
        held.letGo();
        assertThat(rootOf(Threads.awaitCompleted(client, started.get("id").getAsString())))
            .isEqualTo("r1");
        JsonArray turns =
            client.request("thread/turns/list", Threads.on(threadId)).getAsJsonArray("data");
        assertThat(rootOf(turns.get(0).getAsJsonObject())).as(mode).isEqualTo("r1");
        if (kind == TestServer.Kind.LOCAL) {
          assertThat(attribution(client, threadId).toString())
              .contains("\"turn_trigger\":\"timer\"", "\"parent_turn_id\":\"p1\"")
              .contains("\"root_turn_id\":\"r1\"");
        }
      }
    }
  }

  @Test
  void aTurnThatNothingLedToIsItsOwnRoot() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      String members =
          "\"input\":[],\"rootTurnId\":\"\",\"parentTurnId\":\"\",\"turnTrigger\":\"\"";
      JsonObject turn =
          client.request("turn/start", Threads.on(threadId, members)).getAsJsonObject("turn");
      assertThat(rootOf(turn)).isEqualTo(turn.get("id").getAsString());
      Threads.awaitCompleted(client, turn.get("id").getAsString());
      assertThat(attribution(client, threadId).toString())
          .contains("\"turn_trigger\":null", "\"parent_turn_id\":null");
    }
  }

  private static String rootOf(JsonObject turn) {
    return turn.get("rootTurnId").getAsString();
  }

  /** What the journal says of the cause of the first turn. */
  private static JsonObject attribution(TestClient client, String threadId) {
    JsonObject thread =
        client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
    try (Stream<String> lines = Files.lines(Path.of(thread.get("path").getAsString()))) {
      return lines
          .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("payload"))
          .filter(payload -> payload.has("turn_attribution"))
          .map(payload -> payload.getAsJsonObject("turn_attribution"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstTurnComesInOrder(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "hello");
      assertThat(methodsFromServer(client.trace()))
          .containsExactly(
              "response",
              "response",
              "thread/started",
              "response",
              "thread/status/changed",
              "turn/started",
              "item/started",
              "item/completed",
              "item/started",
              "item/agentMessage/delta",
              "item/completed",
              "thread/tokenUsage/updated",
              "account/rateLimits/updated",
              "thread/readState/changed",
              "thread/status/changed",
              "turn/completed");
    }
  }

  private static List<String> methodsFromServer(List<TraceEntry> trace) {
    return trace.stream()
        .filter(TraceEntry::fromServer)
        .map(each -> each.isResponse() ? "response" : each.method())
        .toList();
  }

  @Test
  void theEndOfARunningTurnFollowsTheAnswerThatShowsItRunning() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean slow = new AtomicBoolean();
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<ThreadSections> sections() { // asked when the turns were read
                    if (slow.get()) {
                      looking.countDown();
                      Uninterruptibles.awaitUninterruptibly(goOn);
                    }
                    return super.sections();
                  }
                });
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "hello");
      held.awaitReached();
      slow.set(true);
      long asked = client.send("thread/resume", Threads.on(threadId));
      looking.await();
      held.letGo();
      client.awaitNotification("thread/tokenUsage/updated");
      goOn.countDown();
      JsonObject resumed = client.awaitResponse(asked).getAsJsonObject("result");
      Threads.awaitCompleted(client, turnId);
      JsonObject turn =
          resumed.getAsJsonObject("thread").getAsJsonArray("turns").get(0).getAsJsonObject();
      assertThat(turn.get("status").getAsString()).isEqualTo("inProgress");
      assertThat(methodsFromServer(client.trace()))
          .containsSubsequence("thread/tokenUsage/updated", "response", "turn/completed");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S1")
  void aRestartedServerResumesWithTheWholeConversation(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      JsonArray turns = resumed.getAsJsonObject("thread").getAsJsonArray("turns");
      assertThat(Threads.texts(turns)).containsExactly("first", "answer 1");
      client.awaitNotification("thread/tokenUsage/updated");
      Threads.runTurn(client, threadId, "second");
      assertThat(server.model().lastInputTexts()).containsExactly("first", "answer 1", "second");
      assertThat(Threads.storedTexts(client, threadId))
          .containsExactly("first", "answer 1", "second", "answer 2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoadedThreadIsJoinedByAnotherResume(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
      JsonObject resumed =
          client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      assertThat(resumed.getAsJsonObject("thread").getAsJsonArray("turns")).isEmpty();
      Threads.runTurn(client, threadId, "second");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S4")
  void aRunningTurnIsShownInProgress(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      for (String method : List.of("thread/resume", "thread/turns/list")) {
        JsonObject result = client.request(method, Threads.on(threadId));
        JsonArray turns =
            method.equals("thread/resume")
                ? result.getAsJsonObject("thread").getAsJsonArray("turns")
                : result.getAsJsonArray("data");
        assertThat(turns.get(0).getAsJsonObject().get("status").getAsString())
            .as(method)
            .isEqualTo("inProgress");
      }
      held.letGo();
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("completed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptKeepsWhatTheModelHasSaid(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("half an answer"));
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("interrupted");
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("go", "half an answer");
    }
    try (TestClient client = server.start()) {
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("go", "half an answer");
    }
  }

  @Test
  void anInterruptedTurnIsUnreadOnlyIfSomethingWasFinished() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server
        .model()
        .then(new ScriptedModel.Held("half"))
        .then(new ScriptedModel.Held("half").after("whole"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      for (boolean finished : new boolean[] {false, true}) {
        String turnId = Threads.startTurn(client, threadId, "go");
        client.awaitNotification(
            "item/agentMessage/delta", params -> params.get("delta").getAsString().equals("half"));
        client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"\""));
        Threads.awaitCompleted(client, turnId);
        assertThat(
                client
                    .request("thread/read", Threads.on(threadId))
                    .getAsJsonObject("readState")
                    .get("firstUnread")
                    .isJsonObject())
            .isEqualTo(finished);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfInputKeepsWhatTheModelHasSaid(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("cut off"));
    String threadId;
    TestClient leaving = server.start();
    threadId = Threads.start(leaving);
    Threads.startTurn(leaving, threadId, "go");
    leaving.awaitNotification("item/agentMessage/delta");
    leaving.closeInput();
    leaving.awaitExit();
    try (TestClient client = server.start()) {
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("go", "cut off");
    }
  }

  @ParameterizedTest
  @EnumSource
  void steeredInputJoinsTheRunningTurn(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("begun"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      JsonObject steered =
          client.request(
              "turn/steer",
              Threads.on(
                  threadId,
                  "\"expectedTurnId\":\""
                      + turnId
                      + "\",\"input\":[{\"type\":\"text\",\"text\":\"more\"}]"));
      assertThat(steered.get("turnId").getAsString()).isEqualTo(turnId);
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().requests()).hasSize(2);
      assertThat(server.model().lastInputTexts()).contains("go", "more");
    }
  }

  @Test
  void whatTheUserAddsTooLateForTheModelIsShownBeforeTheTurnEnds() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          reached.countDown();
          Uninterruptibles.awaitUninterruptibly(goOn);
          ScriptedModel.fails("no").play(messageId, listener, cancellation);
        });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      reached.await();
      assertThat(Threads.startTurn(client, threadId, "and this")).isEqualTo(turnId);
      goOn.countDown();
      client.awaitNotification(
          "item/completed", params -> params.toString().contains("\"and this\""));
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("failed");
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("go", "and this");
    }
  }

  @Test
  void aTurnWhoseEndFailsIsToldToHaveFailed() {
    AtomicInteger failures = new AtomicInteger();
    AtomicReference<Thread> ofTurn = new AtomicReference<>();
    Clock failing =
        new ForwardingClock(() -> {
          // Once while the model's answer is taken, once while the turn ends.
          if (Thread.currentThread().equals(ofTurn.get()) && failures.getAndDecrement() > 0) {
            throw new IllegalStateException("the clock has stopped");
          }
        });
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).at(failing);
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          failures.set(2);
          ofTurn.set(Thread.currentThread());
          ScriptedModel.says("hi").play(messageId, listener, cancellation);
        });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("failed");
      assertThat(failures).hasNegativeValue();
      Threads.runTurn(client, threadId, "again");
    }
  }

  /** The system's clock, which does something first. */
  private static final class ForwardingClock extends Clock {
    private final Runnable first;

    ForwardingClock(Runnable first) {
      this.first = first;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      first.run();
      return Clock.systemUTC().instant();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondTurnStartJoinsTheRunningTurn(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("begun"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      assertThat(Threads.startTurn(client, threadId, "and this")).isEqualTo(turnId);
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().lastInputTexts()).contains("go", "and this");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedTurnLeavesTheThreadUsable(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(ScriptedModel.fails("no such model"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      assertThat(
              client
                  .request("thread/read", Threads.on(threadId))
                  .getAsJsonObject("thread")
                  .getAsJsonObject("status")
                  .get("type")
                  .getAsString())
          .isEqualTo("systemError");
      Threads.runTurn(client, threadId, "again");
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsOfATurnStayForLaterTurns(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String turnId =
          client
              .request(
                  "turn/start",
                  Threads.on(
                      threadId,
                      "\"model\":\"other\",\"effort\":\"high\",\"input\":[{\"type\":\"text\",\"text\":\"q\"}]"))
              .getAsJsonObject("turn")
              .get("id")
              .getAsString();
      client.awaitNotification("thread/settings/updated");
      Threads.awaitCompleted(client, turnId);
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("other");
      assertThat(resumed.get("reasoningEffort").getAsString()).isEqualTo("high");
      Threads.runTurn(client, threadId, "q2");
      assertThat(server.model().requests().getLast().model()).isEqualTo("other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLegacyThreadKeepsWhereElementsOfTextsAreAndHowPicturesAreSeen(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      String input =
          """
          "input":[
            {"type":"text","text":"\u00e4b"},
            {"type":"text","text":"@c d","text_elements":[
              {"byteRange":{"start":0,"end":2},"placeholder":"p"}]},
            {"type":"localImage","path":"/a.png"},
            {"type":"localImage","path":"/b.png","detail":"high"},
            {"type":"localImage","path":"/c.png"}]\
          """;
      JsonObject turn =
          client.request("turn/start", Threads.on(threadId, input)).getAsJsonObject("turn");
      Threads.awaitCompleted(client, turn.get("id").getAsString());
    }
    try (TestClient client = server.start()) {
      JsonArray content =
          client
              .request("thread/read", Threads.on(threadId, "\"includeTurns\":true"))
              .getAsJsonObject("thread")
              .getAsJsonArray("turns")
              .get(0)
              .getAsJsonObject()
              .getAsJsonArray("items")
              .get(0)
              .getAsJsonObject()
              .getAsJsonArray("content");
      assertThat(content.get(0).getAsJsonObject().get("text").getAsString())
          .isEqualTo("\u00e4b@c d");
      assertThat(content.get(0).toString()).contains("\"byteRange\":{\"start\":3,\"end\":5}");
      assertThat(content.asList().subList(1, 4))
          .extracting(each -> each.getAsJsonObject().get("detail").toString())
          .containsExactly("null", "\"high\"", "null");
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsThatCameWithInputForARunningTurnStay(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "one");
      held.awaitReached();
      client.request(
          "turn/start",
          Threads.on(
              threadId,
              "\"model\":\"other\",\"approvalPolicy\":\"never\",\"input\":[{\"type\":\"text\",\"text\":\"two\"}]"));
      client.awaitNotification("thread/settings/updated");
      held.letGo();
      Threads.awaitCompleted(client, turnId);
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("other");
      assertThat(resumed.get("approvalPolicy").getAsString()).isEqualTo("never");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEffortThatWasTakenAwayDoesNotComeBack(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String turnId =
          client
              .request(
                  "turn/start",
                  Threads.on(
                      threadId,
                      "\"effort\":\"high\",\"input\":[{\"type\":\"text\",\"text\":\"q\"}]"))
              .getAsJsonObject("turn")
              .get("id")
              .getAsString();
      Threads.awaitCompleted(client, turnId);
      client.request(
          "thread/settings/update",
          Threads.on(
              threadId,
              "\"collaborationMode\":{\"mode\":\"default\",\"settings\":{\"model\":\"m\","
                  + "\"reasoning_effort\":null,\"developer_instructions\":null}}"));
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("m");
      assertThat(resumed.get("reasoningEffort").isJsonNull()).isTrue();
    }
  }
}
