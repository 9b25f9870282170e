package dev.heddle.server.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.TestServer;
import dev.heddle.server.approval.CommandApprovals;
import dev.heddle.server.approval.ExecRules;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of a model, from the call to what clients, the model and the disk have of them. */
@Timeout(60)
class ExecToolsTest {
  private static final String ESCALATED =
      ",\"sandbox_permissions\":\"require_escalated\",\"justification\":\"May I?\"";

  @TempDir Path folder;
  private Path work;
  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    work = Files.createDirectories(folder.resolve("work")).toRealPath();
    serve(Duration.ZERO);
  }

  private void serve(Duration patience) {
    serve(patience, Sandbox.none("not in this test"));
  }

  private void serve(Duration patience, Sandbox sandbox) {
    server = new TestServer(folder.resolve("home"), TestServer.Kind.LOCAL);
    server.offering(
        new ExecTools(
            server.sessions(),
            new CommandApprovals(new ExecRules(folder.resolve("home")), sandbox),
            sandbox,
            patience));
  }

  private void calls(String callId, String command, String more) {
    server
        .model()
        .then(
            ScriptedModel.calls(
                callId,
                "exec_command",
                "{\"cmd\":" + new JsonPrimitive(command) + ",\"login\":false" + more + "}"));
  }

  private String start(TestClient client, String policy, String sandbox) {
    return client
        .request(
            "thread/start",
            "{\"cwd\":"
                + new JsonPrimitive(work.toString())
                + ",\"approvalPolicy\":\""
                + policy
                + "\",\"sandbox\":\""
                + sandbox
                + "\"}")
        .getAsJsonObject("thread")
        .get("id")
        .getAsString();
  }

  private static String startTurn(TestClient client, String threadId) {
    return client
        .request(
            "turn/start",
            "{\"threadId\":\"" + threadId + "\",\"input\":[{\"type\":\"text\",\"text\":\"go\"}]}")
        .getAsJsonObject("turn")
        .get("id")
        .getAsString();
  }

  private static JsonObject awaitEnd(TestClient client, String turnId) {
    return client
        .awaitNotification(
            "turn/completed",
            params -> params.getAsJsonObject("turn").get("id").getAsString().equals(turnId))
        .getAsJsonObject("turn");
  }

  private JsonObject run(TestClient client, String threadId) {
    return awaitEnd(client, startTurn(client, threadId));
  }

  private static JsonObject item(TestClient client, String method, String itemId) {
    return client
        .awaitNotification(
            method, params -> params.getAsJsonObject("item").get("id").getAsString().equals(itemId))
        .getAsJsonObject("item");
  }

  private static List<String> deltas(TestClient client) {
    return client.trace().stream()
        .filter(TraceEntry::isNotification)
        .filter(each -> each.method().equals("item/commandExecution/outputDelta"))
        .map(each -> each.params().get("delta").getAsString())
        .toList();
  }

  private void interrupt(TestClient client, String threadId, String turnId) {
    client.request(
        "turn/interrupt", "{\"threadId\":\"" + threadId + "\",\"turnId\":\"" + turnId + "\"}");
  }

  @Test
  void aCommandIsShownAndAnswered() {
    try (TestClient client = server.start()) {
      calls("c1", "echo hi; exit 3", "");
      run(client, start(client, "never", "danger-full-access"));
      JsonObject begun = item(client, "item/started", "c1");
      assertThat(begun.get("status").getAsString()).isEqualTo("inProgress");
      assertThat(begun.get("source").getAsString()).isEqualTo("unifiedExecStartup");
      assertThat(begun.get("command").getAsString()).endsWith(" -c 'echo hi; exit 3'");
      assertThat(begun.get("cwd").getAsString()).isEqualTo(work.toString());
      JsonObject ended = item(client, "item/completed", "c1");
      assertThat(ended.get("status").getAsString()).isEqualTo("failed");
      assertThat(ended.get("exitCode").getAsInt()).isEqualTo(3);
      assertThat(ended.get("aggregatedOutput").getAsString()).isEqualTo("hi\n");
      assertThat(ended.get("processId")).isEqualTo(begun.get("processId"));
      assertThat(deltas(client)).containsExactly("hi\n");
      assertThat(server.model().lastOutputOf("c1"))
          .matches(
              "Chunk ID: [0-9a-f]{6}\\nWall time: \\d+\\.\\d{4} seconds\\nProcess exited with code"
                  + " 3\\nOriginal token count: 1\\nOutput:\\nhi\\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void theHistoryHasIt(String historyMode) {
    try (TestClient client = server.start()) {
      calls("c1", "cat a", "");
      String threadId =
          start(client, "never", "danger-full-access\",\"historyMode\":\"" + historyMode);
      run(client, threadId);
      JsonArray items =
          client
              .request("thread/items/list", "{\"threadId\":\"" + threadId + "\"}")
              .getAsJsonArray("data");
      assertThat(items).hasSize(3);
      JsonObject stored = items.get(1).getAsJsonObject().getAsJsonObject("item");
      stored = stored.deepCopy();
      JsonObject told = item(client, "item/completed", "c1").deepCopy();
      if (historyMode.equals("legacy")) { // has no times
        for (String time : List.of("startedAtMs", "completedAtMs")) {
          told.remove(time);
          stored.remove(time);
        }
      }
      assertThat(stored).isEqualTo(told);
      assertThat(stored.getAsJsonArray("commandActions").toString())
          .isEqualTo(
              "[{\"type\":\"read\",\"command\":\"cat a\",\"name\":\"a\",\"path\":\""
                  + work.resolve("a")
                  + "\"}]");
    }
  }

  @Test
  void longOutputIsBoundedForEverybody() {
    try (TestClient client = server.start()) {
      calls("c1", "head -c 3000000 /dev/zero | tr '\\0' x", ",\"max_output_tokens\":100");
      run(client, start(client, "never", "danger-full-access"));
      String output = item(client, "item/completed", "c1").get("aggregatedOutput").getAsString();
      assertThat(output).hasSize((1 << 20) + "\n... 1951424 bytes omitted ...\n".length());
      assertThat(output).contains("\n... 1951424 bytes omitted ...\n");
      assertThat(String.join("", deltas(client))).hasSize(1 << 20);
      assertThat(server.model().lastOutputOf("c1")).hasSizeLessThan(800).contains("truncated");
    }
  }

  @Test
  void aCommandThatGoesOnCanBeTypedIntoAndEndsWithItsTurn() {
    try (TestClient client = server.start()) {
      calls("c1", "echo ready; read x; echo got $x", ",\"tty\":true,\"yield_time_ms\":250");
      String threadId = start(client, "never", "danger-full-access");
      run(client, threadId);
      String answer = server.model().lastOutputOf("c1");
      assertThat(answer).contains("Process running with session ID ");
      JsonObject left = item(client, "item/completed", "c1");
      assertThat(left.get("exitCode").isJsonNull()).isTrue();
      String session = answer.replaceAll("(?s).*session ID (\\d+).*", "$1");
      server
          .model()
          .then(
              ScriptedModel.calls(
                  "c2",
                  "write_stdin",
                  "{\"session_id\":" + session + ",\"chars\":\"yes\\n\",\"yield_time_ms\":20000}"));
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c2")).contains("code 0").contains("got yes");
      server
          .model()
          .then(ScriptedModel.calls("c3", "write_stdin", "{\"session_id\":" + session + "}"));
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c3")).contains("no running command");
    }
  }

  @Test
  void anInterruptEndsTheCommandAndAllItStarted() {
    try (TestClient client = server.start()) {
      calls("c1", "trap '' TERM; setsid sleep 1000 & echo $! $$; while true; do sleep 1; done", "");
      String threadId = start(client, "never", "danger-full-access");
      String turnId = startTurn(client, threadId);
      String pids =
          client.awaitNotification("item/commandExecution/outputDelta").get("delta").getAsString();
      interrupt(client, threadId, turnId);
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("interrupted");
      assertThat(item(client, "item/completed", "c1").get("status").getAsString())
          .isEqualTo("failed");
      for (String pid : pids.trim().split("\\s+")) {
        assertThat(isRunning(pid)).isFalse();
      }
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c1")).contains("stopped");
    }
  }

  @Test
  void whatAThreadLeavesRunningIsListedAndEndsWithIt() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String pid = leave(client, threadId, "c1", "echo $$; exec sleep 1000", "");
      JsonArray left = terminals(client, threadId, "");
      assertThat(left).hasSize(1);
      JsonObject first = left.get(0).getAsJsonObject();
      assertThat(first.get("itemId").getAsString()).isEqualTo("c1");
      assertThat(first.get("command").getAsString()).isEqualTo("echo $$; exec sleep 1000");
      assertThat(first.get("cwd").getAsString()).isEqualTo(work.toString());
      assertThat(first.get("processId"))
          .isEqualTo(item(client, "item/completed", "c1").get("processId"));

      leave(client, threadId, "c2", "echo $$; exec sleep 2000", "");
      assertThat(terminals(client, threadId, "")).hasSize(2);
      assertThat(terminals(client, threadId.toUpperCase(Locale.ROOT), "")).hasSize(2);
      JsonArray page = terminals(client, threadId, ",\"limit\":1");
      assertThat(page).hasSize(1);
      String cursor = page.get(0).getAsJsonObject().get("processId").getAsString();
      JsonArray rest = terminals(client, threadId, ",\"cursor\":\"" + cursor + "\"");
      assertThat(rest).hasSize(1);
      page.addAll(rest);
      assertThat(page).isEqualTo(terminals(client, threadId, "")).contains(first);

      client.request("thread/archive", "{\"threadId\":\"" + threadId + "\"}");
      assertThat(isRunning(pid)).isFalse();
      assertThat(server.sessions().running(threadId)).isEmpty();
    }
  }

  @Test
  void aClientEndsWhatATurnHasLeftRunning() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String first = leave(client, threadId, "c1", "echo $$; exec sleep 1000", "");
      String second = leave(client, threadId, "c2", "echo $$; exec sleep 1001", "");
      String third = leave(client, threadId, "c3", "echo $$; exec sleep 1002", "");
      String number =
          terminals(client, threadId, "").get(0).getAsJsonObject().get("processId").getAsString();

      assertThat(terminate(client, threadId, number)).isTrue();
      assertThat(isRunning(first)).isFalse();
      assertThat(terminals(client, threadId, "")).hasSize(2);
      assertThat(terminate(client, threadId, number)).as("again").isFalse();
      assertThat(terminate(client, start(client, "never", "danger-full-access"), number))
          .as("of another thread")
          .isFalse();

      client.request("thread/backgroundTerminals/clean", "{\"threadId\":\"" + threadId + "\"}");
      assertThat(isRunning(second) || isRunning(third)).isFalse();
      assertThat(terminals(client, threadId, "")).isEmpty();
    }
  }

  @Test
  void aClientEndsWhatATurnWaitsForAndTheTurnGoesOn() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      calls("c1", "echo begun; exec sleep 1000", "");
      String turnId = startTurn(client, threadId);
      client.awaitNotification("item/commandExecution/outputDelta");
      JsonObject running = terminals(client, threadId, "").get(0).getAsJsonObject();
      assertThat(running.get("itemId").getAsString()).isEqualTo("c1");
      assertThat(terminate(client, threadId, running.get("processId").getAsString())).isTrue();
      awaitEnd(client, turnId);
      JsonObject item = item(client, "item/completed", "c1");
      assertThat(item.get("status").getAsString()).isEqualTo("failed");
      assertThat(item.get("exitCode").getAsInt()).isEqualTo(-1);
      assertThat(item.get("aggregatedOutput").getAsString()).isEqualTo("begun\n");
      assertThat(terminals(client, threadId, "")).isEmpty();
    }
  }

  private static boolean terminate(TestClient client, String threadId, String processId) {
    return client
        .request(
            "thread/backgroundTerminals/terminate",
            "{\"threadId\":\"" + threadId + "\",\"processId\":\"" + processId + "\"}")
        .get("terminated")
        .getAsBoolean();
  }

  /** A command that goes on behind its turn; returns the process id it prints. */
  private String leave(
      TestClient client, String threadId, String callId, String command, String more) {
    calls(callId, command, ",\"yield_time_ms\":250" + more);
    run(client, threadId);
    return server.model().lastOutputOf(callId).replaceAll("(?s).*Output:\\s*(\\d+).*", "$1");
  }

  private static JsonArray terminals(TestClient client, String threadId, String more) {
    return client
        .request(
            "thread/backgroundTerminals/list", "{\"threadId\":\"" + threadId + "\"" + more + "}")
        .getAsJsonArray("data");
  }

  @Test
  void whatWasAllowedForTheSessionIsForgottenWithIt() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "on-request", "workspace-write");
      calls("c1", "true", ESCALATED);
      String turnId = startTurn(client, threadId);
      client.answer(
          client.awaitServerRequest("item/commandExecution/requestApproval"),
          "{\"decision\":\"acceptForSession\"}");
      awaitEnd(client, turnId);
      client.request("thread/archive", "{\"threadId\":\"" + threadId + "\"}");
      client.request("thread/unarchive", "{\"threadId\":\"" + threadId + "\"}");
      client.request("thread/resume", "{\"threadId\":\"" + threadId + "\"}");
      calls("c2", "true", ESCALATED);
      turnId = startTurn(client, threadId);
      client.answer(
          client.awaitServerRequest("item/commandExecution/requestApproval"),
          "{\"decision\":\"decline\"}");
      awaitEnd(client, turnId);
      assertThat(item(client, "item/completed", "c2").get("status").getAsString())
          .isEqualTo("declined");
    }
  }

  @Test
  void anInterruptEndsTheCommandThatTheModelWaitsFor() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String command = "echo $$; read x; touch got; exec sleep 1000";
      String pid = leave(client, threadId, "c1", command, ",\"tty\":true");
      String session = item(client, "item/completed", "c1").get("processId").getAsString();
      String typing =
          "{\"session_id\":" + session + ",\"chars\":\"go\\n\",\"yield_time_ms\":30000}";
      server.model().then(ScriptedModel.calls("c2", "write_stdin", typing));
      String turnId = startTurn(client, threadId);
      while (!Files.exists(work.resolve("got"))) {
        Thread.onSpinWait();
      }
      interrupt(client, threadId, turnId);
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("interrupted");
      assertThat(isRunning(pid)).isFalse();
      assertThat(terminals(client, threadId, "")).isEmpty();
      run(client, threadId);
    }
  }

  @Test
  void aCommandThatDoesNotReadItsInputHoldsNobodyUp() {
    String deaf = "stty raw -echo; echo $$; exec sleep 1000";
    String much = "x".repeat(1 << 20);
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String pid = leave(client, threadId, "c1", deaf, ",\"tty\":true");
      String session = item(client, "item/completed", "c1").get("processId").getAsString();
      String typing = "{\"session_id\":" + session + ",\"chars\":\"" + much + "\"}";
      server.model().then(ScriptedModel.calls("c2", "write_stdin", typing));
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c2")).contains("has not read all of this yet");
      client.request("thread/archive", "{\"threadId\":\"" + threadId + "\"}");
      assertThat(isRunning(pid)).isFalse();
    }
  }

  private static boolean isRunning(String pid) {
    try {
      return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void badArgumentsAreToldToTheModelOnly() {
    try (TestClient client = server.start()) {
      server.model().then(ScriptedModel.calls("c1", "exec_command", "{\"x\":1}"));
      server.model().then(ScriptedModel.calls("c2", "exec_command", "{bad"));
      calls("c3", "ls", ",\"workdir\":\"nowhere\"");
      run(client, start(client, "never", "danger-full-access"));
      assertThat(server.model().lastOutputOf("c1")).contains("`cmd` is missing");
      assertThat(server.model().lastOutputOf("c2")).contains("not valid JSON");
      assertThat(server.model().lastOutputOf("c3")).contains("There is no directory");
      assertThat(item(client, "item/completed", "c3").get("exitCode").getAsInt()).isEqualTo(-1);
    }
  }

  @Test
  void whereACommandRunsIsNotWhereItMayWrite() throws IOException {
    Sandbox sandbox = Sandbox.find();
    assumeThat(sandbox.available()).as(sandbox.problem()).isTrue();
    serve(Duration.ZERO, sandbox);
    Path outside = Files.createDirectories(folder.resolve("outside")).toRealPath();
    calls("c1", "touch " + work + "/f; pwd; touch f", ",\"workdir\":\"" + outside + "\"");
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "workspace-write");
      JsonObject turn =
          client
              .request(
                  "turn/start",
                  """
                  {"threadId":"%s","input":[],"runtimeWorkspaceRoots":[],
                  "sandboxPolicy":{"type":"workspaceWrite","writableRoots":[],
                  "networkAccess":false,"excludeTmpdirEnvVar":true,"excludeSlashTmp":true}}\
                  """
                      .formatted(threadId))
              .getAsJsonObject("turn");
      awaitEnd(client, turn.get("id").getAsString());
      assertThat(server.model().lastOutputOf("c1")).contains(outside + "\n", "Read-only file");
    }
    assertThat(work.resolve("f")).exists();
    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"own/bash", "../work/own/bash", "/bin/../%s/own/bash", "own/run"})
  void aProgramThatIsNoShellRunsNothingThatIsKnownToBeSafe(String shell) throws IOException {
    Path own = Files.createDirectory(work.resolve("own"));
    for (String name : List.of("bash", "run")) {
      Files.writeString(own.resolve(name), "#!/bin/sh\ntouch " + work.resolve("ran") + "\n");
      assertThat(own.resolve(name).toFile().setExecutable(true)).isTrue();
    }
    String asked = shell.formatted(work.toString().substring(1));
    calls("c1", "ls", ",\"shell\":" + new JsonPrimitive(asked));
    calls("c2", "ls", ",\"shell\":\"sh\"");
    try (TestClient client = server.start()) {
      run(client, start(client, "never", "read-only"));
      assertThat(server.model().lastOutputOf("c1")).contains("names no shell of this system");
      assertThat(item(client, "item/completed", "c2").get("command").getAsString())
          .isEqualTo("/bin/sh -c ls");
      assertThat(work.resolve("ran")).doesNotExist();
    }
  }

  @Test
  void anAcceptedCommandRunsOnceAndInOrder() {
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      JsonObject params = request.getAsJsonObject("params");
      assertThat(params.get("reason").getAsString()).isEqualTo("May I?");
      assertThat(params.get("itemId").getAsString()).isEqualTo("c1");
      assertThat(item(client, "item/started", "c1").get("source").getAsString()).isEqualTo("agent");
      assertThat(work.resolve("made")).doesNotExist();
      client.answer(request, "{\"decision\":\"accept\"}");
      awaitEnd(client, turnId);
      assertThat(item(client, "item/completed", "c1").get("source").getAsString())
          .isEqualTo("unifiedExecStartup");
      assertThat(work.resolve("made")).hasContent("x\n");
      assertThat(methodsFrom(client, "item/commandExecution/requestApproval"))
          .startsWith(
              "item/commandExecution/requestApproval",
              "serverRequest/resolved",
              "thread/status/changed",
              "item/completed");
    }
  }

  private static List<String> methodsFrom(TestClient client, String method) {
    return client.trace().stream()
        .filter(TraceEntry::fromServer)
        .filter(each -> !each.isResponse())
        .map(TraceEntry::method)
        .dropWhile(each -> !each.equals(method))
        .toList();
  }

  @Test
  void aDeclinedCommandDoesNotRunAndTheTurnGoesOn() {
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      client.answer(
          client.awaitServerRequest("item/commandExecution/requestApproval"),
          "{\"decision\":\"decline\"}");
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("completed");
      assertThat(item(client, "item/completed", "c1").get("status").getAsString())
          .isEqualTo("declined");
      assertThat(server.model().lastOutputOf("c1")).contains("declined");
      assertThat(work.resolve("made")).doesNotExist();
      assertThat(methodsFrom(client, "item/commandExecution/requestApproval"))
          .startsWith(
              "item/commandExecution/requestApproval",
              "serverRequest/resolved",
              "item/completed",
              "thread/status/changed");
    }
  }

  @Test
  void aCancelStopsTheTurn() {
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      client.answer(
          client.awaitServerRequest("item/commandExecution/requestApproval"),
          "{\"decision\":\"cancel\"}");
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("interrupted");
      assertThat(item(client, "item/completed", "c1").get("status").getAsString())
          .isEqualTo("declined");
      assertThat(work.resolve("made")).doesNotExist();
    }
  }

  @Test
  void anInterruptWithAQuestionPendingRunsNothing() {
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String threadId = start(client, "on-request", "workspace-write");
      String turnId = startTurn(client, threadId);
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      interrupt(client, threadId, turnId);
      client.awaitNotification("serverRequest/resolved");
      client.answer(request, "{\"decision\":\"accept\"}"); // too late
      run(client, threadId);
      assertThat(work.resolve("made")).doesNotExist();
      assertThat(item(client, "item/completed", "c1").get("status").getAsString())
          .isEqualTo("declined");
    }
  }

  @Test
  void acceptingForTheSessionAsksOnce() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "on-request", "workspace-write");
      calls("c1", "echo x >> made", ESCALATED);
      String turnId = startTurn(client, threadId);
      client.answer(
          client.awaitServerRequest("item/commandExecution/requestApproval"),
          "{\"decision\":\"acceptForSession\"}");
      awaitEnd(client, turnId);
      calls("c2", "echo x >> made", ESCALATED);
      run(client, threadId);
      assertThat(work.resolve("made")).hasContent("x\nx\n");
    }
  }

  @Test
  void whatWasAllowedInTheSandboxForTheSessionStaysInIt() {
    Sandbox sandbox = Sandbox.find();
    assumeThat(sandbox.available()).as(sandbox.problem()).isTrue();
    serve(Duration.ZERO, sandbox);
    try (TestClient client = server.start()) {
      String threadId = start(client, "untrusted", "read-only");
      for (String callId : List.of("c1", "c2")) {
        calls(callId, "echo x >> made", "");
        String turnId = startTurn(client, threadId);
        JsonObject asked = client.awaitServerRequest("item/commandExecution/requestApproval");
        if (callId.equals("c1")) {
          client.answer(asked, "{\"decision\":\"acceptForSession\"}");
          asked = client.awaitServerRequest("item/commandExecution/requestApproval");
        }
        assertThat(asked.toString()).contains("retry without sandbox?");
        client.answer(asked, "{\"decision\":\"decline\"}");
        awaitEnd(client, turnId);
      }
      assertThat(work.resolve("made")).doesNotExist();
    }
  }

  @Test
  void anAmendmentIsKeptForEver() {
    String amended =
        "{\"decision\":{\"acceptWithExecpolicyAmendment\":{\"execpolicy_amendment\":[\"touch\"]}}}";
    try (TestClient client = server.start()) {
      calls("c1", "touch a", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      client.answer(client.awaitServerRequest("item/commandExecution/requestApproval"), amended);
      awaitEnd(client, turnId);
    }
    serve(Duration.ZERO);
    try (TestClient client = server.start()) {
      calls("c2", "touch b", ESCALATED);
      run(client, start(client, "on-request", "workspace-write"));
      assertThat(work.resolve("a")).exists();
      assertThat(work.resolve("b")).exists();
      assertThat(folder.resolve("home/rules/default.rules"))
          .hasContent("prefix_rule(pattern=[\"touch\"], decision=\"allow\")\n");
    }
  }

  @Test
  void aRuleOfTheUserThatAsksIsNotToBeOverruledByAnother() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("home/rules")).resolve("default.rules");
    String rule = "prefix_rule(pattern=[\"touch\"], decision=\"prompt\")\n";
    Files.writeString(rules, rule);
    try (TestClient client = server.start()) {
      calls("c1", "touch a", "");
      String turnId = startTurn(client, start(client, "on-request", "danger-full-access"));
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      JsonObject params = request.getAsJsonObject("params");
      assertThat(params.get("availableDecisions")).hasToString("[\"accept\",\"cancel\"]");
      assertThat(params.has("proposedExecpolicyAmendment")).isFalse();
      assertThat(params.has("reason")).isTrue();
      client.answer(
          request,
          "{\"decision\":{\"acceptWithExecpolicyAmendment\":{\"execpolicy_amendment\":[\"touch\"]}}}");
      awaitEnd(client, turnId);
      assertThat(work.resolve("a")).exists();
      assertThat(rules).hasContent(rule);
    }
  }

  @Test
  void clientsWithoutExperimentalMembersAreToldWhatTheyMayAnswer() {
    try (TestClient client = server.startBare()) {
      client.initialize(false);
      calls("c1", "touch a", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      assertThat(request.getAsJsonObject("params").get("availableDecisions").getAsJsonArray())
          .hasSize(3);
      client.answer(request, "{\"decision\":\"decline\"}");
      awaitEnd(client, turnId);
    }
  }

  @Test
  void whatNobodyMayBeAskedAboutIsRefusedAndTheModelToldWhy() throws IOException {
    try (TestClient client = server.start()) {
      Files.writeString(work.resolve("kept"), "x");
      calls("c1", "rm -f kept", "");
      run(client, start(client, "never", "danger-full-access"));
      assertThat(work.resolve("kept")).exists();
      assertThat(server.model().lastOutputOf("c1")).contains("removes files by force");
    }
  }

  @Test
  void permissionsThatDoNotExistAreRefusedAndTheModelToldWhy() {
    try (TestClient client = server.start()) {
      for (String asked : List.of("\"with_additional_permissions\"", "\"bogus\"", "7")) {
        calls("c" + asked.length(), "touch a", ",\"sandbox_permissions\":" + asked);
        run(client, start(client, "on-request", "danger-full-access"));
        assertThat(server.model().lastOutputOf("c" + asked.length()))
            .contains("sandbox_permissions", "not run");
      }
      assertThat(work.resolve("a")).doesNotExist();
    }
  }

  @Test
  void commandsGetTheEnvironmentThatIsConfigured() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("home")).resolve("config.toml"),
        "shell_environment_policy = { inherit = 'none', set = { A_KEY = 'set' } }\n");
    try (TestClient client = server.start()) {
      String look = "printf '%s' \"$A_KEY:${HOME-none}\"";
      calls("c1", look, "");
      String threadId = start(client, "never", "danger-full-access");
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c1")).contains("set:none");
      JsonObject params = new JsonObject();
      params.addProperty("threadId", threadId);
      params.addProperty("command", look);
      client.request("thread/shellCommand", params);
      JsonObject mine =
          client
              .awaitNotification(
                  "item/completed",
                  told ->
                      told.getAsJsonObject("item").has("source")
                          && told.getAsJsonObject("item")
                              .get("source")
                              .getAsString()
                              .equals("userShell"))
              .getAsJsonObject("item");
      assertThat(mine.get("aggregatedOutput").getAsString())
          .endsWith("set:none"); // behind a profile's
      JsonObject done =
          client.request(
              "command/exec",
              "{\"command\":[\"/bin/sh\",\"-c\","
                  + new JsonPrimitive(look)
                  + "],\"sandboxPolicy\":{\"type\":\"dangerFullAccess\"}}");
      assertThat(done.get("stdout").getAsString()).isEqualTo("set:none");
    }
  }

  @Test
  void aThreadMayHaveAnEnvironmentOfItsOwn() {
    try (TestClient client = server.start()) {
      calls("c1", "printf '%s' \"$A_KEY:${HOME-none}\"", "");
      run(
          client,
          client
              .request(
                  "thread/start",
                  "{\"cwd\":"
                      + new JsonPrimitive(work.toString())
                      + ",\"sandbox\":\"danger-full-access\",\"config\":{"
                      + "\"shell_environment_policy.inherit\":\"none\","
                      + "\"shell_environment_policy.set\":{\"A_KEY\":\"own\"}}}")
              .getAsJsonObject("thread")
              .get("id")
              .getAsString());
      assertThat(server.model().lastOutputOf("c1")).contains("own:none");
    }
  }

  @Test
  void aThreadWithoutAMachineRunsNothing() {
    try (TestClient client = server.start()) {
      JsonObject answer =
          client.request(
              "thread/start",
              "{\"cwd\":"
                  + new JsonPrimitive(work.toString())
                  + ",\"sandbox\":\"danger-full-access\",\"environments\":[]}");
      JsonObject thread = answer.getAsJsonObject("thread");
      assertThat(thread.get("environments")).hasToString("[]");
      assertThat(answer.get("runtimeWorkspaceRoots")).hasToString("[]");
      calls("c1", "touch made", "");
      run(client, thread.get("id").getAsString());
      assertThat(server.model().lastOutputOf("c1")).contains("exec_command");
      assertThat(server.model().requests().getLast().input().toString())
          .doesNotContain(work.toString());
      assertThat(work.resolve("made")).doesNotExist();
    }
  }

  @Test
  void aTurnMaySayWhereItsCommandsRunOrThatNoneDo() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other")).toRealPath();
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      for (String place :
          List.of(
              "[]",
              "[{\"environmentId\":\"local\",\"cwd\":" + new JsonPrimitive(other + "") + "}]")) {
        calls("c" + place.length(), "pwd; touch made", "");
        String turnId =
            client
                .request(
                    "turn/start",
                    "{\"threadId\":\""
                        + threadId
                        + "\",\"environments\":"
                        + place
                        + ",\"input\":[{\"type\":\"text\",\"text\":\"go\"}]}")
                .getAsJsonObject("turn")
                .get("id")
                .getAsString();
        awaitEnd(client, turnId);
        JsonObject told =
            client.awaitNotification("thread/settings/updated").getAsJsonObject("threadSettings");
        assertThat(told.getAsJsonArray("environments")).hasSize(place.equals("[]") ? 0 : 1);
      }
      assertThat(work.resolve("made")).doesNotExist();
      assertThat(other.resolve("made")).exists();
    }
  }

  @Test
  void anErrorOrNonsenseIsNoDecision() {
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String threadId = start(client, "on-request", "workspace-write");
      String turnId = startTurn(client, threadId);
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      client.answer(request, "{\"decision\":\"whatever\"}");
      client.sendLine(
          "{\"id\":" + request.get("id") + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
      client.request("thread/unsubscribe", "{\"threadId\":\"" + threadId + "\"}");
      client.request("thread/resume", "{\"threadId\":\"" + threadId + "\"}");
      JsonObject again = client.awaitServerRequest("item/commandExecution/requestApproval");
      assertThat(again).isEqualTo(request);
      client.answer(again, "{\"decision\":\"accept\"}");
      awaitEnd(client, turnId);
      assertThat(work.resolve("made")).hasContent("x\n");
    }
  }

  @Test
  void nobodysAnswerInTimeDeclines() {
    serve(Duration.ofMillis(50));
    try (TestClient client = server.start()) {
      calls("c1", "echo x >> made", ESCALATED);
      String turnId = startTurn(client, start(client, "on-request", "workspace-write"));
      JsonObject request = client.awaitServerRequest("item/commandExecution/requestApproval");
      awaitEnd(client, turnId);
      client.answer(request, "{\"decision\":\"accept\"}"); // too late
      assertThat(item(client, "item/completed", "c1").get("status").getAsString())
          .isEqualTo("declined");
      assertThat(server.model().lastOutputOf("c1")).contains("Nobody answered");
      assertThat(work.resolve("made")).doesNotExist();
    }
  }

  @Test
  void aCommandOfTheUserIsATurnOfItsOwnAndTheModelKnows() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "read-only");
      client.request(
          "thread/shellCommand",
          "{\"threadId\":\"" + threadId + "\",\"command\":\"echo mine > made; echo said\"}");
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      assertThat(server.model().requests()).isEmpty();
      assertThat(work.resolve("made")).hasContent("mine\n");
      JsonObject item =
          client
              .awaitNotification(
                  "item/completed",
                  params -> params.toString().contains("\"source\":\"userShell\""))
              .getAsJsonObject("item");
      assertThat(item.get("aggregatedOutput").getAsString()).isEqualTo("said\n");
      assertThat(item.get("processId").isJsonNull()).isTrue();
      run(client, threadId);
      assertThat(server.model().lastInputTexts().getFirst())
          .contains("<user_shell_command>", "echo said", "Exit code: 0", "said\n");
    }
  }

  @Test
  void aCommandOfTheUserMayNotTakeLessThanNoTime() {
    try (TestClient client = server.start()) {
      for (String threadId : List.of(start(client, "never", "read-only"), "zz")) {
        JsonObject error =
            client.requestError(
                "thread/shellCommand",
                "{\"threadId\":\"" + threadId + "\",\"command\":\"true\",\"timeoutMs\":-1}");
        assertThat(error.get("code").getAsInt()).isEqualTo(-32602);
        assertThat(error.get("message").getAsString())
            .isEqualTo("thread/shellCommand timeoutMs must be non-negative, got -1");
      }
    }
  }

  @Test
  void aCommandOfTheUserRunsBesideTheTurnThatRuns() {
    try (TestClient client = server.start()) {
      calls("c1", "while ! test -e go; do sleep 0.02; done; echo went", "");
      String threadId = start(client, "never", "danger-full-access");
      String turnId = startTurn(client, threadId);
      item(client, "item/started", "c1");
      client.request(
          "thread/shellCommand",
          "{\"threadId\":\"" + threadId + "\",\"command\":\"touch go; exit 2\"}");
      awaitEnd(client, turnId);
      JsonObject mine =
          client.awaitNotification(
              "item/completed", params -> params.toString().contains("\"source\":\"userShell\""));
      assertThat(mine.get("turnId").getAsString()).isEqualTo(turnId);
      assertThat(mine.getAsJsonObject("item").get("exitCode").getAsInt()).isEqualTo(2);
      assertThat(server.model().lastOutputOf("c1")).contains("went");
      run(client, threadId);
      assertThat(server.model().lastInputTexts())
          .anyMatch(text -> text.contains("<user_shell_command>"));
    }
  }

  @Test
  void whileACommandOfTheUserOutlivesTheAnswerTheTurnTakesWhatTheUserSays() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String turnId = answeredBeside(client, threadId, "while ! test -e go; do sleep 0.02; done");
      assertThat(startTurn(client, threadId)).isEqualTo(turnId);
      client.awaitNotification("thread/tokenUsage/updated");
      assertThat(server.model().lastInputTexts())
          .containsExactly("go", "first", "go"); // asked once more, not twice
      shell(client, threadId, "touch go");
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("completed");
    }
  }

  @Test
  void aTurnThatWaitsForACommandOfTheUserCanBeInterrupted() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String turnId = answeredBeside(client, threadId, "exec sleep 1000");
      interrupt(client, threadId, turnId);
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("interrupted");
    }
  }

  @Test
  void aMessageToATurnThatFailedAndWaitsForACommandOfTheUserIsAnswered() {
    CountDownLatch mayFail = new CountDownLatch(1);
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          await(mayFail);
          ScriptedModel.fails("no").play(messageId, listener, cancellation);
        });
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String turnId = startTurn(client, threadId);
      shell(client, threadId, "while ! test -e go; do sleep 0.02; done");
      mayFail.countDown();
      JsonObject failure = client.awaitNotification("error");
      assertThat(failure.getAsJsonObject("error").get("message").getAsString()).isEqualTo("no");
      assertThat(failure.get("willRetry").getAsBoolean()).isTrue();
      assertThat(startTurn(client, threadId)).isEqualTo(turnId);
      client.awaitNotification("thread/tokenUsage/updated");
      shell(client, threadId, "touch go");
      assertThat(awaitEnd(client, turnId).get("status").getAsString()).isEqualTo("completed");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a command of the user beside a turn. */
  private static void shell(TestClient client, String threadId, String command) {
    client.request(
        "thread/shellCommand",
        "{\"threadId\":\"" + threadId + "\",\"command\":" + new JsonPrimitive(command) + "}");
    client.awaitNotification(
        "item/started", params -> params.toString().contains("\"source\":\"userShell\""));
  }

  /** A turn whose model has said all, while this command of the user still runs in it. */
  private String answeredBeside(TestClient client, String threadId, String command) {
    ScriptedModel.Held answer = new ScriptedModel.Held("first");
    server.model().then(answer);
    String turnId = startTurn(client, threadId);
    answer.awaitReached();
    shell(client, threadId, command);
    answer.letGo();
    client.awaitNotification("thread/tokenUsage/updated");
    return turnId;
  }

  @Test
  void anEmptyCommandIsRefusedAndAnInterruptEndsALongOne() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      assertThat(
              client
                  .requestError(
                      "thread/shellCommand",
                      "{\"threadId\":\"" + threadId + "\",\"command\":\" \"}")
                  .get("message")
                  .getAsString())
          .isEqualTo("command must not be empty");
      client.request(
          "thread/shellCommand",
          "{\"threadId\":\"" + threadId + "\",\"command\":\"echo $$; exec sleep 1000\"}");
      String pid =
          client
              .awaitNotification("item/commandExecution/outputDelta")
              .get("delta")
              .getAsString()
              .trim();
      interrupt(client, threadId, "");
      JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
      assertThat(turn.get("status").getAsString()).isEqualTo("interrupted");
      assertThat(isRunning(pid)).isFalse();
    }
  }

  @Test
  void whatNoProgramCanBeToldIsToldToTheModel() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      calls("c1", "cat", ",\"tty\":true,\"yield_time_ms\":250");
      run(client, threadId);
      String session = item(client, "item/completed", "c1").get("processId").getAsString();
      calls("c2", "echo a\0b", "");
      calls("c3", "echo a\0b", ",\"tty\":true");
      calls("c4", "echo \ud83d", "");
      calls("c5", "true", ",\"shell\":\"x\\udc00y\"");
      calls("c6", "true", ",\"workdir\":\"a\\u0000b\"");
      String typing = "{\"session_id\":" + session + ",\"chars\":\"\\ud800\\n\"}";
      server.model().then(ScriptedModel.calls("c7", "write_stdin", typing));
      run(client, threadId);
      for (String call : List.of("c2", "c3")) {
        assertThat(server.model().lastOutputOf(call)).contains("nul byte");
        assertThat(item(client, "item/completed", call).get("status").getAsString())
            .isEqualTo("failed");
      }
      assertThat(server.model().lastOutputOf("c4")).contains("half of a surrogate pair");
      assertThat(server.model().lastOutputOf("c5")).contains("names no shell");
      assertThat(server.model().lastOutputOf("c6")).contains("`workdir` is no path");
      assertThat(server.model().lastOutputOf("c7")).contains("half of a surrogate pair");
    }
  }

  /** Such a thread is Codex's: it takes any text for a folder. */
  @Test
  void aThreadWhoseFolderNoPathCanBeWaitsForOne() throws IOException {
    String threadId;
    try (TestClient client = server.start()) {
      threadId = start(client, "never", "danger-full-access");
      run(client, threadId);
      client.closeInput();
      client.awaitEnd();
    }
    serve(Duration.ZERO);
    try (var files = Files.walk(folder.resolve("home").resolve("sessions"))) {
      Path rollout = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      String text = Files.readString(rollout);
      Files.writeString(rollout, text.replace(work + "\"", work + "\\u0000\""));
    }
    try (TestClient client = server.start()) {
      String on = "{\"threadId\":\"" + threadId + "\"";
      client.request("thread/resume", on + "}");
      calls("c1", "echo hi", "");
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c1")).contains("no tool named exec_command");
      assertThat(
              client
                  .requestError("thread/shellCommand", on + ",\"command\":\"echo hi\"}")
                  .get("message")
                  .getAsString())
          .contains("is no path");
      client.request(
          "thread/settings/update", on + ",\"cwd\":" + new JsonPrimitive(work.toString()) + "}");
      calls("c2", "pwd", "");
      run(client, threadId);
      assertThat(server.model().lastOutputOf("c2")).endsWith(work + "\n");
    }
  }
}
