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
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A command, or a patch, that needs the user's word is carried out once or not at all, wherever in
 * its approval the server dies or the client leaves: never twice, and its end is told either way.
 * What is told to be declined was not carried out.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillAtApprovalIT {
  @TempDir Path home;
  @TempDir Path work;

  /** What the user is asked about. */
  enum Kind {
    COMMAND(
        "commandExecution", "echo x >> made; echo runs; while ! test -e go; do sleep 0.05; done"),
    PATCH(
        "fileChange",
        """
        apply_patch <<'EOF'
        *** Begin Patch
        *** Update File: made
        @@
         begin
        +x
        *** End Patch
        EOF
        """);

    private final String item;
    private final String script;

    Kind(String item, String script) {
      this.item = item;
      this.script = script;
    }

    String request() {
      return "item/" + item + "/requestApproval";
    }
  }

  /** Where it ends, how often it may have been carried out, and what is told of it. */
  enum Point {
    BEFORE_IT_IS_OFFERED(0, 0, List.of()),
    WHILE_IT_IS_OFFERED(0, 0, List.of("declined")),
    AFTER_THE_CLIENT_LEFT(0, 0, List.of("declined")),
    WHILE_IT_IS_ANSWERED(0, 1, List.of("declined", "failed", "completed")),
    WHILE_IT_RUNS(1, 1, List.of("failed", "completed")),
    WHEN_IT_IS_RECORDED(1, 1, List.of("completed"));

    private final long leastRuns;
    private final long mostRuns;
    private final List<String> told;

    Point(int leastRuns, int mostRuns, List<String> told) {
      this.leastRuns = leastRuns;
      this.mostRuns = mostRuns;
      this.told = told;
    }

    /** A command that runs waits to be let go, so only a patch can be over before the end. */
    List<String> told(Kind kind) {
      return this == WHILE_IT_RUNS && kind == Kind.COMMAND ? List.of("failed") : told;
    }
  }

  static Stream<Arguments> points() {
    return Stream.of(Kind.values())
        .flatMap(kind -> Stream.of(Point.values()).map(point -> Arguments.of(kind, point)));
  }

  @ParameterizedTest
  @MethodSource("points")
  void itIsDoneOnceOrNotAtAll(Kind kind, Point point) throws Exception {
    Files.writeString(work.resolve("made"), "begin\n");
    try (FakeModelServer model =
        new FakeModelServer(
            point == Point.BEFORE_IT_IS_OFFERED
                ? eventsThenSilence(call(kind, false))
                : events(call(kind, true)),
            point == Point.WHEN_IT_IS_RECORDED ? eventsThenSilence() : events(answer()),
            events(answer()))) {
      configure(model);
      String threadId;
      try (AppServerProcess server = AppServerProcess.start(home)) {
        threadId = reach(kind, point, server, model);
      }
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        List<String> toldBefore = told(kind, talk, threadId);
        talk.resume(threadId);
        talk.converse(threadId, "go on");
        assertThat(runs()).isBetween(point.leastRuns, point.mostRuns);
        List<String> told = told(kind, talk, threadId);
        assertThat(toldBefore).isEqualTo(told);
        if (point.told.isEmpty()) {
          assertThat(told).isEmpty();
        } else {
          assertThat(told).hasSize(1).isSubsetOf(point.told(kind));
        }
        if (told.contains("declined")) {
          assertThat(runs()).isZero();
        }
        assertThat(server.client().trace())
            .noneMatch(each -> each.isRequest() && each.fromServer());
      }
      assertThat(outputs(model)).isEqualTo(1);
    }
  }

  /** How reads say it ended. */
  private static List<String> told(Kind kind, Talk talk, String threadId) {
    return Talk.objects(talk.readTurns(threadId).getFirst().getAsJsonArray("items")).stream()
        .filter(item -> item.get("type").getAsString().equals(kind.item))
        .map(item -> item.get("status").getAsString())
        .toList();
  }

  /** Brings a server to the point and ends it there; returns the thread. */
  private String reach(Kind kind, Point point, AppServerProcess server, FakeModelServer model)
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
      case WHILE_IT_IS_OFFERED -> client.awaitServerRequest(kind.request());
      case AFTER_THE_CLIENT_LEFT -> {
        client.awaitServerRequest(kind.request());
        client.closeInput();
        assertThat(server.awaitExit()).isZero();
        return threadId;
      }
      case WHILE_IT_IS_ANSWERED -> accept(kind, client);
      case WHILE_IT_RUNS -> {
        accept(kind, client);
        awaitRunning(kind, client);
      }
      case WHEN_IT_IS_RECORDED -> {
        accept(kind, client);
        awaitRunning(kind, client);
        Files.createFile(work.resolve("go"));
        client.awaitNotification("item/completed", params -> params.toString().contains(kind.item));
        model.requests.take();
        model.requests.take(); // the second, which is never answered
      }
    }
    server.kill();
    Files.writeString(work.resolve("go"), ""); // what the kill left ends, too
    return threadId;
  }

  private static void accept(Kind kind, TestClient client) {
    client.answer(client.awaitServerRequest(kind.request()), "{\"decision\":\"accept\"}");
  }

  private void awaitRunning(Kind kind, TestClient client) throws IOException {
    if (kind == Kind.COMMAND) {
      client.awaitNotification("item/commandExecution/outputDelta");
    }
    while (runs() == 0) {
      Thread.onSpinWait();
    }
  }

  private long runs() throws IOException {
    return Files.readAllLines(work.resolve("made")).stream().filter("x"::equals).count();
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

  private static String[] call(Kind kind, boolean complete) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("cmd", kind.script);
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
