package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.FakeClock;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread with an active goal goes on by itself, until something stops the goal. */
class GoalTurnsTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void turnFollowsTurnUntilTheBudgetIsUsedUp(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      JsonObject set = set(client, threadId, "\"objective\":\" do it \",\"tokenBudget\":40");
      assertThat(set.get("objective").getAsString()).isEqualTo("do it");
      awaitStatus(client, "budgetLimited");
      client.awaitNotification("turn/completed");
      client.awaitNotification("turn/completed");
      client.awaitNotification("turn/completed");
      assertThat(told(client))
          .containsExactly("active 0", "active 15", "active 30", "budgetLimited 45");
      assertThat(get(client, threadId)).isEqualTo("budgetLimited 45");
      assertThat(server.model().requests()).hasSize(3);
      assertThat(server.model().lastInputTexts().getLast())
          .startsWith("<goal_context>")
          .contains("<objective>\ndo it\n</objective>", "Tokens used: 30 of 40, 10 left");
      assertThat(Threads.storedTexts(client, threadId))
          .as("nobody has said anything but the model")
          .containsExactly("answer 1", "answer 2", "answer 3");
      assertThat(readStates(client)).as("unread when it has come to its end").isEqualTo(1);
    }
  }

  @Test
  void theAnswerComesFirstAndThenTheTurn() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":1");
      client.awaitNotification("turn/completed");
      List<String> methods = fromServer(client);
      int answer = methods.indexOf("answer with goal");
      assertThat(methods.subList(answer + 1, answer + 4))
          .containsExactly("thread/goal/updated", "thread/status/changed", "turn/started");
      int counted = methods.lastIndexOf("thread/tokenUsage/updated");
      assertThat(methods.subList(counted + 1, methods.size()))
          .filteredOn(method -> !method.startsWith("account/"))
          .containsExactly(
              "thread/goal/updated",
              "thread/readState/changed",
              "thread/status/changed",
              "turn/completed");
    }
  }

  @Test
  void theModelEndsTheGoalAndItsToolsAreForThreadsWithOne() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server
        .model()
        .then(ScriptedModel.says("nothing to do yet"))
        .then(ScriptedModel.calls("c1", "update_goal", "{\"status\":\"no such\"}"))
        .then(ScriptedModel.calls("c2", "update_goal", "{\"status\":\"complete\"}"))
        .then(ScriptedModel.calls("c3", "get_goal", "{}"))
        .then(ScriptedModel.says("done"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "hello");
      assertThat(offered(server)).doesNotContain("get_goal", "create_goal", "update_goal");
      set(client, threadId, "\"objective\":\"o\"");
      client.awaitNotification("turn/completed");
      assertThat(offered(server)).contains("get_goal", "create_goal", "update_goal");
      assertThat(told(client))
          .as("each answer counts, also the one that ends it; what follows does not")
          .containsExactly("active 0", "active 15", "complete 30");
      assertThat(server.model().lastOutputOf("c1")).contains("must be complete, blocked or paused");
      assertThat(server.model().lastOutputOf("c2")).contains("\"status\":\"complete\"");
      assertThat(server.model().lastOutputOf("c3"))
          .contains("\"tokensUsed\":30", "\"remainingTokens\":null");
      assertThat(server.model().requests()).hasSize(5);
      assertThat(get(client, threadId)).isEqualTo("complete 30");
    }
  }

  @Test
  void theModelSetsTheNextGoalOnlyWhenTheLastOneIsComplete() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server
        .model()
        .then(ScriptedModel.calls("c1", "create_goal", "{\"objective\":\"next\"}"))
        .then(ScriptedModel.calls("c2", "update_goal", "{\"status\":\"complete\"}"))
        .then(ScriptedModel.calls("c3", "create_goal", "{\"objective\":\" \"}"))
        .then(
            ScriptedModel.calls("c4", "create_goal", "{\"objective\":\"next\",\"token_budget\":0}"))
        .then(
            ScriptedModel.calls(
                "c5", "create_goal", "{\"objective\":\"next\",\"token_budget\":20}"))
        .then(ScriptedModel.says("on it"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"first\"");
      awaitStatus(client, "budgetLimited");
      client.awaitNotification("turn/completed");
      assertThat(server.model().lastOutputOf("c1")).contains("unfinished goal");
      assertThat(server.model().lastOutputOf("c3")).isEqualTo("goal objective must not be empty");
      assertThat(server.model().lastOutputOf("c4"))
          .isEqualTo("goal budgets must be positive when provided");
      assertThat(server.model().lastOutputOf("c5")).contains("\"remainingTokens\":20");
      assertThat(goal(client, threadId).get("objective").getAsString()).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptHoldsTheGoalUntilTheUserGoesOn(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":30");
      held.awaitReached();
      interrupt(client, threadId);
      assertThat(get(client, threadId)).isEqualTo("active 0");
      assertThat(server.model().requests()).hasSize(1);
      Threads.runTurn(client, threadId, "go on");
      awaitStatus(client, "budgetLimited");
      assertThat(told(client)).containsExactly("active 0", "active 15", "budgetLimited 30");
      assertThat(Threads.userTexts(client, threadId)).containsExactly("go on");
    }
  }

  @Test
  void settingTheGoalOrJoiningTheThreadGoesOnAfterAnInterrupt() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held first = new ScriptedModel.Held("half");
    ScriptedModel.Held second = new ScriptedModel.Held("half again");
    server.model().then(first).then(second);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":15");
      first.awaitReached();
      interrupt(client, threadId);
      set(client, threadId, "\"tokenBudget\":20");
      second.awaitReached();
      interrupt(client, threadId);
      client.request("thread/resume", Threads.on(threadId));
      client.awaitNotification("turn/completed");
      set(client, threadId, "\"status\":\"paused\"");
      assertThat(server.model().requests()).hasSizeBetween(3, 4);
    }
  }

  @Test
  void aFailureStopsTheGoal() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server.model().then(ScriptedModel.says("fine")).then(ScriptedModel.fails("no"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\"");
      awaitStatus(client, "blocked");
      client.awaitNotification("error");
      assertThat(get(client, threadId)).isEqualTo("blocked 15");
      server.sweep();
      assertThat(server.model().requests()).hasSize(2);
    }
  }

  @Test
  void aTurnThatComesToNothingStopsTheGoal() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server.model().then((id, listener, cancellation) -> listener.completed("resp_" + id, null));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\"");
      awaitStatus(client, "blocked");
      client.awaitNotification("turn/completed");
      assertThat(server.model().requests()).hasSize(1);
    }
  }

  @Test
  void aModelThatOnlyTalksIsStopped() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\"");
      awaitStatus(client, "blocked");
      assertThat(server.model().requests()).hasSize(25);
    }
  }

  @Test
  void whatWaitsGoesBeforeTheGoal() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":45");
      held.awaitReached();
      client.request(
          "thread/queue/add",
          Threads.on(
              threadId,
              "\"clientUserMessageId\":\"k\",\"input\":[{\"type\":\"text\",\"text\":\"mine\"}]"));
      held.letGo();
      awaitStatus(client, "budgetLimited");
      client.awaitNotification("turn/completed");
      assertThat(Threads.storedTexts(client, threadId))
          .containsExactly("half", "mine", "answer 2", "answer 3");
    }
  }

  @Test
  void whilePlansAreMadeTheGoalRests() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      client.request(
          "thread/settings/update",
          Threads.on(
              threadId,
              "\"collaborationMode\":{\"mode\":\"plan\",\"settings\":{\"model\":\"m\"}}"));
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":20");
      Threads.runTurn(client, threadId, "plan it");
      assertThat(get(client, threadId)).isEqualTo("active 0");
      assertThat(server.model().requests()).hasSize(1);
    }
  }

  @Test
  void pausingAndClearingLetTheRunningTurnEndAndBeginNoOther() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    for (String stop : List.of("thread/goal/set", "thread/goal/clear")) {
      ScriptedModel.Held held = new ScriptedModel.Held("half");
      server.model().then(held);
      int before = server.model().requests().size();
      try (TestClient client = server.start()) {
        String threadId = Threads.start(client);
        set(client, threadId, "\"objective\":\"o\"");
        held.awaitReached();
        client.request(stop, Threads.on(threadId, "\"status\":\"paused\""));
        held.letGo();
        client.awaitNotification("turn/completed");
        assertThat(client.request("thread/goal/get", Threads.on(threadId)).get("goal"))
            .as("what the turn used is not counted, nor does it bring the goal back")
            .matches(
                goal -> goal.isJsonNull() || status(goal.getAsJsonObject()).equals("paused 0"));
        assertThat(server.model().requests()).hasSize(before + 1);
      }
    }
  }

  @Test
  void theModelIsToldInTheTurnThatTheGoalHasChangedOrIsUsedUp() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server
        .model()
        .then((id, listener, cancellation) -> {
          held.play(id, listener, cancellation);
          ScriptedModel.calls("c1", "get_goal", "{}").play(id, listener, cancellation);
        })
        .then(ScriptedModel.calls("c2", "get_goal", "{}"))
        .then(ScriptedModel.says("end"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"old\",\"tokenBudget\":30");
      held.awaitReached();
      set(client, threadId, "\"objective\":\"new\"");
      held.letGo();
      client.awaitNotification("turn/completed");
      List<String> texts = server.model().lastInputTexts();
      assertThat(texts)
          .filteredOn(text -> text.startsWith("<goal_context>"))
          .hasSize(3)
          .satisfiesExactly(
              begin -> assertThat(begin).contains("\nold\n"),
              changed -> assertThat(changed).contains("has changed the goal", "\nnew\n"),
              usedUp -> assertThat(usedUp).contains("used up its budget", "30 of 30, 0 left"));
      assertThat(told(client).getLast()).isEqualTo("budgetLimited 45");
      assertThat(server.model().requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterARestartTheThreadGoesOnWhenItIsResumed(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("one")).then(held);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":30");
      held.awaitReached();
    }
    try (TestClient client = server.start()) {
      assertThat(get(client, threadId)).isEqualTo("active 15");
      server.sweep();
      assertThat(server.model().requests()).as("nobody has asked for it").hasSize(2);
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      awaitStatus(client, "budgetLimited");
      assertThat(told(client)).containsExactly("active 15", "budgetLimited 30");
    }
  }

  @Test
  void anArchivedThreadBeginsNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("one")).then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\"");
      held.awaitReached();
      client.request("thread/archive", Threads.on(threadId));
      client.request("thread/loaded/list", "{}");
      assertThat(server.model().requests()).hasSize(2);
      client.request("thread/unarchive", Threads.on(threadId));
      assertThat(get(client, threadId)).isEqualTo("active 15");
      assertThat(server.model().requests()).hasSize(2);
    }
  }

  @Test
  void aRevertKeepsWhatWasUsedAndBeginsNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(ScriptedModel.says("one")).then(ScriptedModel.says("two")).then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
      set(client, threadId, "\"objective\":\"o\"");
      String goalTurn =
          client
              .awaitNotification("turn/completed")
              .getAsJsonObject("turn")
              .get("id")
              .getAsString();
      held.awaitReached();
      client.request(
          "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + goalTurn + "\""));
      assertThat(get(client, threadId)).isEqualTo("active 15");
      assertThat(server.model().requests()).hasSize(3);
    }
  }

  @Test
  void aForkHasTheGoalOnlyIfItIsToWaitWithIt() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":15");
      awaitStatus(client, "budgetLimited");
      client.awaitNotification("turn/completed");
      set(client, threadId, "\"status\":\"active\",\"tokenBudget\":16");
      client.awaitNotification("turn/completed");
      assertThat(get(client, threadId)).isEqualTo("budgetLimited 30");
      String plain = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      assertThat(client.request("thread/goal/get", Threads.on(plain)).get("goal").isJsonNull())
          .isTrue();
      String waiting =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(threadId, "\"deferGoalContinuation\":true")));
      assertThat(get(client, waiting)).isEqualTo("budgetLimited 30");
      set(client, waiting, "\"status\":\"active\",\"tokenBudget\":60");
      client.request("thread/resume", Threads.on(waiting));
      assertThat(server.model().requests()).as("not before a turn of its own").hasSize(2);
      Threads.runTurn(client, waiting, "mine");
      client.awaitNotification(
          "thread/goal/updated",
          params -> status(params.getAsJsonObject("goal")).equals("budgetLimited 60"));
      assertThat(get(client, waiting)).isEqualTo("budgetLimited 60");
      assertThat(get(client, threadId)).as("the source's is its own").isEqualTo("budgetLimited 30");
    }
  }

  @Test
  void timeIsThatOfTurns() {
    FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).at(clock);
    ScriptedModel.Held first = new ScriptedModel.Held("a");
    ScriptedModel.Held second = new ScriptedModel.Held("b");
    server.model().then(first).then(second);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":30");
      first.awaitReached();
      clock.advance(Duration.ofMillis(1_600));
      interrupt(client, threadId);
      clock.advance(Duration.ofHours(8));
      set(client, threadId, "\"status\":\"active\"");
      second.awaitReached();
      clock.advance(Duration.ofMillis(1_600));
      second.letGo();
      awaitStatus(client, "budgetLimited");
      assertThat(goal(client, threadId).get("timeUsedSeconds").getAsLong()).isEqualTo(3);
    }
  }

  @Test
  void whatClientsMayMakeOfAGoal() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      set(client, threadId, "\"objective\":\"o\",\"tokenBudget\":1");
      client.awaitNotification("turn/completed");
      for (String kept : List.of("active", "paused", "blocked", "budgetLimited")) {
        assertThat(status(set(client, threadId, "\"status\":\"" + kept + "\"")))
            .as(kept)
            .isEqualTo("budgetLimited 15");
      }
      JsonObject edited = set(client, threadId, "\"objective\":\"other\",\"tokenBudget\":100");
      assertThat(status(edited)).as("nothing is forgotten").isEqualTo("budgetLimited 15");
      for (String taken : List.of("usageLimited", "complete", "paused", "blocked")) {
        assertThat(status(set(client, threadId, "\"status\":\"" + taken + "\"")))
            .isEqualTo(taken + " 15");
      }
      assertThat(set(client, threadId, "\"tokenBudget\":null").get("tokenBudget").isJsonNull())
          .isTrue();
      JsonObject error =
          client.requestError(
              "thread/goal/set",
              Threads.on(threadId, "\"objective\":\"" + "a".repeat(4_001) + "\""));
      assertThat(error.get("message").getAsString())
          .isEqualTo("goal objective must be at most 4000 characters");
      assertThat(server.model().requests()).hasSize(1);
    }
  }

  private static JsonObject set(TestClient client, String threadId, String members) {
    return client.request("thread/goal/set", Threads.on(threadId, members)).getAsJsonObject("goal");
  }

  private static JsonObject goal(TestClient client, String threadId) {
    return client.request("thread/goal/get", Threads.on(threadId)).getAsJsonObject("goal");
  }

  private static String get(TestClient client, String threadId) {
    return status(goal(client, threadId));
  }

  private static String status(JsonObject goal) {
    return goal.get("status").getAsString() + " " + goal.get("tokensUsed").getAsLong();
  }

  private static void awaitStatus(TestClient client, String status) {
    client.awaitNotification(
        "thread/goal/updated",
        params -> params.getAsJsonObject("goal").get("status").getAsString().equals(status));
  }

  private static void interrupt(TestClient client, String threadId) {
    String turnId =
        client.awaitNotification("turn/started").getAsJsonObject("turn").get("id").getAsString();
    client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
    Threads.awaitCompleted(client, turnId);
  }

  /** What clients were told of goals, each as its status and its tokens. */
  private static List<String> told(TestClient client) {
    return client.trace().stream()
        .filter(entry -> entry.isNotification() && entry.method().equals("thread/goal/updated"))
        .map(entry -> status(entry.params().getAsJsonObject("goal")))
        .toList();
  }

  private static long readStates(TestClient client) {
    return client.trace().stream()
        .filter(
            entry -> entry.isNotification() && entry.method().equals("thread/readState/changed"))
        .count();
  }

  private static List<String> fromServer(TestClient client) {
    return client.trace().stream()
        .filter(TraceEntry::fromServer)
        .map(entry ->
            entry.isNotification()
                ? entry.method()
                : entry.message().toString().contains("\"goal\":{") ? "answer with goal" : "answer")
        .toList();
  }

  private static List<String> offered(TestServer server) {
    return server.model().requests().getLast().tools().stream()
        .map(JsonElement::getAsJsonObject)
        .map(tool -> tool.get("name").getAsString())
        .toList();
  }
}
