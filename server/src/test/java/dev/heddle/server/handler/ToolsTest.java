package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.protocol.v2.CommandExecutionOutputDeltaNotification;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ServerRequests;
import dev.heddle.protocol.v2.ThreadActiveFlag;
import dev.heddle.protocol.v2.ToolRequestUserInputParams;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.connection.ClientAnswer;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolFailedException;
import dev.heddle.server.tool.ToolItem;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import dev.heddle.server.tool.ToolSet;
import dev.heddle.server.tool.ToolSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tool may do in its turn, and what becomes of its call. */
class ToolsTest {
  @TempDir Path home;

  @FunctionalInterface
  private interface Run {
    ToolOutput run(ToolCall call, ToolScope scope) throws CancelledException, ToolFailedException;
  }

  private static ToolSource tool(Run run) {
    JsonObject definition = new JsonObject();
    definition.addProperty("type", "function");
    definition.addProperty("name", "probe");
    Tool tool =
        new Tool() {
          @Override
          public JsonObject definition() {
            return definition;
          }

          @Override
          public ToolOutput run(ToolCall call, ToolScope scope)
              throws CancelledException, ToolFailedException {
            return run.run(call, scope);
          }
        };
    ToolSet set = () -> List.of(tool);
    return (thread, settings) -> set;
  }

  private static JsonObject command(String id, String status) {
    JsonObject item = new JsonObject();
    item.addProperty("type", "CommandExecution");
    item.addProperty("id", id);
    item.add("command", new JsonArray());
    item.add("parsed_cmd", new JsonArray());
    item.addProperty("source", "unified_exec_startup");
    item.addProperty("status", status);
    return item;
  }

  private static ToolItem begin(ToolCall call, ToolScope scope) {
    return scope.begin(command(call.callId(), "in_progress"));
  }

  private TestServer server(Run run) {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL).offering(tool(run));
    server.model().then(ScriptedModel.calls("c1", "probe", "{\"x\":1}"));
    return server;
  }

  private static ToolRequestUserInputParams question(ToolCall call, ToolScope scope) {
    return new ToolRequestUserInputParams(
        scope.threadId(), scope.turnId(), call.callId(), List.of(), true, null);
  }

  @Test
  void isOfferedRunAndAnswered() {
    TestServer server =
        server((call, scope) -> {
          ToolItem item = begin(call, scope);
          item.deltas(
                  ServerNotifications.ITEM_COMMAND_EXECUTION_OUTPUT_DELTA,
                  text ->
                      new CommandExecutionOutputDeltaNotification(
                          scope.threadId(), scope.turnId(), item.itemId(), text))
              .accept("printed");
          return item.complete(
              command(call.callId(), "completed"),
              ToolOutput.text("x is " + call.arguments().get("x")));
        });
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "go");
      assertThat(server.model().requests().getFirst().tools()).hasSize(1);
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("x is 1");
      assertThat(methodsOf(client, "c1"))
          .containsExactly("item/started", "item/commandExecution/outputDelta", "item/completed");
    }
  }

  @Test
  void aFailureIsToldToTheModelAndTheTurnGoesOn() {
    TestServer server =
        server((call, scope) -> {
          begin(call, scope);
          throw new ToolFailedException("not today");
        });
    try (TestClient client = server.start()) {
      Threads.runTurn(client, Threads.start(client), "go");
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("not today");
      assertThat(statusOf(client, "c1")).isEqualTo("failed");
    }
  }

  @Test
  void aBrokenToolEndsItsItemAndTheTurnGoesOn() {
    TestServer server =
        server((call, scope) -> {
          begin(call, scope);
          throw new IllegalStateException("planted");
        });
    try (TestClient client = server.start()) {
      String turnId = Threads.startTurn(client, Threads.start(client), "go");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("completed");
      assertThat(server.model().lastOutputOf("c1")).contains("internal error");
      assertThat(statusOf(client, "c1")).isEqualTo("failed");
    }
  }

  @Test
  void anInterruptEndsTheItemAndAnswersTheCall() {
    CountDownLatch running = new CountDownLatch(1);
    TestServer server =
        server((call, scope) -> {
          begin(call, scope);
          CountDownLatch cancelled = new CountDownLatch(1);
          scope.cancellation().onCancel(cancelled::countDown);
          running.countDown();
          await(cancelled);
          throw new CancelledException();
        });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      await(running);
      client.request(
          "turn/interrupt", "{\"threadId\":\"" + threadId + "\",\"turnId\":\"" + turnId + "\"}");
      assertThat(Threads.awaitCompleted(client, turnId).get("status").getAsString())
          .isEqualTo("interrupted");
      assertThat(statusOf(client, "c1")).isEqualTo("failed");
      Threads.runTurn(client, threadId, "again");
      assertThat(server.model().lastOutputOf("c1")).contains("stopped before");
    }
  }

  @Test
  void aQuestionIsAnsweredAndSaidToBeResolved() {
    TestServer server =
        server((call, scope) -> {
          try (var waiting = scope.waiting(ThreadActiveFlag.WAITING_ON_USER_INPUT)) {
            var answer =
                scope.ask(ServerRequests.ITEM_TOOL_REQUEST_USER_INPUT, question(call, scope));
            return ToolOutput.text(answer instanceof ClientAnswer.Answered ? "answered" : "not");
          }
        });
    try (TestClient client = server.start()) {
      String turnId = Threads.startTurn(client, Threads.start(client), "go");
      JsonObject request = client.awaitServerRequest("item/tool/requestUserInput");
      client.answer(request, "{\"answers\":{}}");
      client.awaitNotification("serverRequest/resolved");
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("answered");
      assertThat(statuses(client))
          .containsExactly(
              "{\"type\":\"active\",\"activeFlags\":[]}",
              "{\"type\":\"active\",\"activeFlags\":[\"waitingOnUserInput\"]}",
              "{\"type\":\"active\",\"activeFlags\":[]}",
              "{\"type\":\"idle\"}");
    }
  }

  @Test
  void anOpenQuestionIsOfferedAgainBehindTheAnswerToResume() {
    TestServer server =
        server((call, scope) -> {
          scope.ask(ServerRequests.ITEM_TOOL_REQUEST_USER_INPUT, question(call, scope));
          return ToolOutput.text("answered");
        });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      JsonObject request = client.awaitServerRequest("item/tool/requestUserInput");
      client.request("thread/unsubscribe", Threads.on(threadId));
      client.request("thread/resume", Threads.on(threadId));
      JsonObject again = client.awaitServerRequest("item/tool/requestUserInput");
      assertThat(again).isEqualTo(request);
      client.answer(again, "{\"answers\":{}}");
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().lastOutputOf("c1")).isEqualTo("answered");
    }
  }

  @Test
  void anInterruptTakesAQuestionBackAfterTheEndOfTheTurn() {
    TestServer server =
        server((call, scope) -> {
          scope.ask(ServerRequests.ITEM_TOOL_REQUEST_USER_INPUT, question(call, scope));
          return ToolOutput.text("answered");
        });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitServerRequest("item/tool/requestUserInput");
      client.request(
          "turn/interrupt", "{\"threadId\":\"" + threadId + "\",\"turnId\":\"" + turnId + "\"}");
      client.awaitNotification("serverRequest/resolved");
      List<String> methods =
          client.trace().stream()
              .filter(each -> each.fromServer() && each.isNotification())
              .map(TraceEntry::method)
              .toList();
      assertThat(methods).endsWith("turn/completed", "serverRequest/resolved");
    }
  }

  @Test
  void aRunningTurnKeepsTheSettingsItBeganWith() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    List<TurnSettings> seen = new CopyOnWriteArrayList<>();
    TestServer server =
        server((call, scope) -> {
          seen.add(scope.settings());
          running.countDown();
          await(changed);
          return ToolOutput.text("done");
        });
    server
        .model()
        .then(ScriptedModel.calls("c2", "probe", "{}"))
        .then(ScriptedModel.says("<proposed_plan>none</proposed_plan>"))
        .then(ScriptedModel.calls("c3", "probe", "{}"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"sandbox\":\"read-only\"}");
      String turnId = Threads.startTurn(client, threadId, "go");
      await(running);
      client.request(
          "thread/settings/update",
          Threads.on(
              threadId,
              "\"cwd\":\"/usr\",\"model\":\"other\",\"approvalPolicy\":\"never\","
                  + "\"sandboxPolicy\":{\"type\":\"dangerFullAccess\"}"));
      client.request(
          "turn/start",
          Threads.on(
              threadId,
              "\"input\":[{\"type\":\"text\",\"text\":\"more\"}],\"collaborationMode\":"
                  + "{\"mode\":\"plan\",\"settings\":{\"model\":\"planner\","
                  + "\"reasoning_effort\":\"high\",\"developer_instructions\":null}}"));
      client.request("thread/read", Threads.on(threadId)); // behind which "more" has joined
      changed.countDown();
      Threads.awaitCompleted(client, turnId);
      assertThat(seen).hasSize(2);
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
      assertThat(server.model().requests())
          .extracting(ModelRequest::model, ModelRequest::instructions)
          .as("the model and what it is told")
          .hasSize(3)
          .containsOnly(
              tuple(seen.get(0).model(), server.model().requests().getFirst().instructions()));
      assertThat(methodsOf(client, "plan"))
          .as("its messages are no plans")
          .containsOnly("thread/settings/updated");

      Threads.runTurn(client, threadId, "next");
      TurnSettings next = seen.get(2);
      assertThat(next.cwd()).isEqualTo("/usr");
      assertThat(next.model()).isEqualTo("planner");
      assertThat(next.reasoningEffort()).isEqualTo("high");
      assertThat(next.collaboration().planning()).isTrue();
      assertThat(next.approvalPolicy()).isEqualTo(new AskForApproval.Never());
      assertThat(next.sandboxPolicy()).isEqualTo(new SandboxPolicy.DangerFullAccess());
      assertThat(server.model().requests().getLast().model()).isEqualTo("planner");
    }
  }

  private static List<String> methodsOf(TestClient client, String itemId) {
    return client.trace().stream()
        .filter(each ->
            each.isNotification() && each.message().toString().contains("\"" + itemId + "\""))
        .map(TraceEntry::method)
        .toList();
  }

  private static List<String> statuses(TestClient client) {
    return client.trace().stream()
        .filter(each -> each.isNotification() && each.method().equals("thread/status/changed"))
        .map(each -> each.params().get("status").toString())
        .toList();
  }

  private static String statusOf(TestClient client, String itemId) {
    return client
        .awaitNotification(
            "item/completed",
            params -> params.getAsJsonObject("item").get("id").getAsString().equals(itemId))
        .getAsJsonObject("item")
        .get("status")
        .getAsString();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
