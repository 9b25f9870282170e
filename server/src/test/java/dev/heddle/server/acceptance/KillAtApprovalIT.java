package dev.heddle.server.acceptance;

import static dev.heddle.server.model.http.FakeModelServer.events;
import static dev.heddle.server.model.http.FakeModelServer.eventsThenSilence;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A command that needs the user's word runs once or not at all, wherever in its approval the server
 * dies or the client leaves: never twice, and its end is told either way.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillAtApprovalIT {
  private static final String REQUEST = "item/commandExecution/requestApproval";

  @TempDir Path home;
  @TempDir Path work;

  /** Where it ends, how often the command may have run, and what is told of it. */
  enum Point {
    BEFORE_IT_IS_OFFERED(0, 0, List.of()),
    WHILE_IT_IS_OFFERED(0, 0, List.of("declined")),
    AFTER_THE_CLIENT_LEFT(0, 0, List.of("declined")),
    WHILE_IT_IS_ANSWERED(0, 1, List.of("declined", "failed", "completed")),
    WHILE_IT_RUNS(1, 1, List.of("failed")),
    WHEN_IT_IS_RECORDED(1, 1, List.of("completed"));

    private final int leastRuns;
    private final int mostRuns;
    private final List<String> told;

    Point(int leastRuns, int mostRuns, List<String> told) {
      this.leastRuns = leastRuns;
      this.mostRuns = mostRuns;
      this.told = told;
    }
  }

  @ParameterizedTest
  @EnumSource
  void itRunsOnceOrNotAtAll(Point point) throws Exception {
    try (FakeModelServer model =
        new FakeModelServer(
            point == Point.BEFORE_IT_IS_OFFERED
                ? eventsThenSilence(call(false))
                : events(call(true)),
            point == Point.WHEN_IT_IS_RECORDED ? eventsThenSilence() : events(answer()),
            events(answer()))) {
      configure(model);
      String threadId;
      try (AppServerProcess server = AppServerProcess.start(home)) {
        threadId = reach(point, server, model);
      }
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        talk.resume(threadId);
        talk.converse(threadId, "go on");
        assertThat(runs()).isBetween(point.mostRuns == 0 ? 0 : point.leastRuns, point.mostRuns);
        List<String> told =
            Talk.objects(talk.readTurns(threadId).getFirst().getAsJsonArray("items")).stream()
                .filter(item -> item.get("type").getAsString().equals("commandExecution"))
                .map(item -> item.get("status").getAsString())
                .toList();
        if (point.told.isEmpty()) {
          assertThat(told).isEmpty();
        } else {
          assertThat(told).hasSize(1).isSubsetOf(point.told);
        }
        assertThat(server.client().trace())
            .noneMatch(each -> each.isRequest() && each.fromServer());
      }
      assertThat(outputs(model)).isEqualTo(1);
    }
  }

  /** Brings a server to the point and ends it there; returns the thread. */
  private String reach(Point point, AppServerProcess server, FakeModelServer model)
      throws Exception {
    TestClient client = server.client().initialize(true);
    String threadId =
        client
            .request(
                "thread/start",
                "{\"cwd\":"
                    + new JsonPrimitive(work.toString())
                    + ",\"approvalPolicy\":\"untrusted\",\"sandbox\":\"danger-full-access\"}")
            .getAsJsonObject("thread")
            .get("id")
            .getAsString();
    new Talk(client).startTurn(threadId, "run it");
    switch (point) {
      case BEFORE_IT_IS_OFFERED ->
          client.awaitNotification(
              "item/completed",
              params ->
                  params.getAsJsonObject("item").get("type").getAsString().equals("agentMessage"));
      case WHILE_IT_IS_OFFERED -> client.awaitServerRequest(REQUEST);
      case AFTER_THE_CLIENT_LEFT -> {
        client.awaitServerRequest(REQUEST);
        client.closeInput();
        assertThat(server.awaitExit()).isZero();
        return threadId;
      }
      case WHILE_IT_IS_ANSWERED -> accept(client);
      case WHILE_IT_RUNS -> {
        accept(client);
        client.awaitNotification("item/commandExecution/outputDelta");
      }
      case WHEN_IT_IS_RECORDED -> {
        accept(client);
        client.awaitNotification("item/commandExecution/outputDelta");
        Files.createFile(work.resolve("go"));
        client.awaitNotification(
            "item/completed", params -> params.toString().contains("commandExecution"));
        model.requests.take();
        model.requests.take(); // the second, which is never answered
      }
    }
    server.kill();
    Files.writeString(work.resolve("go"), ""); // what the kill left ends, too
    return threadId;
  }

  private static void accept(TestClient client) {
    client.answer(client.awaitServerRequest(REQUEST), "{\"decision\":\"accept\"}");
  }

  private int runs() throws IOException {
    Path made = work.resolve("made");
    return Files.exists(made) ? Files.readAllLines(made).size() : 0;
  }

  /** How many outputs of the call the newest request to the model holds. */
  private static long outputs(FakeModelServer model) throws InterruptedException {
    JsonObject newest = new JsonObject();
    for (var request = model.requests.take(); request != null; request = model.requests.poll()) {
      newest = JsonParser.parseString(request.body()).getAsJsonObject();
    }
    return Talk.objects(newest.getAsJsonArray("input")).stream()
        .filter(item -> item.get("type").getAsString().equals("function_call_output"))
        .filter(item -> item.get("call_id").getAsString().equals("call_1"))
        .count();
  }

  private static String[] call(boolean complete) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty(
        "cmd", "echo x >> made; echo runs; while ! test -e go; do sleep 0.05; done");
    arguments.addProperty("login", false);
    JsonObject item = new JsonObject();
    item.addProperty("type", "function_call");
    item.addProperty("id", "fc_1");
    item.addProperty("call_id", "call_1");
    item.addProperty("name", "exec_command");
    item.addProperty("arguments", arguments.toString());
    String created = "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}";
    String called = "{\"type\":\"response.output_item.done\",\"item\":" + item + "}";
    return complete
        ? new String[] {created, called, completed("r1")}
        : new String[] {created, called, said("m1", "Wait")};
  }

  private static String[] answer() {
    return new String[] {
      "{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}",
      said("m2", "Done."),
      completed("r2")
    };
  }

  private static String said(String id, String text) {
    return "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"id\":\""
        + id
        + "\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\""
        + text
        + "\"}]}}";
  }

  private static String completed(String id) {
    return "{\"type\":\"response.completed\",\"response\":{\"id\":\""
        + id
        + "\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":2}}}";
  }

  private void configure(FakeModelServer model) throws IOException {
    Files.writeString(
        home.resolve("config.toml"),
        """
        model = "fake"
        model_provider = "fake"
        [model_providers.fake]
        name = "Fake"
        wire_api = "responses"
        base_url = "%s"
        """
            .formatted(model.url()));
  }
}
