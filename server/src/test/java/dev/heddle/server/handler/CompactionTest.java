package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations that are replaced by a short form of themselves. */
class CompactionTest {
  /** More than any limit of these tests. */
  private static final long MUCH = 6_000;

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"LOCAL,paginated", "LOCAL,legacy", "MEMORY,paginated"})
  void aCompactedConversationIsWhatUsersSaidAndTheSummaryAlsoAfterARestart(
      TestServer.Kind kind, String historyMode) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    List<String> sent;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"" + historyMode + "\"}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      server.model().then(ScriptedModel.says("what was done"));
      compact(client, threadId);
      client.awaitNotification("turn/completed");
      ModelRequest asked = server.model().requests().getLast();
      assertThat(asked.tools()).isEmpty();
      Threads.runTurn(client, threadId, "three");
      sent = server.model().lastInputTexts();
      assertThat(sent).hasSize(4);
      assertThat(sent.get(0)).isEqualTo("one");
      assertThat(sent.get(1)).isEqualTo("two");
      assertThat(sent.get(2)).contains("what was done");
      assertThat(sent.get(3)).isEqualTo("three");
      assertThat(Threads.storedTexts(client, threadId))
          .as("people still see everything")
          .containsExactly("one", "answer 1", "two", "answer 2", "three", "answer 4");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      Threads.runTurn(client, threadId, "four");
      assertThat(server.model().lastInputTexts())
          .hasSize(6)
          .startsWith(sent.toArray(String[]::new))
          .endsWith("answer 4", "four");
      assertThat(context(server.model().requests().getLast()))
          .as("the surroundings are told once in the compacted conversation")
          .hasSize(2);
    }
  }

  @Test
  void aSummaryIsNotTakenForWhatAUserSaid() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      for (String summary : List.of("first notes", "second notes")) {
        server.model().then(ScriptedModel.says(summary));
        compact(client, threadId);
        client.awaitNotification("turn/completed");
      }
      Threads.runTurn(client, threadId, "two");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(3);
      assertThat(texts.get(1)).contains("second notes").doesNotContain("first notes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTurnThatWouldOverflowBeginsWithACompaction(TestServer.Kind kind) {
    TestServer server = limited(kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      server.model().then(ScriptedModel.says("much", MUCH));
      Threads.runTurn(client, threadId, "one");
      server.model().then(ScriptedModel.says("notes"));
      Threads.runTurn(client, threadId, "two");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(3);
      assertThat(texts.get(0)).isEqualTo("one");
      assertThat(texts.get(1)).contains("notes");
      assertThat(texts.get(2)).isEqualTo("two");
      int before = server.model().requests().size();
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().requests()).as("once is enough").hasSize(before + 1);
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      Threads.runTurn(client, threadId, "four");
      assertThat(server.model().lastInputTexts())
          .startsWith("one")
          .endsWith("three", "answer 4", "four");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadThatIsFirstStoredByACompactionKeepsItsSettings(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"model\":\"mine\",\"sandbox\":\"read-only\"}");
      server.model().then(ScriptedModel.fails("no"));
      compact(client, threadId);
      client.awaitNotification("turn/completed");
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("mine");
      assertThat(resumed.getAsJsonObject("sandbox").get("type").getAsString())
          .isEqualTo("readOnly");
    }
  }

  @Test
  void aLongConversationIsCompactedAfterARestart() {
    TestServer server = limited(TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      server.model().then(ScriptedModel.says("much", MUCH));
      Threads.runTurn(client, threadId, "one");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      server.model().then(ScriptedModel.says("notes"));
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).hasSize(3);
    }
  }

  @Test
  void aTurnThatUsesUpTheRoomIsCompactedBeforeItGoesOn() {
    TestServer server = limited(TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      server.model().then(ScriptedModel.calls("c1", "no_such_tool", "{}", MUCH));
      server.model().then(ScriptedModel.says("notes of the half turn"));
      server.model().then(ScriptedModel.says("done"));
      Threads.runTurn(client, threadId, "one");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(2);
      assertThat(texts.get(0)).isEqualTo("one");
      assertThat(texts.get(1)).contains("notes of the half turn");
      assertThat(itemTypes(client, threadId))
          .containsExactly("userMessage", "contextCompaction", "agentMessage");
    }
  }

  @Test
  void whatIsToldIsInOrder() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      int before = client.trace().size();
      compact(client, threadId);
      client.awaitNotification("turn/completed");
      assertThat(
              client.trace().subList(before, client.trace().size()).stream()
                  .filter(TraceEntry::fromServer)
                  .map(each -> each.isResponse() ? "response" : each.method()))
          .containsExactly(
              "response",
              "thread/status/changed",
              "turn/started",
              "item/started",
              "thread/tokenUsage/updated",
              "account/rateLimits/updated",
              "thread/tokenUsage/updated",
              "account/rateLimits/updated",
              "thread/tokenUsage/updated",
              "account/rateLimits/updated",
              "item/completed",
              "thread/readState/changed",
              "thread/status/changed",
              "turn/completed");
      assertThat(itemTypes(client, threadId))
          .containsExactly("userMessage", "agentMessage", "contextCompaction");
    }
  }

  @Test
  void aFailedCompactionFailsItsTurnAndChangesNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      server.model().then(ScriptedModel.fails("boom"));
      compact(client, threadId);
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      assertThat(turn.getAsJsonObject("error").get("message").getAsString()).isEqualTo("boom");
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
    }
  }

  @Test
  void aTurnWhoseCompactionFailsKeepsItsQuestion() {
    TestServer server = limited(TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      server.model().then(ScriptedModel.says("much", MUCH));
      Threads.runTurn(client, threadId, "one");
      server.model().then(ScriptedModel.fails("boom"));
      String failed = Threads.startTurn(client, threadId, "two");
      assertThat(Threads.awaitCompleted(client, failed).get("status").getAsString())
          .isEqualTo("failed");
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("one", "much", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedCompactionChangesNothing(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      ScriptedModel.Held held = new ScriptedModel.Held("half a summ");
      server.model().then(held);
      compact(client, threadId);
      held.awaitReached();
      String turnId =
          client
              .awaitNotification("turn/started", params -> !params.toString().contains("one"))
              .getAsJsonObject("turn")
              .get("id")
              .getAsString();
      client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"\""));
      JsonObject turn =
          client
              .awaitNotification(
                  "turn/completed",
                  params ->
                      params
                          .getAsJsonObject("turn")
                          .get("status")
                          .getAsString()
                          .equals("interrupted"))
              .getAsJsonObject("turn");
      assertThat(turn.get("id").getAsString()).isNotEmpty();
      assertThat(turnId).isNotEmpty();
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsThatChangeWhileTheSummaryIsWrittenAreTheNextTurns(TestServer.Kind kind) {
    TestServer server = limited(kind);
    ScriptedModel.Held held = new ScriptedModel.Held("notes");
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      server.model().then(ScriptedModel.calls("c1", "no_such_tool", "{}", MUCH)).then(held);
      String turnId = Threads.startTurn(client, threadId, "one");
      held.awaitReached();
      client.request(
          "thread/settings/update", Threads.on(threadId, "\"model\":\"other\",\"cwd\":\"/usr\""));
      held.letGo();
      Threads.awaitCompleted(client, turnId);
      ModelRequest last = server.model().requests().getLast();
      assertThat(last.model()).isEqualTo(server.model().requests().getFirst().model());
      assertThat(context(last).toString()).doesNotContain("<cwd>/usr</cwd>");
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("other");
      assertThat(resumed.get("cwd").getAsString()).isEqualTo("/usr");
      Threads.runTurn(client, threadId, "two");
      ModelRequest last = server.model().requests().getLast();
      assertThat(last.model()).isEqualTo("other");
      assertThat(context(last).toString()).contains("<cwd>/usr</cwd>");
    }
  }

  @Test
  void whatIsInjectedWhileTheSummaryIsWrittenIsKept() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    List<String> sent;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      ScriptedModel.Held held = new ScriptedModel.Held("notes");
      server.model().then(held);
      compact(client, threadId);
      held.awaitReached();
      client.request(
          "thread/inject_items",
          Threads.on(
              threadId,
              "\"items\":[{\"type\":\"message\",\"role\":\"assistant\",\"content\":"
                  + "[{\"type\":\"output_text\",\"text\":\"a new fact\"}]}]"));
      held.letGo();
      client.awaitNotification("turn/completed");
      Threads.runTurn(client, threadId, "two");
      sent = server.model().lastInputTexts();
      assertThat(sent).hasSize(4).startsWith("one").endsWith("a new fact", "two");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().lastInputTexts()).startsWith(sent.toArray(String[]::new));
    }
  }

  @Test
  void aCompactingTurnTakesNoInput() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      ScriptedModel.Held held = new ScriptedModel.Held("summary");
      server.model().then(held);
      client.awaitNotification("turn/started");
      compact(client, threadId);
      String turnId =
          client.awaitNotification("turn/started").getAsJsonObject("turn").get("id").getAsString();
      held.awaitReached();
      for (JsonObject error :
          List.of(
              client.requestError(
                  "turn/steer",
                  Threads.on(
                      threadId,
                      "\"expectedTurnId\":\""
                          + turnId
                          + "\",\"input\":[{\"type\":\"text\",\"text\":\"x\"}]")),
              client.requestError(
                  "turn/start",
                  Threads.turnParams(threadId, "x")
                      .replaceFirst("\\{", "{\"model\":\"other\",")))) {
        assertThat(error.get("message").getAsString()).isEqualTo("cannot steer a compact turn");
        assertThat(error.getAsJsonObject("data").getAsJsonObject("codexErrorInfo").toString())
            .isEqualTo("{\"activeTurnNotSteerable\":{\"turnKind\":\"compact\"}}");
      }
      held.letGo();
      Threads.awaitCompleted(client, turnId);
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().requests().getLast().model())
          .as("a refused turn changes no settings")
          .isNotEqualTo("other");
    }
  }

  @Test
  void aRunningTurnIsInterruptedForACompaction() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      server.model().then(new ScriptedModel.Held("half"));
      String running = Threads.startTurn(client, threadId, "one");
      client.awaitNotification("item/agentMessage/delta");
      server.model().then(ScriptedModel.says("notes"));
      compact(client, threadId);
      assertThat(Threads.awaitCompleted(client, running).get("status").getAsString())
          .isEqualTo("interrupted");
      assertThat(client.awaitNotification("turn/completed").getAsJsonObject("turn").get("status"))
          .hasToString("\"completed\"");
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).hasSize(3);
    }
  }

  @Test
  void whatDoesNotEvenFitForItsSummaryIsShortenedFromItsBeginning() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      server.model().then(tooLong()).then(tooLong()).then(ScriptedModel.says("notes"));
      int before = server.model().requests().size();
      compact(client, threadId);
      client.awaitNotification(
          "item/completed", params -> params.toString().contains("contextCompaction"));
      List<ModelRequest> asked = server.model().requests().subList(before, before + 3);
      int all = asked.get(0).input().size();
      assertThat(asked.get(1).input()).hasSize(all - 1);
      assertThat(asked.get(2).input()).hasSize(all - 2);
    }
  }

  @Test
  void aConversationThatNoLongerFitsIsCompactedByTheNextTurn() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      server.model().then(tooLong());
      String failed = Threads.startTurn(client, threadId, "two");
      assertThat(Threads.awaitCompleted(client, failed).get("status").getAsString())
          .isEqualTo("failed");
      JsonObject usage =
          client
              .awaitNotification(
                  "thread/tokenUsage/updated",
                  params -> params.get("turnId").getAsString().equals(failed))
              .getAsJsonObject("tokenUsage");
      assertThat(usage.getAsJsonObject("last").get("totalTokens"))
          .isEqualTo(usage.get("modelContextWindow"));
      assertThat(usage.getAsJsonObject("total").get("totalTokens").getAsLong())
          .as("what was used is not made up")
          .isEqualTo(15);
      server.model().then(ScriptedModel.says("notes"));
      Threads.runTurn(client, threadId, "three");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(4);
      assertThat(texts.get(2)).contains("notes");
      assertThat(texts.get(3)).isEqualTo("three");
    }
  }

  @Test
  void whatTheClientTellsBesidesStaysWithItsMessageWhenTheTurnBeginsWithACompaction() {
    TestServer server = limited(TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      server.model().then(ScriptedModel.says("much", MUCH));
      Threads.runTurn(client, threadId, "one");
      server.model().then(ScriptedModel.says("notes"));
      runTelling(client, threadId, "two");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(4);
      assertThat(texts.get(1)).contains("notes");
      assertThat(texts.get(2)).contains("open_file:\na.c");
      assertThat(texts.get(3)).isEqualTo("two");
    }
  }

  @Test
  void whatTheClientTellsBesidesStaysWhenItsTurnIsCompactedHalfway() {
    TestServer server = limited(TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      server.model().then(ScriptedModel.calls("c1", "no_such_tool", "{}", MUCH));
      server.model().then(ScriptedModel.says("notes of the half turn"));
      runTelling(client, threadId, "one");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts).hasSize(3);
      assertThat(texts.get(0)).contains("open_file:\na.c");
      assertThat(texts.get(1)).isEqualTo("one");
    }
  }

  @Test
  void whatTheClientToldBesidesIsToldAgainAfterACompaction() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      runTelling(client, threadId, "one");
      server.model().then(ScriptedModel.says("notes"));
      compact(client, threadId);
      client.awaitNotification("turn/completed");
      runTelling(client, threadId, "two");
      assertThat(server.model().lastInputTexts().get(2)).contains("open_file:\na.c");
      runTelling(client, threadId, "three");
      assertThat(server.model().lastInputTexts())
          .filteredOn(text -> text.contains("open_file:"))
          .as("and known from then on")
          .hasSize(1);
    }
  }

  @Test
  void whatTheClientToldBesidesIsToldAgainAfterARollback() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      runTelling(client, threadId, "two");
      client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":2"));
      runTelling(client, threadId, "three");
      assertThat(server.model().lastInputTexts()).hasSize(2).endsWith("three");
    }
  }

  @Test
  void anAnswerWithoutASummaryIsAskedForAgain() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      server.model().then(CompactionTest::saysNothing).then(ScriptedModel.says("notes"));
      compact(client, threadId);
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts().get(1)).contains("notes");
    }
  }

  @Test
  void aCompactionWithoutASummaryFailsAndChangesNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      for (int i = 0; i <= 5; i++) { // as often as broken answers are asked for
        server.model().then(CompactionTest::saysNothing);
      }
      compact(client, threadId);
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      int asked = server.model().requests().size();
      assertThat(asked).isEqualTo(1 + 6);
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
    }
  }

  @Test
  void aThreadWithASmallWindowGoesOn() {
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL).with("heddle.context_windows.m", 20_000);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"model\":\"m\"}");
      for (int i = 0; i < 60; i++) {
        server.model().then(within(server, 20_000));
      }
      for (int i = 1; i <= 14; i++) {
        String turnId = Threads.startTurn(client, threadId, i + "x".repeat(7_000));
        assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
            .as("turn " + i)
            .isEqualTo("completed");
      }
    }
  }

  private static void saysNothing(
      String messageId, ModelListener listener, Cancellation cancellation) {
    listener.completed("resp_" + messageId, new TokenUsage(10, 0, 0, 5, 5, 15));
  }

  /** Refuses what does not fit so many tokens. */
  private static ScriptedModel.Answer within(TestServer server, long window) {
    return (messageId, listener, cancellation) -> {
      ModelRequest request = server.model().requests().getLast();
      int tokens = (request.instructions().length() + request.input().toString().length()) / 4;
      (tokens > window ? tooLong() : ScriptedModel.says("answer", tokens))
          .play(messageId, listener, cancellation);
    };
  }

  private static void runTelling(TestClient client, String threadId, String text) {
    String turnId =
        client
            .request(
                "turn/start",
                Threads.on(
                    threadId,
                    "\"input\":[{\"type\":\"text\",\"text\":\""
                        + text
                        + "\"}],\"additionalContext\":{\"open\":{\"value\":\"a.c\","
                        + "\"kind\":\"untrusted\",\"name\":\"open_file\"}}"))
            .getAsJsonObject("turn")
            .get("id")
            .getAsString();
    Threads.awaitCompleted(client, turnId);
  }

  private static ScriptedModel.Answer tooLong() {
    return (messageId, listener, cancellation) -> {
      throw new ModelException(
          ModelException.Kind.CONTEXT_WINDOW_EXCEEDED, "too long", null, false, null, null);
    };
  }

  private TestServer limited(TestServer.Kind kind) {
    return new TestServer(home, kind).with("model_auto_compact_token_limit", 5_000);
  }

  private static void compact(TestClient client, String threadId) {
    client.request("thread/compact/start", Threads.on(threadId));
  }

  private static List<JsonObject> context(ModelRequest request) {
    return request.input().stream()
        .filter(item -> item.get("content") instanceof JsonArray)
        .filter(ScriptedModel::isContext)
        .toList();
  }

  private static List<String> itemTypes(TestClient client, String threadId) {
    return client
        .request("thread/items/list", Threads.on(threadId))
        .getAsJsonArray("data")
        .asList()
        .stream()
        .map(row -> row.getAsJsonObject().getAsJsonObject("item").get("type").getAsString())
        .toList();
  }
}
