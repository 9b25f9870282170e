package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may say of the settings of a thread, and what becomes of it. */
class OverridesTest {
  private static final String RELATIVE =
      "Invalid request: AbsolutePathBuf deserialized without a base path";

  @TempDir Path home;

  private TestServer server() {
    return new TestServer(home, TestServer.Kind.LOCAL);
  }

  private static String refusal(TestClient client, String method, String params) {
    JsonObject error = client.requestError(method, params);
    assertThat(error.get("code").getAsInt()).isEqualTo(-32600);
    return error.get("message").getAsString();
  }

  @Test
  void onlyWhatCanBeMeantIsTaken() {
    try (TestClient client = server().start()) {
      String threadId = Threads.start(client);
      for (String readOnly :
          new String[] {"{\"type\":\"restricted\",\"readableRoots\":[\"/tmp\"]}", "\"zz\""}) {
        String policy = "\"sandboxPolicy\":{\"type\":\"readOnly\",\"access\":" + readOnly + "}";
        for (String method : new String[] {"turn/start", "thread/settings/update"}) {
          assertThat(refusal(client, method, Threads.on(threadId, "\"input\":[]," + policy)))
              .isEqualTo(
                  "Invalid request: readOnly.access is no longer supported; use permissionProfile"
                      + " for restricted reads");
        }
        refusal(client, "command/exec", "{\"command\":[\"true\"]," + policy + "}");
      }
      assertThat(
              refusal(
                  client,
                  "thread/settings/update",
                  Threads.on(
                      threadId,
                      "\"sandboxPolicy\":{\"type\":\"workspaceWrite\",\"writableRoots\":[\"rel\"]}")))
          .isEqualTo(RELATIVE);
      assertThat(refusal(client, "thread/start", "{\"runtimeWorkspaceRoots\":[\"rel\"]}"))
          .isEqualTo(RELATIVE);
      assertThat(refusal(client, "thread/settings/update", Threads.on(threadId, "\"effort\":\"\"")))
          .isEqualTo("Invalid request: reasoning_effort must not be empty");
      assertThat(refusal(client, "thread/start", "{\"config\":{\"model_reasoning_effort\":\"\"}}"))
          .startsWith("failed to load configuration: reasoning_effort must not be empty");
      for (String model : new String[] {"\"model\":\"\"", "\"config\":{\"model\":\" \"}"}) {
        assertThat(refusal(client, "thread/start", "{" + model + "}"))
            .startsWith("No models are available.");
      }
      for (String access : new String[] {"null", "{\"type\":\"fullAccess\"}"}) {
        client.request(
            "thread/settings/update",
            Threads.on(
                threadId, "\"sandboxPolicy\":{\"type\":\"readOnly\",\"access\":" + access + "}"));
      }
    }
  }

  @Test
  void thereIsOneEnvironment() {
    String local = "{\"environmentId\":\"local\",\"cwd\":\"/tmp\"}";
    try (TestClient client = server().start()) {
      assertThat(
              refusal(
                  client,
                  "thread/start",
                  "{\"environments\":[{\"environmentId\":\"zz\",\"cwd\":\"/tmp\"}]}"))
          .isEqualTo("unknown turn environment id `zz`");
      assertThat(
              refusal(client, "thread/start", "{\"environments\":[" + local + "," + local + "]}"))
          .isEqualTo("duplicate turn environment id `local`");
      assertThat(
              refusal(
                  client,
                  "thread/start",
                  "{\"environments\":[{\"environmentId\":\"local\",\"cwd\":\"rel\"}]}"))
          .startsWith("invalid cwd for environment `local`: path `rel`");
    }
  }

  @Test
  void aThreadHasItsMachineBackWhenItIsToldWhereToWork() {
    try (TestClient client = server().start()) {
      String threadId =
          Threads.start(
              client, "{\"cwd\":\"/tmp\",\"environments\":[],\"historyMode\":\"paginated\"}");
      client.request("thread/settings/update", Threads.on(threadId, "\"effort\":\"low\""));
      assertThat(updated(client).getAsJsonArray("environments")).isEmpty();
      client.request("thread/settings/update", Threads.on(threadId, "\"cwd\":\"/\""));
      assertThat(updated(client).get("environments"))
          .hasToString(
              "[{\"environmentId\":\"local\",\"cwd\":\"/\",\"runtimeWorkspaceRoots\":[\"/\"]}]");
    }
  }

  private static JsonObject updated(TestClient client) {
    return client.awaitNotification("thread/settings/updated").getAsJsonObject("threadSettings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a,/d | /n | /n,/d",
        "/a,/d | /d | /d",
        "/d    | /n | /d",
        "/a    | /n | /n",
      })
  void aNewWorkingDirectoryTakesThePlaceOfTheOldOne(String roots, String cwd, String after) {
    try (TestClient client = server().start()) {
      String threadId =
          Threads.start(client, "{\"cwd\":\"/a\",\"runtimeWorkspaceRoots\":" + list(roots) + "}");
      client.request("thread/settings/update", Threads.on(threadId, "\"cwd\":\"" + cwd + "\""));
      assertThat(
              updated(client)
                  .getAsJsonArray("environments")
                  .get(0)
                  .getAsJsonObject()
                  .get("runtimeWorkspaceRoots"))
          .hasToString(list(after));
    }
  }

  private static String list(String paths) {
    return "[\"" + paths.replace(",", "\",\"") + "\"]";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"cwd\":\"/tmp\"'                                  | m1      | low",
        "'\"config\":{\"model_reasoning_summary\":\"none\"}' | m1      | low",
        "'\"model\":\"m2\"'                                  | m2      |",
        "'\"model\":\"m1\"'                                  | m1      |",
        "'\"modelProvider\":\"script\"'                      | offline |",
        "'\"config\":{\"model_provider\":\"script\"}'        | offline |",
        "'\"config\":{\"model\":\"m3\"}'                     | m3      |",
        "'\"config\":{\"model_reasoning_effort\":\"high\"}'  | offline | high",
      })
  void whoResumesWithAnotherModelGetsItsConfiguredEffort(
      String override, String model, String effort) {
    String threadId = recorded();
    try (TestClient client = server().start()) {
      JsonObject fork =
          client.request(
              "thread/fork", Threads.on(threadId, "\"ephemeral\":true,\"excludeTurns\":true"));
      assertThat(fork.get("model").getAsString()).isEqualTo("m1"); // a fork keeps its source's
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId, override));
      assertThat(resumed.get("model").getAsString()).isEqualTo(model);
      assertThat(resumed.get("reasoningEffort"))
          .hasToString(effort == null ? "null" : "\"" + effort + "\"");
      JsonObject again = client.request("thread/resume", Threads.on(threadId, "\"model\":\"m9\""));
      assertThat(again.get("model").getAsString()).isEqualTo(model); // it is loaded
    }
  }

  private String recorded() {
    try (TestClient client = server().start()) {
      String threadId =
          Threads.start(
              client, "{\"model\":\"m1\",\"config\":{\"model_reasoning_effort\":\"low\"}}");
      Threads.runTurn(client, threadId, "hello");
      return threadId;
    }
  }

  @Test
  void aThreadKeepsItsProviderWhenItIsResumed() {
    String threadId = recorded();
    try (TestClient client = server().start()) {
      for (String other :
          new String[] {
            "\"modelProvider\":\"openai\"", "\"config\":{\"model_provider\":\"openai\"}"
          }) {
        assertThat(refusal(client, "thread/resume", Threads.on(threadId, other)))
            .isEqualTo(
                "failed to load configuration: Cannot change this thread's model provider from"
                    + " `script` to `openai` on resume.");
      }
      JsonObject fork =
          client.request(
              "thread/fork",
              Threads.on(
                  threadId,
                  "\"ephemeral\":true,\"excludeTurns\":true,\"modelProvider\":\"openai\""));
      assertThat(fork.get("modelProvider").getAsString()).isEqualTo("openai");
      client.request("thread/resume", Threads.on(threadId));
      client.request("thread/resume", Threads.on(threadId, "\"modelProvider\":\"openai\""));
    }
  }

  @Test
  void whatCannotBeMeantIsRefusedBeforeAProjectIsLookedFor() {
    String both = "\"permissions\":\":workspace\",\"sandbox\":\"read-only\"";
    try (TestClient client = server().start()) {
      for (String project : new String[] {"", "gone"}) {
        String started = "{\"projectId\":\"" + project + "\"," + both;
        assertThat(refusal(client, "thread/start", started + "}"))
            .isEqualTo("`permissions` cannot be combined with `sandbox`");
        String unrooted = started + ",\"runtimeWorkspaceRoots\":[\"rel\"]}";
        assertThat(refusal(client, "thread/start", unrooted))
            .isEqualTo("Invalid request: AbsolutePathBuf deserialized without a base path");
      }
    }
  }

  @Test
  void whatAThreadInUseDoesNotTakeIsNotLookedAt() {
    String threadId = recorded();
    String both = "\"permissions\":\":workspace\",\"sandbox\":\"read-only\"";
    try (TestClient client = server().start()) {
      client.request("thread/resume", Threads.on(threadId));
      for (String ignored :
          new String[] {
            "\"modelProvider\":\"gone\"",
            "\"config\":{\"model_provider\":\"gone\"}",
            "\"config\":{\"sandbox_mode\":\"gone\"}",
            "\"permissions\":\"gone\"",
            "\"environments\":[{\"environmentId\":\"gone\",\"cwd\":\"/\"}]"
          }) {
        JsonObject joined = client.request("thread/resume", Threads.on(threadId, ignored));
        assertThat(joined.get("modelProvider").getAsString()).isEqualTo("script");
      }
      assertThat(refusal(client, "thread/resume", Threads.on(threadId, both)))
          .isEqualTo("`permissions` cannot be combined with `sandbox`");
      assertThat(
              refusal(
                  client,
                  "thread/resume",
                  Threads.on(threadId, "\"runtimeWorkspaceRoots\":[\"rel\"]")))
          .isEqualTo(RELATIVE);
    }
  }

  @Test
  void aProviderThatIsGoneIsNamedToClientsThatResume() {
    String threadId = recorded();
    try (TestClient client = server().start()) {
      for (String gone :
          new String[] {"\"modelProvider\":\"gone\"", "\"config\":{\"model_provider\":\"gone\"}"}) {
        JsonObject error = client.requestError("thread/resume", Threads.on(threadId, gone));
        assertThat(error.get("message").getAsString()).contains("“gone”", "no longer configured");
        JsonObject data = error.getAsJsonObject("data");
        assertThat(data.get("type").getAsString()).isEqualTo("modelProviderNotConfigured");
        assertThat(data.get("modelProvider").getAsString()).isEqualTo("gone");
        assertThat(refusal(client, "thread/fork", Threads.on(threadId, gone)))
            .isEqualTo("failed to load configuration: Model provider `gone` not found");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"~,''", "~/,''", "~/a/../b,/b", "~//b,/b"})
  void aTildeIsTheHomeOfTheUser(String cwd, String below) {
    String there = System.getenv().getOrDefault("HOME", System.getProperty("user.home")) + below;
    String given = "\"cwd\":\"" + cwd + "\"";
    try (TestClient client = server().start()) {
      JsonObject started = client.request("thread/start", "{" + given + "}");
      assertThat(started.get("cwd").getAsString()).isEqualTo(there);
      String threadId = Threads.start(client, "{\"cwd\":\"/\"}");
      JsonObject turn = client.request("turn/start", Threads.on(threadId, "\"input\":[]," + given));
      assertThat(updated(client).get("cwd").getAsString()).isEqualTo(there);
      Threads.awaitCompleted(client, turn.getAsJsonObject("turn").get("id").getAsString());
      JsonObject fork =
          client.request(
              "thread/fork",
              Threads.on(threadId, "\"ephemeral\":true,\"excludeTurns\":true," + given));
      assertThat(fork.get("cwd").getAsString()).isEqualTo(there);
    }
  }

  @ParameterizedTest
  @CsvSource({"~root", "a/~"})
  void aTildeElsewhereIsATilde(String cwd) {
    try (TestClient client = server().start()) {
      JsonObject started = client.request("thread/start", "{\"cwd\":\"" + cwd + "\"}");
      assertThat(started.get("cwd").getAsString())
          .isEqualTo(Path.of(cwd).toAbsolutePath().toString());
      assertThat(refusal(client, "thread/start", "{\"runtimeWorkspaceRoots\":[\"~/a\"]}"))
          .isEqualTo(RELATIVE);
    }
  }

  @Test
  void aWorkspaceRootIsThereOnce() {
    try (TestClient client = server().start()) {
      JsonObject started =
          client.request(
              "thread/start", "{\"runtimeWorkspaceRoots\":[\"/a\",\"/b\",\"/a/\",\"/b/x/..\"]}");
      assertThat(started.get("runtimeWorkspaceRoots")).hasToString(list("/a,/b"));
    }
  }

  @Test
  void theReviewingAgentHasOneNameForClients() {
    try (TestClient client = server().start()) {
      JsonObject started =
          client.request("thread/start", "{\"approvalsReviewer\":\"guardian_subagent\"}");
      assertThat(started.get("approvalsReviewer").getAsString()).isEqualTo("auto_review");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\\u0000b", "/a\\ud800b", "a\\u0000", "~/\\udc00"})
  void aFolderThatNoPathCanBeIsRefusedWhereItComesIn(String folder) {
    String cwd = "\"cwd\":\"" + folder + "\"";
    String environment = "\"environments\":[{\"environmentId\":\"local\",";
    try (TestClient client = server().start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "hello");
      refusal(client, "thread/start", "{" + cwd + "}");
      for (String method : List.of("thread/fork", "thread/settings/update")) {
        assertThat(refusal(client, method, Threads.on(threadId, cwd)))
            .startsWith("Invalid request: ");
      }
      refusal(client, "turn/start", Threads.on(threadId, "\"input\":[]," + cwd));
      refusal(
          client, "turn/start", Threads.on(threadId, "\"input\":[]," + environment + cwd + "}]"));
      assertThat(
              refusal(
                  client,
                  "turn/start",
                  Threads.on(
                      threadId,
                      "\"input\":[],"
                          + environment
                          + "\"cwd\":\"/tmp\",\"runtimeWorkspaceRoots\":[\""
                          + folder
                          + "\"]}]")))
          .startsWith("invalid runtime workspace root for environment `local`: path `");
      Threads.runTurn(client, threadId, "and on");
      client.request("thread/unsubscribe", Threads.on(threadId));
      refusal(client, "thread/resume", Threads.on(threadId, cwd));
      client.request("thread/resume", Threads.on(threadId));
    }
  }
}
