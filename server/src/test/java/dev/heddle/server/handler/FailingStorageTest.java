package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.FaultyFiles;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations on storage that fails: live first, nothing silent, nothing lost. */
@Timeout(60)
class FailingStorageTest {
  @TempDir Path home;
  private final FaultyFiles files = new FaultyFiles();

  private TestServer server(Durability durability, Backlog limit) {
    return new TestServer(home, TestServer.Kind.LOCAL)
        .on(() -> files.open(home, durability, limit));
  }

  private static long warnings(TestClient client) {
    return client.trace().stream()
        .filter(TraceEntry::isNotification)
        .filter(each -> each.method().equals("warning"))
        .count();
  }

  @Test
  @Tag("SA-14")
  @Tag("SA-15")
  @DisplayName("SA 14, 15: turns go on while every write fails, with one warning each")
  void turnsGoOnWithOneWarningEach() {
    TestServer server = server(Durability.DEFAULT, Backlog.DEFAULT);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      files.failAfter(0);
      for (int turn = 2; turn <= 5; turn++) {
        Threads.runTurn(client, threadId, "turn " + turn);
        assertThat(warnings(client)).as("after turn %s", turn).isEqualTo(turn - 1);
      }
      assertThat(server.model().lastInputTexts())
          .containsSubsequence("one", "answer 1", "turn 2", "answer 2", "turn 5");
      JsonObject warning = client.awaitNotification("warning");
      assertThat(warning.get("threadId").getAsString()).isEqualTo(threadId);
      assertThat(warning.get("message").getAsString())
          .contains("writing failed")
          .doesNotContain(home.toString(), "turn 2");
      files.heal();
      Threads.runTurn(client, threadId, "healed");
      assertThat(warnings(client)).isEqualTo(4);
      assertThat(Threads.storedTexts(client, threadId))
          .contains("one", "turn 2", "turn 3", "turn 4", "turn 5", "healed")
          .hasSize(12);
    }
  }

  @Test
  @DisplayName("strict durability: a turn whose input cannot be stored is refused, and is no turn")
  void strictModeRefusesWhatItCannotStore() {
    TestServer server = server(Durability.STRICT, Backlog.DEFAULT);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      int asked = server.model().requests().size();
      files.failForce(true);
      for (String refused : List.of("first refusal", "second refusal")) {
        JsonObject error = client.requestError("turn/start", Threads.turnParams(threadId, refused));
        assertThat(error.get("message").getAsString())
            .contains("could not be stored")
            .doesNotContain(home.toString());
        assertThat(error.getAsJsonObject("data").get("kind").getAsString())
            .isEqualTo("storeFailure");
        assertThat(error.getAsJsonObject("data").get("threadId").getAsString()).isEqualTo(threadId);
      }
      assertThat(server.model().requests()).as("the model was not asked").hasSize(asked);
      files.heal();
      assertThat(status(client, threadId)).isEqualTo("idle");
      Threads.runTurn(client, threadId, "healed");
      assertThat(server.model().lastInputTexts())
          .as("what was refused first was cut; what was refused next was not recorded")
          .contains("one", "first refusal", "healed")
          .doesNotContain("second refusal");
      assertThat(statuses(client, threadId))
          .containsExactly("completed", "interrupted", "completed");
    }
  }

  @Test
  @Tag("SA-20")
  @DisplayName("SA 20: with too much waiting a new turn is refused before the model is asked")
  void aFullBacklogRefusesTheNextTurn() {
    TestServer server = server(Durability.DEFAULT, new Backlog(12, Long.MAX_VALUE));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      files.failAfter(0);
      int turns = 1;
      for (JsonObject answer = startTurn(client, threadId); answer.has("result"); turns++) {
        Threads.awaitCompleted(client, turnOf(answer));
        assertThat(turns).isLessThan(12);
        answer = startTurn(client, threadId);
      }
      assertThat(turns).as("some were taken").isGreaterThan(1);
      assertThat(server.model().requests()).hasSize(turns);
      String other = Threads.start(client);
      files.heal();
      Threads.runTurn(client, other, "another thread");
      Threads.runTurn(client, threadId, "healed");
      assertThat(Threads.storedTexts(client, threadId)).hasSize(2 * (turns + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread/archive", "thread/delete"})
  void aRemovalWhoseWritesFailLosesNoTurn(String removal) {
    TestServer server = server(Durability.DEFAULT, Backlog.DEFAULT);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      files.failAfter(0);
      Threads.runTurn(client, threadId, "two");
      assertThat(client.requestError(removal, Threads.on(threadId)).get("message").getAsString())
          .contains("could not be stored");
      files.heal();
      Threads.runTurn(client, threadId, "healed");
      assertThat(Threads.storedTexts(client, threadId)).contains("one", "two", "healed").hasSize(6);
    }
  }

  @Test
  void aChangeIsDoneOnceOrRefusedWithNothingDone() {
    TestServer server = server(Durability.DEFAULT, Backlog.DEFAULT);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      for (String text : List.of("one", "two", "three", "four")) {
        Threads.runTurn(client, threadId, text);
      }
      files.failAfter(0);
      JsonObject rolledBack =
          client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      assertThat(Threads.texts(rolledBack.getAsJsonObject("thread").getAsJsonArray("turns")))
          .hasSize(6)
          .doesNotContain("four");
      refused(client, "thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      refused(client, "thread/inject_items", injecting(threadId, "refused"));
      refused(client, "thread/settings/update", Threads.on(threadId, "\"model\":\"refused\""));
      files.heal();
      assertThat(Threads.storedTexts(client, threadId)).hasSize(6).contains("three");

      files.failAfter(0);
      client.request("thread/inject_items", injecting(threadId, "injected"));
      files.heal();
      Threads.runTurn(client, threadId, "healed");
      assertThat(server.model().lastInputTexts())
          .containsExactly(
              "one", "answer 1", "two", "answer 2", "three", "answer 3", "injected", "healed");
      assertThat(server.model().requests().getLast().model()).isNotEqualTo("refused");

      files.failAfter(0);
      client.request("thread/settings/update", Threads.on(threadId, "\"model\":\"other\""));
      files.heal();
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("other");
    }
  }

  @Test
  void whatARefusedTurnBroughtDoesNotComeBack() {
    TestServer server = server(Durability.STRICT, Backlog.DEFAULT);
    String threadId;
    JsonObject before;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      before = settings(client.request("thread/resume", Threads.on(threadId)));
      files.failForce(true);
      refused(
          client,
          "turn/start",
          Threads.on(threadId, "\"input\":[{\"type\":\"text\",\"text\":\"two\"}]," + DARING));
      files.heal();
      assertThat(settings(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(before);
    }
    try (TestClient client = server.start()) {
      assertThat(settings(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void metadataThatIsRefusedIsNotChangedThenNorLater(boolean strict) {
    TestServer server = server(strict ? Durability.STRICT : Durability.DEFAULT, Backlog.DEFAULT);
    String threadId;
    JsonObject before;
    JsonObject goal;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"kept\""));
      client.request(
          "thread/goal/set", Threads.on(threadId, "\"objective\":\"kept\",\"status\":\"paused\""));
      goal = client.request("thread/goal/get", Threads.on(threadId));
      before = facts(client, threadId);
      for (List<String> change :
          List.of(
              List.of("thread/name/set", "\"name\":\"refused\""),
              List.of("thread/memoryMode/set", "\"mode\":\"disabled\""),
              List.of("thread/metadata/update", "\"gitInfo\":{\"branch\":\"refused\"}"),
              List.of(
                  "thread/readState/update",
                  "\"operation\":{\"type\":\"read\"},\"expectedRevision\":\""
                      + revision(client, threadId)
                      + "\""),
              List.of("thread/goal/clear", "\"x\":0"))) {
        failWrites(strict);
        // Something waits to be stored from here on: without that, a goal may be cleared.
        refused(client, "thread/name/set", Threads.on(threadId, "\"name\":\"refused\""));
        refused(client, change.getFirst(), Threads.on(threadId, change.getLast()));
        refused(client, change.getFirst(), Threads.on(threadId, change.getLast()));
        files.heal();
        assertThat(facts(client, threadId)).as(change.getFirst()).isEqualTo(before);
        assertThat(client.request("thread/goal/get", Threads.on(threadId))).isEqualTo(goal);
      }
      long told = notifications(client, "thread/goal/updated");
      failWrites(strict);
      refused(client, "thread/name/set", Threads.on(threadId, "\"name\":\"refused\""));
      refused(client, "thread/goal/set", Threads.on(threadId, "\"objective\":\"refused\""));
      refused(client, "thread/settings/update", Threads.on(threadId, DARING));
      files.heal();
      assertThat(client.request("thread/goal/get", Threads.on(threadId))).isEqualTo(goal);
      assertThat(notifications(client, "thread/goal/updated")).isEqualTo(told);
    }
    try (TestClient client = server.start()) {
      assertThat(client.request("thread/resume", Threads.on(threadId)).get("model").getAsString())
          .isNotEqualTo("daring");
      assertThat(facts(client, threadId)).isEqualTo(before);
      assertThat(client.request("thread/goal/get", Threads.on(threadId))).isEqualTo(goal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread/settings/update", "thread/goal/set"})
  void whatStrictModeRefusesIsTakenBack(String method) {
    TestServer server = server(Durability.STRICT, Backlog.DEFAULT);
    String threadId;
    JsonObject before;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      before = settings(client.request("thread/resume", Threads.on(threadId)));
      files.failForce(true);
      refused(client, method, Threads.on(threadId, "\"objective\":\"refused\"," + DARING));
      files.heal();
      assertThat(settings(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(before);
      assertThat(goal(client, threadId)).isEqualTo("null");
    }
    try (TestClient client = server.start()) {
      assertThat(settings(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(before);
      assertThat(goal(client, threadId)).isEqualTo("null");
    }
  }

  @Test
  void aRefusedTurnPausesTheQueueAlsoAfterARestart() {
    TestServer server = server(Durability.STRICT, Backlog.DEFAULT);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      files.failForce(true);
      refused(client, "turn/start", Threads.turnParams(threadId, "two"));
      files.heal();
      addToQueue(client, threadId);
      server.sweep();
      assertThat(waiting(client, threadId)).isEqualTo(1);
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      assertThat(waiting(client, threadId)).as("after a restart").isEqualTo(1);
      Threads.runTurn(client, threadId, "by hand");
      client.awaitNotification("thread/queue/changed");
      client.awaitNotification("turn/completed");
      assertThat(Threads.userTexts(client, threadId)).endsWith("by hand", "waits");
    }
  }

  @Test
  @Tag("SA-7")
  @DisplayName("SA 7: what the model says is shown while the storage hangs")
  void theModelIsHeardWhileStorageHangs() {
    TestServer server = server(Durability.DEFAULT, Backlog.DEFAULT);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      ScriptedModel.Held answer = new ScriptedModel.Held("heard");
      server.model().then(answer);
      String turnId = Threads.startTurn(client, threadId, "two");
      CountDownLatch disk = new CountDownLatch(1);
      files.hold(disk);
      client.awaitNotification(
          "item/agentMessage/delta", params -> params.get("delta").getAsString().equals("heard"));
      answer.letGo();
      client.awaitNotification(
          "item/completed",
          params ->
              params.getAsJsonObject("item").has("text")
                  && params.getAsJsonObject("item").get("text").getAsString().equals("heard"));
      files.hold(null);
      disk.countDown();
      Threads.awaitCompleted(client, turnId);
      assertThat(warnings(client)).isZero();
    }
  }

  /** What most lets a model do. */
  private static final String DARING =
      "\"model\":\"daring\",\"approvalPolicy\":\"never\","
          + "\"sandboxPolicy\":{\"type\":\"dangerFullAccess\"}";

  private void failWrites(boolean strict) {
    if (strict) {
      files.failForce(true);
    } else {
      files.failAfter(0);
    }
  }

  /** Of the answer to a resume. */
  private static JsonObject settings(JsonObject resumed) {
    JsonObject settings = resumed.deepCopy();
    settings.remove("thread");
    settings.remove("turnsBackwardsCursor");
    settings.remove("itemsBackwardsCursor");
    return settings;
  }

  /** What is known of the thread beside its turns. */
  private static JsonObject facts(TestClient client, String threadId) {
    JsonObject thread =
        client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
    JsonObject facts = new JsonObject();
    facts.add("name", thread.get("name"));
    facts.add("gitInfo", thread.get("gitInfo"));
    facts.addProperty("read", revision(client, threadId));
    return facts;
  }

  private static String goal(TestClient client, String threadId) {
    return client.request("thread/goal/get", Threads.on(threadId)).get("goal").toString();
  }

  private static String revision(TestClient client, String threadId) {
    return client
        .request("thread/list", "{}")
        .getAsJsonObject("readStates")
        .getAsJsonObject(threadId)
        .get("revision")
        .getAsString();
  }

  private static long notifications(TestClient client, String method) {
    return client.trace().stream()
        .filter(each -> each.isNotification() && each.method().equals(method))
        .count();
  }

  private static void addToQueue(TestClient client, String threadId) {
    client.request(
        "thread/queue/add",
        Threads.on(
            threadId,
            "\"clientUserMessageId\":\"a\",\"input\":"
                + "[{\"type\":\"text\",\"text\":\"waits\"}]"));
  }

  private static int waiting(TestClient client, String threadId) {
    return client.request("thread/queue/list", Threads.on(threadId)).getAsJsonArray("data").size();
  }

  private static JsonObject startTurn(TestClient client, String threadId) {
    return client.awaitResponse(client.send("turn/start", Threads.turnParams(threadId, "another")));
  }

  private static String turnOf(JsonObject response) {
    return response.getAsJsonObject("result").getAsJsonObject("turn").get("id").getAsString();
  }

  private static void refused(TestClient client, String method, String params) {
    JsonObject error = client.requestError(method, params);
    assertThat(error.getAsJsonObject("data").get("retryable").getAsBoolean()).as(method).isTrue();
  }

  private static String injecting(String threadId, String text) {
    return Threads.on(
        threadId,
        "\"items\":[{\"type\":\"message\",\"role\":\"user\",\"content\":"
            + "[{\"type\":\"input_text\",\"text\":\""
            + text
            + "\"}]}]");
  }

  private static String status(TestClient client, String threadId) {
    return client
        .request("thread/read", Threads.on(threadId))
        .getAsJsonObject("thread")
        .getAsJsonObject("status")
        .get("type")
        .getAsString();
  }

  private static List<String> statuses(TestClient client, String threadId) {
    return client
        .request("thread/read", Threads.on(threadId, "\"includeTurns\":true"))
        .getAsJsonObject("thread")
        .getAsJsonArray("turns")
        .asList()
        .stream()
        .map(turn -> turn.getAsJsonObject().get("status").getAsString())
        .toList();
  }
}
