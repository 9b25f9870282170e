package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A message that is sent again under the same id runs once. */
class RepeatedSendsTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void theSameMessageIsAnsweredWithItsTurnAsItStands(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = id(send(client, threadId, "k", "hello"));
      client.awaitNotification("item/agentMessage/delta");
      JsonObject running = send(client, threadId, "k", "hello");
      assertThat(id(running)).isEqualTo(turnId);
      assertThat(running.get("status").getAsString()).isEqualTo("inProgress");
      held.letGo();
      Threads.awaitCompleted(client, turnId);
      JsonObject over = send(client, threadId, "k", "hello");
      assertThat(id(over)).isEqualTo(turnId);
      assertThat(over.get("status").getAsString()).isEqualTo("completed");
      assertThat(over.get("completedAt").isJsonNull()).isFalse();
      assertThat(over.getAsJsonArray("items")).isEmpty();
      assertThat(server.model().requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"LOCAL,paginated", "LOCAL,legacy", "MEMORY,paginated"})
  void aRestartDoesNotForgetWhatWasSent(TestServer.Kind kind, String historyMode) {
    TestServer server = new TestServer(home, kind);
    server.model().then(ScriptedModel.fails("no"));
    String threadId;
    String first;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"" + historyMode + "\"}");
      first = id(send(client, threadId, "k1", "hello"));
      Threads.awaitCompleted(client, first);
      Threads.runTurn(client, threadId, "between");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      JsonObject again = send(client, threadId, "k1", "hello");
      assertThat(id(again)).isEqualTo(first);
      assertThat(again.get("status").getAsString()).isEqualTo("failed");
      assertThat(again.getAsJsonObject("error").get("message").getAsString()).isEqualTo("no");
      JsonObject error =
          client.requestError("turn/start", params(threadId, "k1", "something else"));
      assertThat(kindOf(error)).isEqualTo("idempotencyConflict");
      assertThat(server.model().requests()).hasSize(2);
      String second = id(send(client, threadId, "k2", "hello"));
      assertThat(second).isNotEqualTo(first);
      Threads.awaitCompleted(client, second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherMessageUnderTheSameIdIsRefusedAndChangesNothing(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.awaitCompleted(client, id(send(client, threadId, "k", "hello")));
      JsonObject error =
          client.requestError(
              "turn/start",
              params(threadId, "k", "bye").replaceFirst("\\{", "{\"model\":\"other\","));
      assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(kindOf(error)).isEqualTo("idempotencyConflict");
      assertThat(error.getAsJsonObject("data").get("retryable").getAsBoolean()).isFalse();
      Threads.runTurn(client, threadId, "next");
      assertThat(server.model().requests().getLast().model()).isNotEqualTo("other");
      assertThat(server.model().requests()).hasSize(2);
    }
  }

  @Test
  void aRepeatedMessageDoesNotChangeSettings() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.awaitCompleted(client, id(send(client, threadId, "k", "hello")));
      client.request(
          "turn/start",
          params(threadId, "k", "hello").replaceFirst("\\{", "{\"model\":\"other\","));
      Threads.runTurn(client, threadId, "next");
      assertThat(server.model().requests().getLast().model()).isNotEqualTo("other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSteeredMessageIsKnownBeforeAndAfterItWasTaken(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("half"));
    String threadId;
    String turnId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      turnId = id(send(client, threadId, "k1", "hello"));
      client.awaitNotification("item/agentMessage/delta");
      long steer = client.send("turn/steer", steer(threadId, turnId, "more"));
      long again = client.send("turn/steer", steer(threadId, turnId, "more"));
      for (long request : new long[] {steer, again}) {
        JsonObject result = client.awaitResponse(request).getAsJsonObject("result");
        assertThat(result.get("turnId").getAsString()).isEqualTo(turnId);
      }
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().lastInputTexts()).containsExactly("hello", "half", "more");
      assertThat(client.request("turn/steer", steer(threadId, turnId, "more")).get("turnId"))
          .as("a steer whose turn is over")
          .hasToString('"' + turnId + '"');
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      assertThat(id(send(client, threadId, "s", "more"))).isEqualTo(turnId);
      assertThat(kindOf(client.requestError("turn/steer", steer(threadId, turnId, "less"))))
          .isEqualTo("idempotencyConflict");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsThatArriveTogetherRunOnce(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      long first = client.send("turn/start", params(threadId, "k", "hello"));
      long second = client.send("turn/start", params(threadId, "k", "hello"));
      String turnId = id(turn(client.awaitResponse(first).getAsJsonObject("result")));
      assertThat(id(turn(client.awaitResponse(second).getAsJsonObject("result"))))
          .isEqualTo(turnId);
      Threads.awaitCompleted(client, turnId);
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("hello", "answer 1");
    }
  }

  @Test
  void aMessageThatWasTakenBackMayBeSentAgain() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String reverted = Threads.start(client);
      Threads.awaitCompleted(client, id(send(client, reverted, "k0", "kept")));
      String gone = id(send(client, reverted, "k", "hello"));
      Threads.awaitCompleted(client, gone);
      client.request("thread/revert", Threads.on(reverted, "\"beforeTurnId\":\"" + gone + "\""));
      assertThat(id(send(client, reverted, "k", "hello"))).isNotEqualTo(gone);

      String legacy = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      String kept = id(send(client, legacy, "k0", "kept"));
      Threads.awaitCompleted(client, kept);
      String rolledBack = id(send(client, legacy, "k", "hello"));
      Threads.awaitCompleted(client, rolledBack);
      client.request("thread/rollback", Threads.on(legacy, "\"numTurns\":1"));
      assertThat(id(send(client, legacy, "k0", "kept"))).isEqualTo(kept);
      assertThat(id(send(client, legacy, "k", "hello"))).isNotEqualTo(rolledBack);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForkKnowsWhatItInherits(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = id(send(client, threadId, "k", "hello"));
      Threads.awaitCompleted(client, turnId);
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      assertThat(id(send(client, fork, "k", "hello"))).isEqualTo(turnId);
      String own = id(send(client, fork, "k2", "mine"));
      Threads.awaitCompleted(client, own);
      assertThat(id(send(client, threadId, "k2", "mine"))).as("the source").isNotEqualTo(own);
    }
  }

  @Test
  void anEphemeralThreadKnowsHowItsTurnsEnded() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server.model().then(ScriptedModel.fails("no"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"ephemeral\":true}");
      String turnId = id(send(client, threadId, "k", "hello"));
      Threads.awaitCompleted(client, turnId);
      JsonObject again = send(client, threadId, "k", "hello");
      assertThat(id(again)).isEqualTo(turnId);
      assertThat(again.get("status").getAsString()).isEqualTo("failed");
    }
  }

  @Test
  void anEphemeralThreadTakesMessagesAfterARollback() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"ephemeral\":true,\"historyMode\":\"legacy\"}");
      String rolledBack = id(send(client, threadId, "k", "hello"));
      Threads.awaitCompleted(client, rolledBack);
      client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      String again = id(send(client, threadId, "k", "hello"));
      assertThat(again).isNotEqualTo(rolledBack);
      Threads.awaitCompleted(client, again);
      assertThat(id(send(client, threadId, "k", "hello"))).isEqualTo(again);
    }
  }

  private static JsonObject send(TestClient client, String threadId, String key, String text) {
    return turn(client.request("turn/start", params(threadId, key, text)));
  }

  private static JsonObject turn(JsonObject response) {
    return response.getAsJsonObject("turn");
  }

  private static String id(JsonObject turn) {
    return turn.get("id").getAsString();
  }

  private static String kindOf(JsonObject error) {
    return error.getAsJsonObject("data").get("kind").getAsString();
  }

  private static String params(String threadId, String key, String text) {
    return Threads.turnParams(threadId, text)
        .replaceFirst("\\{", "{\"clientUserMessageId\":\"" + key + "\",");
  }

  private static String steer(String threadId, String turnId, String text) {
    return Threads.turnParams(threadId, text)
        .replaceFirst(
            "\\{", "{\"clientUserMessageId\":\"s\",\"expectedTurnId\":\"" + turnId + "\",");
  }
}
