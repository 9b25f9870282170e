package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that wait for their thread are sent once, in order, when it can take them. */
class QueueTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void anIdleThreadTakesAMessageAtOnceAndTheAnswerComesFirst(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      JsonObject queued = add(client, threadId, "k", "hello");
      assertThat(queued.get("clientUserMessageId").getAsString()).isEqualTo("k");
      assertThat(queued.get("responsesapiClientMetadata").isJsonNull()).isTrue();
      awaitTurnOf(client, "k");
      client.awaitNotification("turn/completed");
      assertThat(waiting(client, threadId)).isEmpty();
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("hello", "answer 1");
      List<String> said = fromServer(client);
      int answer =
          indexOf(
              client,
              entry ->
                  entry.isResponse()
                      && entry.message().toString().contains("queuedSubmission\":{"));
      assertThat(said.subList(answer + 1, answer + 5))
          .containsExactly(
              "thread/queue/changed",
              "thread/queue/changed",
              "thread/status/changed",
              "turn/started");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWaitsIsSentInOrderAfterTurnsThatCompleteOrFail(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held).then(ScriptedModel.fails("no")).then(ScriptedModel.says("fine"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.startTurn(client, threadId, "first");
      held.awaitReached();
      List<String> ids = new ArrayList<>();
      for (String each : List.of("a", "b", "c")) {
        ids.add(id(add(client, threadId, each, "text " + each)));
      }
      assertThat(waiting(client, threadId)).isEqualTo(ids);
      held.letGo();
      for (String status : List.of("completed", "failed", "completed", "completed")) {
        assertThat(
                client
                    .awaitNotification("turn/completed")
                    .getAsJsonObject("turn")
                    .get("status")
                    .getAsString())
            .isEqualTo(status);
      }
      assertThat(waiting(client, threadId)).isEmpty();
      assertThat(Threads.userTexts(client, threadId))
          .containsExactly("first", "text a", "text b", "text c");
      assertThat(clientIds(client)).containsExactly("a", "b", "c");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptPausesTheQueueUntilATurnCompletes(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      interruptWithOneWaiting(client, threadId, held);
      add(client, threadId, "b", "second");
      assertThat(waiting(client, threadId)).as("one that is added waits, too").hasSize(2);
      client.request("thread/resume", Threads.on(threadId));
      assertThat(waiting(client, threadId)).as("joining changes nothing").hasSize(2);
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      assertThat(waiting(client, threadId)).as("nor does a restart").hasSize(2);
      Threads.runTurn(client, threadId, "by hand");
      awaitTurnOf(client, "b");
      client.awaitNotification("turn/completed");
      client.awaitNotification("turn/completed");
      assertThat(waiting(client, threadId)).isEmpty();
      assertThat(Threads.userTexts(client, threadId))
          .containsExactly("begin", "by hand", "waits", "second");
    }
  }

  @Test
  void aRevertLetsNothingGoThatAnInterruptHasPaused() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("fine")).then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      interruptWithOneWaiting(client, threadId, held);
      revertNewest(client, threadId);
      server.sweep();
      assertThat(waiting(client, threadId)).as("the interrupted turn is gone").hasSize(1);
      Threads.runTurn(client, threadId, "by hand");
      awaitTurnOf(client, "a");
    }
  }

  @Test
  void aRevertThatEndsATurnPausesTheQueue() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("fine")).then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      Threads.startTurn(client, threadId, "begin");
      held.awaitReached();
      add(client, threadId, "a", "waits");
      revertNewest(client, threadId);
      server.sweep();
      assertThat(waiting(client, threadId)).hasSize(1);
      assertThat(Threads.userTexts(client, threadId)).containsExactly("one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackLetsNothingGoThatAnInterruptHasPausedAlsoAfterARestart(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("fine")).then(held);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      interruptWithOneWaiting(client, threadId, held);
      client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      server.sweep();
      assertThat(waiting(client, threadId)).hasSize(1);
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      server.sweep();
      assertThat(waiting(client, threadId)).as("after a restart").hasSize(1);
      Threads.runTurn(client, threadId, "by hand");
      awaitTurnOf(client, "a");
    }
  }

  private static void revertNewest(TestClient client, String threadId) {
    String newest =
        client
            .request("thread/turns/list", Threads.on(threadId, "\"limit\":1"))
            .getAsJsonArray("data")
            .get(0)
            .getAsJsonObject()
            .get("id")
            .getAsString();
    client.request("thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + newest + "\""));
  }

  private static void interruptWithOneWaiting(
      TestClient client, String threadId, ScriptedModel.Held held) {
    String turnId = Threads.startTurn(client, threadId, "begin");
    held.awaitReached();
    add(client, threadId, "a", "waits");
    client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
    Threads.awaitCompleted(client, turnId);
  }

  @ParameterizedTest
  @EnumSource
  void aChosenMessageIsStartedByHandAndTheOthersFollow(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    ScriptedModel.Held second = new ScriptedModel.Held("more");
    server.model().then(held).then(second);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      interruptWithOneWaiting(client, threadId, held);
      String b = id(add(client, threadId, "b", "chosen"));
      JsonObject turn =
          client
              .request(
                  "thread/queue/start",
                  Threads.on(threadId, "\"queuedSubmissionId\":\"" + b + "\""))
              .getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("inProgress");
      second.awaitReached();
      assertThat(error(client, "thread/queue/start", Threads.on(threadId)))
          .isEqualTo("-32600 thread already has an active or pending turn");
      second.letGo();
      assertThat(Threads.awaitCompleted(client, turn.get("id").getAsString()).get("status"))
          .hasToString("\"completed\"");
      client.awaitNotification("turn/completed");
      assertThat(Threads.userTexts(client, threadId)).containsExactly("begin", "chosen", "waits");
      assertThat(error(client, "thread/queue/start", Threads.on(threadId)))
          .isEqualTo("-32600 queue is empty");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStoredThreadTakesWhatWasAddedWhenItIsResumed(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "begin");
    }
    try (TestClient client = server.start()) {
      add(client, threadId, "a", "one");
      add(client, threadId, "b", "two");
      assertThat(error(client, "thread/queue/start", Threads.on(threadId)))
          .isEqualTo("-32600 resume the thread before starting a queued message");
      assertThat(server.loadedThreads()).isZero();
    }
    try (TestClient client = server.start()) {
      assertThat(waiting(client, threadId)).as("after a restart").hasSize(2);
      long resume = client.send("thread/resume", Threads.on(threadId));
      client.awaitResponse(resume);
      client.awaitNotification("turn/completed");
      client.awaitNotification("turn/completed");
      assertThat(Threads.userTexts(client, threadId)).containsExactly("begin", "one", "two");
      assertThat(indexOf(client, entry -> entry.isResponse() && entry.id().equals("" + resume)))
          .isLessThan(
              indexOf(
                  client,
                  entry -> entry.isNotification() && entry.method().equals("turn/started")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsAddedTwiceIsSentOnce(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.startTurn(client, threadId, "begin");
      held.awaitReached();
      JsonObject first = add(client, threadId, "a", "waits");
      assertThat(add(client, threadId, "a", "waits")).as("while it waits").isEqualTo(first);
      JsonObject conflict =
          client.requestError("thread/queue/add", params(threadId, "a", "something else"));
      assertThat(conflict.getAsJsonObject("data").get("kind").getAsString())
          .isEqualTo("idempotencyConflict");
      assertThat(id(add(client, threadId, "", "no id"))).isNotEqualTo(id(first));
      add(client, threadId, "", "no id");
      held.letGo();
      for (int turn = 0; turn < 4; turn++) {
        client.awaitNotification("turn/completed");
      }
      add(client, threadId, "a", "waits");
      assertThat(waiting(client, threadId)).as("when it was sent").isEmpty();
      assertThat(Threads.userTexts(client, threadId))
          .containsExactly("begin", "waits", "no id", "no id");
      assertThat(server.model().requests()).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsSteeredInMeanwhileLeavesTheQueue(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    ScriptedModel.Held second = new ScriptedModel.Held("more");
    server.model().then(held).then(second);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "begin");
      held.awaitReached();
      add(client, threadId, "a", "waits");
      add(client, threadId, "b", "other");
      client.request("turn/start", params(threadId, "a", "waits"));
      second.awaitReached();
      client.request("turn/start", params(threadId, "b", "another under the id of the second"));
      Threads.awaitCompleted(client, turnId);
      awaitTurnOf(client, id -> id.length() == 36);
      client.awaitNotification("turn/completed");
      assertThat(waiting(client, threadId)).isEmpty();
      assertThat(Threads.userTexts(client, threadId))
          .containsExactly("begin", "waits", "another under the id of the second", "other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitingMessagesAreListedChangedMovedAndTakenBack(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      interruptWithOneWaiting(client, threadId, held);
      for (String each : List.of("b", "c")) {
        add(client, threadId, each, "text " + each);
      }
      List<String> ids = waiting(client, threadId);
      JsonObject page = client.request("thread/queue/list", Threads.on(threadId, "\"limit\":2"));
      assertThat(idsOf(page)).isEqualTo(ids.subList(0, 2));
      JsonObject next =
          client.request(
              "thread/queue/list", Threads.on(threadId, "\"cursor\":" + page.get("nextCursor")));
      assertThat(idsOf(next)).isEqualTo(ids.subList(2, 3));
      assertThat(next.get("nextCursor").isJsonNull()).isTrue();
      assertThat(idsOf(client.request("thread/queue/list", Threads.on(threadId, "\"limit\":0"))))
          .hasSize(1);
      assertThat(
              idsOf(client.request("thread/queue/list", Threads.on(threadId, "\"cursor\":\"99\""))))
          .isEmpty();
      assertThat(error(client, "thread/queue/list", Threads.on(threadId, "\"cursor\":\"x\"")))
          .isEqualTo("-32600 invalid queue pagination cursor: invalid digit found in string");

      JsonObject changed =
          client
              .request(
                  "thread/queue/update",
                  onMessage(
                      threadId,
                      ids.get(1),
                      ",\"input\":[{\"type\":\"text\",\"text\":\"changed\"}],"
                          + "\"responsesapiClientMetadata\":{\"k\":\"v\"}"))
              .getAsJsonObject("queuedSubmission");
      assertThat(id(changed)).isEqualTo(ids.get(1));
      assertThat(changed.get("clientUserMessageId").getAsString()).isEqualTo("b");
      JsonObject kept =
          client
              .request(
                  "thread/queue/update",
                  onMessage(
                      threadId,
                      ids.get(1),
                      ",\"input\":[{\"type\":\"text\",\"text\":\"again\"}],"
                          + "\"responsesapiClientMetadata\":{}"))
              .getAsJsonObject("queuedSubmission");
      assertThat(kept.getAsJsonObject("responsesapiClientMetadata").get("k").getAsString())
          .isEqualTo("v");

      client.request(
          "thread/queue/reorder",
          Threads.on(
              threadId,
              "\"queuedSubmissionIds\":[\"" + String.join("\",\"", ids.reversed()) + "\"]"));
      assertThat(waiting(client, threadId)).isEqualTo(ids.reversed());
      assertThat(
              error(
                  client,
                  "thread/queue/reorder",
                  Threads.on(threadId, "\"queuedSubmissionIds\":[\"" + ids.get(0) + "\"]")))
          .isEqualTo("-32600 queue reorder must include every queued submission exactly once");

      for (boolean there : new boolean[] {true, false}) {
        assertThat(
                client
                    .request("thread/queue/delete", onMessage(threadId, ids.get(2), ""))
                    .get("deleted")
                    .getAsBoolean())
            .isEqualTo(there);
      }
      assertThat(
              error(
                  client,
                  "thread/queue/update",
                  onMessage(
                      threadId, ids.get(2), ",\"input\":[{\"type\":\"text\",\"text\":\"late\"}]")))
          .isEqualTo("-32600 queued submission not found: " + ids.get(2));
      client.request("thread/queue/start", Threads.on(threadId));
      client.awaitNotification("turn/completed");
      client.awaitNotification("turn/completed");
      assertThat(Threads.userTexts(client, threadId)).containsExactly("begin", "again", "waits");
    }
  }

  @Test
  void whatCannotWaitIsRefused() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String unknown = "00000000-0000-7000-8000-000000000000";
      for (String method :
          List.of("thread/queue/list", "thread/queue/start", "thread/queue/delete")) {
        assertThat(error(client, method, onMessage(unknown, "x", "")))
            .as(method)
            .isEqualTo(
                "-32603 failed to read thread: invalid thread-store request: no rollout found for"
                    + " thread id "
                    + unknown);
      }
      assertThat(error(client, "thread/queue/list", Threads.on("x")))
          .startsWith("-32600 invalid thread id: invalid character");
      String ephemeral = Threads.start(client, "{\"ephemeral\":true}");
      assertThat(error(client, "thread/queue/add", params(ephemeral, "a", "text")))
          .isEqualTo("-32600 ephemeral thread does not support queued submissions: " + ephemeral);
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "begin");
      assertThat(
              error(
                  client,
                  "thread/queue/add",
                  Threads.on(threadId, "\"input\":[],\"clientUserMessageId\":\"a\"")))
          .isEqualTo("-32600 only user input can be added to the user-message queue");
      client.request("thread/archive", Threads.on(threadId));
      assertThat(error(client, "thread/queue/add", params(threadId, "a", "text")))
          .isEqualTo(
              "-32600 session "
                  + threadId
                  + " is archived. Run `codex unarchive "
                  + threadId
                  + "` to unarchive it first.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localImage, none.png, No such file or directory (os error 2)",
    "localImage, '', Is a directory (os error 21)",
    "localImage, words.txt/a.png, Not a directory (os error 20)",
    "localImage, words.txt, unsupported image",
    "localAudio, none.mp3, No such file or directory (os error 2)",
    "localAudio, none.xyz, unsupported audio format",
  })
  void whatIsNowhereCannotWait(String type, String name, String problem) throws IOException {
    Path files = Files.createDirectories(home.resolve("files"));
    Files.writeString(files.resolve("words.txt"), "words");
    String input =
        ",\"clientUserMessageId\":\"a\",\"input\":[{\"type\":\"%s\",\"path\":\"%s/%s\"}]"
            .formatted(type, files, name);
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "begin");
      assertThat(error(client, "thread/queue/add", onMessage(threadId, "x", input)))
          .isEqualTo("-32600 local queued attachment is invalid: " + problem);
      assertThat(error(client, "thread/queue/update", onMessage(threadId, "x", input)))
          .isEqualTo("-32600 local queued attachment is invalid: " + problem);
    }
  }

  @Test
  void aStoreWithoutQueuesRefuses() {
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<ThreadQueues> queues() {
                    return Optional.empty();
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      assertThat(error(client, "thread/queue/add", params(threadId, "a", "text")))
          .isEqualTo("-32600 user message queue is unavailable");
      assertThat(error(client, "thread/queue/list", Threads.on(threadId)))
          .isEqualTo("-32600 user message queue is unavailable");
      Threads.runTurn(client, threadId, "and turns run");
    }
  }

  @Test
  void aDamagedFileIsPutAsideAndHoldsUpNobody() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "begin");
    }
    Path queue = home.resolve("heddle/queue").resolve(threadId);
    Files.createDirectories(queue);
    Files.writeString(queue.resolve("0000000001-torn.json"), "{\"id\":\"torn\",\"inp");
    Files.writeString(
        queue.resolve("0000000002-new.json"),
        "{\"id\":\"new\",\"clientUserMessageId\":\"n\",\"input\":[{\"type\":\"smell\"}]}");
    Files.writeString(
        queue.resolve("0000000003-good.json"),
        "{\"id\":\"good\",\"clientUserMessageId\":\"g\","
            + "\"input\":[{\"type\":\"text\",\"text\":\"good\"}]}");
    try (TestClient client = server.start()) {
      assertThat(waiting(client, threadId)).containsExactly("good");
      client.request("thread/resume", Threads.on(threadId));
      awaitTurnOf(client, "g");
      client.awaitNotification("turn/completed");
      assertThat(Threads.userTexts(client, threadId)).containsExactly("begin", "good");
    }
    try (Stream<Path> left = Files.list(queue)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("0000000001-torn.json.damaged", "0000000002-new.json.damaged");
    }
  }

  @Test
  void whatAnotherProcessAddsIsSentByTheOneThatHasTheThread() {
    TestServer owner = new TestServer(home, TestServer.Kind.LOCAL);
    TestServer other = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    owner.model().then(ScriptedModel.says("fine")).then(held);
    try (TestClient client = owner.start();
        TestClient another = other.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "begin");
      add(another, threadId, "a", "from elsewhere");
      owner.sweep();
      held.awaitReached();
      assertThat(waiting(another, threadId)).as("to the other process").isEmpty();
      add(client, threadId, "b", "waits");
      client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"\""));
      client.awaitNotification(
          "turn/completed", params -> params.toString().contains("\"interrupted\""));
      owner.sweep();
      assertThat(waiting(client, threadId)).as("what is paused stays so").hasSize(1);
      assertThat(other.model().requests()).isEmpty();
      assertThat(Threads.userTexts(client, threadId)).containsExactly("begin", "from elsewhere");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deletingAThreadDeletesWhatWaitsForIt(TestServer.Kind kind) throws IOException {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      interruptWithOneWaiting(client, threadId, held);
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      assertThat(waiting(client, fork)).as("a fork has a queue of its own").isEmpty();
      client.request("thread/delete", Threads.on(fork));
      assertThat(waiting(client, threadId)).hasSize(1);
      client.request("thread/delete", Threads.on(threadId));
    }
    if (kind.isInFiles()) {
      try (Stream<Path> left = Files.list(home.resolve("heddle/queue"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void turnsThatAreAskedForWhileTheQueueDrainsLoseAndDoubleNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      List<Long> requests = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        requests.add(client.send("thread/queue/add", params(threadId, "q" + i, "queued " + i)));
        requests.add(client.send("turn/start", params(threadId, "t" + i, "turn " + i)));
      }
      for (long request : requests) {
        assertThat(client.awaitResponse(request).has("result")).isTrue();
      }
      List<String> wanted = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        wanted.add("q" + i);
        wanted.add("t" + i);
      }
      for (String each : wanted) {
        awaitTurnOf(client, each);
      }
      assertThat(clientIds(client)).doesNotHaveDuplicates().containsAll(wanted);
      assertThat(clientIds(client).stream().filter(id -> id.startsWith("q")))
          .as("in their order")
          .containsExactlyElementsOf(wanted.stream().filter(id -> id.startsWith("q")).toList());
    }
  }

  private static JsonObject add(TestClient client, String threadId, String key, String text) {
    return client
        .request("thread/queue/add", params(threadId, key, text))
        .getAsJsonObject("queuedSubmission");
  }

  private static String params(String threadId, String key, String text) {
    return Threads.turnParams(threadId, text)
        .replaceFirst("\\{", "{\"clientUserMessageId\":\"" + key + "\",");
  }

  private static String onMessage(String threadId, String id, String more) {
    return Threads.on(threadId, "\"queuedSubmissionId\":\"" + id + "\"" + more);
  }

  private static String id(JsonObject queued) {
    return queued.get("id").getAsString();
  }

  private static List<String> waiting(TestClient client, String threadId) {
    return idsOf(client.request("thread/queue/list", Threads.on(threadId)));
  }

  private static List<String> idsOf(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement each : page.getAsJsonArray("data")) {
      ids.add(id(each.getAsJsonObject()));
    }
    return ids;
  }

  private static String error(TestClient client, String method, String params) {
    JsonObject error = client.requestError(method, params);
    return error.get("code").getAsInt() + " " + error.get("message").getAsString();
  }

  /** Waits until the message under this id of a client is in a turn. */
  private static void awaitTurnOf(TestClient client, String clientId) {
    awaitTurnOf(client, clientId::equals);
  }

  private static void awaitTurnOf(TestClient client, Predicate<String> clientId) {
    client.awaitNotification(
        "item/started", params -> clientIdOf(params) != null && clientId.test(clientIdOf(params)));
  }

  private static String clientIdOf(JsonObject params) {
    JsonElement id = params.getAsJsonObject("item").get("clientId");
    return id == null || id.isJsonNull() ? null : id.getAsString();
  }

  /** The clients' ids of all messages that turns took, in order. */
  private static List<String> clientIds(TestClient client) {
    return client.trace().stream()
        .filter(entry -> entry.fromServer() && entry.isNotification())
        .filter(entry -> entry.method().equals("item/started"))
        .map(entry -> clientIdOf(entry.params()))
        .filter(id -> id != null)
        .toList();
  }

  private static List<TraceEntry> received(TestClient client) {
    return client.trace().stream().filter(TraceEntry::fromServer).toList();
  }

  private static List<String> fromServer(TestClient client) {
    return received(client).stream()
        .map(entry -> entry.isNotification() ? entry.method() : "answer")
        .toList();
  }

  private static int indexOf(TestClient client, Predicate<TraceEntry> fits) {
    List<TraceEntry> received = received(client);
    for (int i = 0; i < received.size(); i++) {
      if (fits.test(received.get(i))) {
        return i;
      }
    }
    throw new AssertionError("none of " + received);
  }
}
