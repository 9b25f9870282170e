package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.patch.PatchGate;
import dev.heddle.server.patch.PatchJournal;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.patch.PatchTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches of the model: what clients see and are asked, and what becomes of the files. */
class PatchesTest {
  private static final String ASK = "item/fileChange/requestApproval";
  private static final String UPDATE = "*** Update File: f.txt\n@@\n-beta\n+B\n";

  @TempDir Path temp;
  private Path work;
  private Path outside;
  private TestServer server;

  @BeforeEach
  void makeFolders() throws IOException {
    work = Files.createDirectory(temp.toRealPath().resolve("work"));
    outside = Files.createDirectory(temp.toRealPath().resolve("outside"));
    Files.writeString(work.resolve("f.txt"), "alpha\nbeta\n");
    server =
        new TestServer(temp.resolve("home"), TestServer.Kind.LOCAL)
            .offering(new PatchTools(Duration.ofMinutes(5), PatchJournal.none()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void aPatchIsCarriedOutShownAndKept(String historyMode) throws Exception {
    String threadId;
    try (TestClient client = server.start()) {
      threadId =
          start(client, "never", "danger-full-access", ",\"historyMode\":\"" + historyMode + "\"");
      patch("c1", UPDATE);
      Threads.runTurn(client, threadId, "go");

      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nB\n");
      assertThat(server.model().lastOutputOf("c1")).endsWith("M f.txt\n");
      assertThat(methods(client))
          .containsSubsequence("item/started", "item/completed", "turn/diff/updated");
      assertThat(change(completed(client, "c1")).get("diff").getAsString())
          .isEqualTo("@@ -1,2 +1,2 @@\n alpha\n-beta\n+B\n");
      client.closeInput();
      client.awaitEnd();
    }
    try (TestClient client = server.start()) {
      String read =
          client.request("thread/read", Threads.on(threadId, "\"includeTurns\":true")).toString();
      assertThat(read)
          .contains("\"type\":\"fileChange\",\"id\":\"c1\"", "\"status\":\"completed\"");
    }
  }

  @Test
  void theDiffOfTheTurnIsToldAgainWithEachLaterAnswer() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      patch("c1", UPDATE);
      patch("c2", "*** Add File: n.txt\n+1\n");
      Threads.runTurn(client, threadId, "go");
      Threads.runTurn(client, threadId, "nothing more");

      List<String> diffs =
          client.trace().stream()
              .filter(each -> each.isNotification() && each.method().equals("turn/diff/updated"))
              .map(each -> each.params().get("diff").getAsString())
              .toList();
      // After each patch, and with the tokens of each answer behind the first patch.
      assertThat(diffs).hasSize(5);
      assertThat(diffs.get(1)).isEqualTo(diffs.get(0)).contains("+B").doesNotContain("n.txt");
      assertThat(diffs.subList(2, 5))
          .allSatisfy(diff -> assertThat(diff).contains("+B").contains("+++ b/n.txt"));
    }
  }

  @Test
  void whatDoesNotFitIsToldToTheModelOnly() throws Exception {
    try (TestClient client = server.start()) {
      String threadId = start(client, "untrusted", "read-only");
      patch("c1", "*** Add File: n.txt\n+1\n*** Update File: f.txt\n@@\n-nope\n+B\n");
      Threads.runTurn(client, threadId, "go");

      assertThat(server.model().lastOutputOf("c1")).contains("not applied", "nope");
      assertThat(methods(client)).doesNotContain(ASK, "turn/diff/updated");
      assertThat(client.trace().toString()).doesNotContain("fileChange");
      assertThat(work.resolve("n.txt")).doesNotExist();
    }
  }

  @Test
  void halfOfASurrogatePairIsNoTextForAFile() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      patch("c1", "*** Add File: n.txt\n+half \ud83d\n");
      Threads.runTurn(client, threadId, "go");
      assertThat(server.model().lastOutputOf("c1")).contains("not applied", "surrogate pair");
      assertThat(work.resolve("n.txt")).doesNotExist();
    }
  }

  @Test
  void aPatchWithoutItsCommandIsExplained() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      call("c1", "*** Begin Patch\n" + UPDATE + "*** End Patch");
      Threads.runTurn(client, threadId, "go");
      assertThat(server.model().lastOutputOf("c1")).contains("apply_patch <<'EOF'");
    }
  }

  @Test
  void otherCommandsAreNoPatches() {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      call("c1", "echo apply_patch");
      Threads.runTurn(client, threadId, "go");
      assertThat(server.model().lastOutputOf("c1")).contains("no tool named exec_command");
    }
  }

  @Test
  void aDeclinedPatchChangesNothingAndTheTurnGoesOn() throws Exception {
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"decline\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("declined");
      assertThat(server.model().lastOutputOf("c1")).contains("declined");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\n");
    }
  }

  @Test
  void aCancelledPatchStopsTheTurn() throws Exception {
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"cancel\"}");
      assertThat(end(client, turnId)).isEqualTo("interrupted");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("declined");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\n");
    }
  }

  @Test
  void anInterruptWhileTheUserIsAskedChangesNothing() throws Exception {
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      JsonObject asked = client.awaitServerRequest(ASK);
      String threadId = asked.getAsJsonObject("params").get("threadId").getAsString();
      client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
      assertThat(end(client, turnId)).isEqualTo("interrupted");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("declined");
      client.answer(asked, "{\"decision\":\"accept\"}");
      Threads.runTurn(client, threadId, "still there");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\n");
    }
  }

  @Test
  void anInterruptStopsAPatchInTheMiddleAndTakesItBack() throws Exception {
    PatchGate gate = new PatchGate();
    server.offering(new PatchTools(Duration.ofMinutes(5), gate.writer()));
    ScriptedModel.Answer call =
        patching("c1", UPDATE + "*** Add File: many/n1\n+x\n*** Add File: many/n2\n+x\n");
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          cancellation.onCancel(gate::letGo); // the turn's, so the patch hears of it, too
          call.play(messageId, listener, cancellation);
        });
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access");
      String turnId = Threads.startTurn(client, threadId, "go");
      gate.awaitReached();
      client.request("turn/interrupt", Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
      assertThat(end(client, turnId)).isEqualTo("interrupted");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("failed");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\n");
      assertThat(work.resolve("many")).doesNotExist();
      Threads.runTurn(client, threadId, "still there");
      assertThat(server.model().lastOutputOf("c1")).contains("stopped");
    }
  }

  @Test
  void anAnswerThatIsNoDecisionLeavesTheQuestionOpen() throws Exception {
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      JsonObject asked = client.awaitServerRequest(ASK);
      client.answer(asked, "{\"decision\":\"perhaps\"}");
      client.answer(asked, "{\"decision\":\"accept\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("completed");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nB\n");
    }
  }

  @Test
  void withoutAnAnswerInTimeNothingIsChanged() throws Exception {
    server.offering(new PatchTools(Duration.ofMillis(1), PatchJournal.none()));
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("declined");
      assertThat(server.model().lastOutputOf("c1")).contains("in time");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\n");
    }
  }

  @Test
  void whatIsAcceptedForTheSessionIsNotAskedAgain() throws Exception {
    try (TestClient client = server.start()) {
      String threadId = start(client, "on-request", "read-only");
      patch("c1", UPDATE);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"acceptForSession\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");

      server.model().then(ScriptedModel.says("ready"));
      Threads.runTurn(client, threadId, "between");
      patch("c2", "*** Update File: f.txt\n@@\n-B\n+C\n");
      Threads.runTurn(client, threadId, "again");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nC\n");

      // Another file is another question, in this thread and for this file in another one.
      patch("c3", "*** Add File: n.txt\n+1\n");
      turnId = Threads.startTurn(client, threadId, "other file");
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"decline\"}");
      end(client, turnId);
      turnId = startAsked(client, "c4", "*** Update File: f.txt\n@@\n-C\n+D\n");
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"decline\"}");
      end(client, turnId);
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nC\n");
    }
  }

  @Test
  void aFileThatChangesWhileTheUserDecidesIsLeft() throws Exception {
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", UPDATE);
      JsonObject asked = client.awaitServerRequest(ASK);
      Files.writeString(work.resolve("f.txt"), "alpha\nbeta\nmine\n");
      client.answer(asked, "{\"decision\":\"accept\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("failed");
      assertThat(server.model().lastOutputOf("c1")).contains("changed by somebody else");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nbeta\nmine\n");
    }
  }

  @Test
  void aFolderThatBecomesALinkWhileTheUserDecidesIsNotFollowed() throws Exception {
    Files.createDirectory(work.resolve("d"));
    Files.writeString(work.resolve("d/g"), "old\n");
    Files.writeString(outside.resolve("g"), "old\n");
    try (TestClient client = server.start()) {
      String turnId = startAsked(client, "c1", "*** Update File: d/g\n@@\n-old\n+new\n");
      JsonObject asked = client.awaitServerRequest(ASK);
      Files.move(work.resolve("d"), work.resolve("d2"));
      Files.createSymbolicLink(work.resolve("d"), outside);
      client.answer(asked, "{\"decision\":\"accept\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(completed(client, "c1").get("status").getAsString()).isEqualTo("failed");
      assertThat(Files.readString(outside.resolve("g"))).isEqualTo("old\n");
      assertThat(Files.readString(work.resolve("d2/g"))).isEqualTo("old\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/n",
        "a/../../outside/n",
        "/OUTSIDE/n",
        "out/n", // a link
        ".git/hooks/pre-commit",
        "sub/module/.git/config",
        ".GIT/hooks/pre-commit",
        ".codex/config.toml",
        ".agents/skills/x",
        ".heddle/config.toml"
      })
  void whatIsOutsideOfTheWorkspaceNeedsTheUser(String path) throws Exception {
    Files.createSymbolicLink(work.resolve("out"), outside);
    String body = "*** Add File: " + path.replace("/OUTSIDE", outside.toString()) + "\n+x\n";
    try (TestClient client = server.start()) {
      String never = start(client, "never", "workspace-write");
      patch("c1", body);
      end(client, turnWithoutTmp(client, never));
      assertThat(server.model().lastOutputOf("c1")).contains("must not be written");
      assertThat(client.trace().toString()).doesNotContain("fileChange");

      String asking = start(client, "on-request", "workspace-write");
      patch("c2", body);
      String turnId = turnWithoutTmp(client, asking);
      client.answer(client.awaitServerRequest(ASK), "{\"decision\":\"decline\"}");
      assertThat(end(client, turnId)).isEqualTo("completed");
      assertThat(outside).isEmptyDirectory();
      try (var left = Files.list(work)) {
        assertThat(left).containsExactlyInAnyOrder(work.resolve("f.txt"), work.resolve("out"));
      }
    }
  }

  @Test
  void whatIsInsideOfTheWorkspaceNeedsNobody() throws Exception {
    try (TestClient client = server.start()) {
      String threadId = start(client, "on-request", "workspace-write");
      patch("c1", UPDATE + "*** Add File: deep/er/n.txt\n+1\n");
      Threads.runTurn(client, threadId, "go");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nB\n");
      assertThat(work.resolve("deep/er/n.txt")).hasContent("1");
    }
  }

  @Test
  void theToolIsOfferedToModelsThatKnowIt() throws Exception {
    try (TestClient client = server.start()) {
      String threadId = start(client, "never", "danger-full-access", ",\"model\":\"gpt-5-codex\"");
      server
          .model()
          .then((messageId, listener, cancellation) -> {
            JsonObject call = new JsonObject();
            call.addProperty("type", "custom_tool_call");
            call.addProperty("id", "ct1");
            call.addProperty("call_id", "c1");
            call.addProperty("name", "apply_patch");
            call.addProperty("input", "*** Begin Patch\n" + UPDATE + "*** End Patch");
            listener.itemDone(call);
            listener.completed("r1", TokenUsage.ZERO);
          });
      Threads.runTurn(client, threadId, "go");
      JsonObject offered = server.model().requests().getFirst().tools().getFirst();
      assertThat(offered.get("type").getAsString()).isEqualTo("custom");
      assertThat(offered.get("name").getAsString()).isEqualTo("apply_patch");
      assertThat(Files.readString(work.resolve("f.txt"))).isEqualTo("alpha\nB\n");

      String other = start(client, "never", "danger-full-access", ",\"model\":\"other\"");
      Threads.runTurn(client, other, "go");
      assertThat(server.model().requests().getLast().tools()).isEmpty();
    }
  }

  private String start(TestClient client, String policy, String sandbox) {
    return start(client, policy, sandbox, "");
  }

  private String start(TestClient client, String policy, String sandbox, String more) {
    return Threads.start(
        client,
        "{\"cwd\":\"%s\",\"approvalPolicy\":\"%s\",\"sandbox\":\"%s\"%s}"
            .formatted(work, policy, sandbox, more));
  }

  /** A turn that may write to its workspace, but not to {@code /tmp}, where tests have theirs. */
  private static String turnWithoutTmp(TestClient client, String threadId) {
    return client
        .request(
            "turn/start",
            Threads.on(
                threadId,
                """
                "input":[{"type":"text","text":"go"}],
                "sandboxPolicy":{"type":"workspaceWrite","writableRoots":[],"networkAccess":false,
                "excludeTmpdirEnvVar":true,"excludeSlashTmp":true}\
                """))
        .getAsJsonObject("turn")
        .get("id")
        .getAsString();
  }

  /** A turn in which the user is asked about a patch. */
  private String startAsked(TestClient client, String callId, String body) {
    String threadId = start(client, "on-request", "read-only");
    patch(callId, body);
    return Threads.startTurn(client, threadId, "go");
  }

  private void patch(String callId, String body) {
    server.model().then(patching(callId, body));
  }

  private static ScriptedModel.Answer patching(String callId, String body) {
    return calling(
        callId, "apply_patch <<'EOF'\n*** Begin Patch\n" + body + "*** End Patch\nEOF\n");
  }

  private void call(String callId, String script) {
    server.model().then(calling(callId, script));
  }

  private static ScriptedModel.Answer calling(String callId, String script) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("cmd", script);
    return ScriptedModel.calls(callId, "exec_command", arguments.toString());
  }

  private static String end(TestClient client, String turnId) {
    return Threads.awaitCompleted(client, turnId).get("status").getAsString();
  }

  private static JsonObject completed(TestClient client, String itemId) {
    return client
        .awaitNotification(
            "item/completed",
            params -> params.getAsJsonObject("item").get("id").getAsString().equals(itemId))
        .getAsJsonObject("item");
  }

  private static JsonObject change(JsonObject item) {
    JsonArray changes = item.getAsJsonArray("changes");
    assertThat(changes).hasSize(1);
    return changes.get(0).getAsJsonObject();
  }

  private static List<String> methods(TestClient client) {
    return client.trace().stream()
        .filter(TraceEntry::fromServer)
        .filter(each -> each.method() != null)
        .map(TraceEntry::method)
        .toList();
  }
}
