package dev.heddle.server.acceptance;

import static dev.heddle.server.model.http.FakeModelServer.events;
import static dev.heddle.server.model.http.FakeModelServer.eventsThenSilence;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user saw of an answer outlives the process that dies in the middle of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillMidStreamIT {
  private static final String CALL =
      "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"call_1\",\"name\":\"look\","
          + "\"arguments\":\"{}\"}";

  /** More than is held back at once, and a part that only time hands over. */
  private static final int DELTAS = 21;

  private static final String PIECE = "All that was said. ".repeat(40);
  private static final long PATIENCE_S = 20;

  @TempDir Path home;

  @Test
  void whatWasShownIsKeptAndTheNextTurnIsToldThatItWasCut() throws Exception {
    String shown = PIECE.repeat(DELTAS - 1) + "The last words.";
    try (FakeModelServer model =
        new FakeModelServer(eventsThenSilence(cutAnswer()), events(wholeAnswer()))) {
      configure(model);
      String threadId;
      String turnId;
      try (AppServerProcess server = AppServerProcess.start(home)) {
        TestClient client = server.client().initialize(true);
        JsonObject thread = client.request("thread/start", "{}").getAsJsonObject("thread");
        threadId = thread.get("id").getAsString();
        turnId = new Talk(client).startTurn(threadId, "tell me");
        client.awaitNotification(
            "item/agentMessage/delta",
            params -> params.get("delta").getAsString().endsWith("The last words."));
        awaitText(Path.of(thread.get("path").getAsString()), "The last words.");
        server.kill();
      }

      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        assertInterrupted(talk.readTurns(threadId), turnId, shown);
        assertInterrupted(talk.listTurns(threadId), turnId, shown);
        talk.resume(threadId);
        talk.converse(threadId, "go on");
        assertThat(talk.readTurns(threadId))
            .extracting(turn -> turn.get("status").getAsString())
            .containsExactly("interrupted", "completed");
      }

      model.requests.take();
      assertInput(JsonParser.parseString(model.requests.take().body()).getAsJsonObject(), shown);
    }
  }

  private static void assertInterrupted(List<JsonObject> turns, String turnId, String shown) {
    assertThat(turns).hasSize(1);
    JsonObject turn = turns.getFirst();
    assertThat(turn.get("id").getAsString()).isEqualTo(turnId);
    assertThat(turn.get("status").getAsString()).isEqualTo("interrupted");
    assertThat(Talk.userTexts(turn)).containsExactly("tell me");
    assertThat(Talk.agentTexts(turn)).containsExactly(shown);
  }

  /** The model is shown its own words, an output for its call, and that the turn was cut. */
  private static void assertInput(JsonObject request, String shown) {
    List<JsonObject> input = Talk.objects(request.getAsJsonArray("input"));
    assertThat(input)
        .filteredOn(item -> item.get("type").getAsString().equals("function_call"))
        .extracting(item -> item.get("call_id").getAsString())
        .containsExactly("call_1");
    assertThat(input)
        .filteredOn(item -> item.get("type").getAsString().equals("function_call_output"))
        .extracting(item -> item.get("call_id").getAsString())
        .containsExactly("call_1");
    assertThat(input)
        .filteredOn(item -> item.get("type").getAsString().equals("message"))
        .filteredOn(item -> !item.get("role").getAsString().equals("developer"))
        .extracting(KillMidStreamIT::roleAndText)
        .satisfiesExactly(
            said -> assertThat(said).startsWith("user: <environment_context>"),
            said -> assertThat(said).isEqualTo("user: tell me"),
            said -> assertThat(said).isEqualTo("assistant: " + shown),
            said -> assertThat(said).startsWith("user: <turn_aborted>"),
            said -> assertThat(said).isEqualTo("user: go on"));
  }

  private static String roleAndText(JsonObject message) {
    String text =
        message.getAsJsonArray("content").get(0).getAsJsonObject().get("text").getAsString();
    return message.get("role").getAsString() + ": " + text;
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

  private static String[] cutAnswer() {
    List<String> events = new ArrayList<>();
    events.add("{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}");
    events.add("{\"type\":\"response.output_item.added\",\"item\":" + CALL + "}");
    events.add("{\"type\":\"response.output_item.done\",\"item\":" + CALL + "}");
    events.add(
        "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\",\"id\":\"m1\","
            + "\"role\":\"assistant\",\"content\":[]}}");
    for (int i = 0; i < DELTAS; i++) {
      events.add(
          "{\"type\":\"response.output_text.delta\",\"item_id\":\"m1\",\"content_index\":0,"
              + "\"delta\":\""
              + (i < DELTAS - 1 ? PIECE : "The last words.")
              + "\"}");
    }
    return events.toArray(String[]::new);
  }

  private static String[] wholeAnswer() {
    return new String[] {
      "{\"type\":\"response.created\",\"response\":{\"id\":\"r2\"}}",
      "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"id\":\"m2\","
          + "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Done.\"}]}}",
      "{\"type\":\"response.completed\",\"response\":{\"id\":\"r2\",\"usage\":{\"input_tokens\":1,"
          + "\"output_tokens\":1,\"total_tokens\":2}}}"
    };
  }

  /** Waits until the file holds the text, by being told of its changes. */
  private static void awaitText(Path file, String text) throws Exception {
    try (WatchService changes = FileSystems.getDefault().newWatchService()) {
      file.getParent().register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!Files.readString(file).contains(text)) {
        WatchKey changed = changes.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(changed).as("%s never came into %s", text, file).isNotNull();
        changed.reset();
      }
    }
  }
}
