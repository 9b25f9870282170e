package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.tool.Tool;
import dev.heddle.server.tool.ToolCall;
import dev.heddle.server.tool.ToolOutput;
import dev.heddle.server.tool.ToolScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of models that are not as they should be; that items end is checked by every client. */
@Timeout(60)
class BrokenAnswersTest {
  private static final String CALL =
      """
      {"type":"function_call","id":"fc_1","call_id":"c1","name":"broken","arguments":"{}"}\
      """;

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void open() {
    server = new TestServer(home, TestServer.Kind.LOCAL);
  }

  private static JsonObject message(String members, String text) {
    return JsonParser.parseString(
            "{\"type\":\"message\",\"role\":\"assistant\","
                + members
                + "\"content\":[{\"type\":\"output_text\",\"text\":\""
                + text
                + "\"}]}")
        .getAsJsonObject();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static List<JsonObject> messages(TestClient client, String method) {
    return client.trace().stream()
        .filter(TraceEntry::isNotification)
        .filter(each -> each.method().equals(method))
        .map(each -> each.params().getAsJsonObject("item"))
        .filter(item -> item.get("type").getAsString().equals("agentMessage"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"id\":null,", "\"id\":\"\","})
  void aMessageWithoutAnIdIsOneMessage(String id) {
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          listener.itemStarted(message(id, ""));
          listener.textDelta("", "said");
          listener.itemDone(message(id, "said"));
          listener.completed("resp", TokenUsage.ZERO);
        });
    try (TestClient client = server.start()) {
      String turnId = Threads.startTurn(client, Threads.start(client), "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      assertThat(messages(client, "item/started")).hasSize(1);
      assertThat(messages(client, "item/completed"))
          .singleElement()
          .satisfies(item -> assertThat(item.get("text").getAsString()).isEqualTo("said"));
      JsonObject delta = client.awaitNotification("item/agentMessage/delta");
      assertThat(delta.get("delta").getAsString()).isEqualTo("said");
    }
  }

  @Test
  void aMessageThatIsNotEndedEndsWithItsAnswer() {
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          listener.itemStarted(message("\"id\":\"m\",", ""));
          listener.textDelta("m", "half");
          listener.completed("resp", TokenUsage.ZERO);
        });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      Threads.runTurn(client, thread, "hi");
      assertThat(messages(client, "item/completed"))
          .singleElement()
          .satisfies(item -> assertThat(item.get("text").getAsString()).isEqualTo("half"));
      Threads.runTurn(client, thread, "more");
      assertThat(server.model().lastInputTexts()).containsExactly("hi", "half", "more");
    }
  }

  @Test
  void aMessageOfAPhaseThatIsNotKnownIsShownWithoutOne() {
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          JsonObject said = message("\"id\":\"m\",\"phase\":\"musing\",", "said");
          listener.itemStarted(said);
          listener.itemDone(said);
          listener.completed("resp", TokenUsage.ZERO);
        });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      String turnId = Threads.startTurn(client, thread, "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      assertThat(messages(client, "item/completed"))
          .singleElement()
          .satisfies(item -> assertThat(item.get("phase").isJsonNull()).isTrue());
      assertThat(Threads.storedTexts(client, thread)).containsExactly("hi", "said");
    }
  }

  @Test
  void aProviderThatWantsHoursFailsTheTurnAtOnce() {
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          throw new ModelException(
              ModelException.Kind.RATE_LIMITED, "later", 429, true, Duration.ofHours(2), null);
        });
    try (TestClient client = server.start()) {
      String turnId = Threads.startTurn(client, Threads.start(client), "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      JsonObject error = client.awaitNotification("error");
      assertThat(error.get("willRetry").getAsBoolean()).isFalse();
    }
  }

  @Test
  void aProviderThatBreaksLeavesNothingOpen() {
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          listener.itemDone(json(CALL));
          listener.itemStarted(message("\"id\":\"m\",", ""));
          listener.textDelta("m", "half");
          throw new IllegalStateException("broken on purpose");
        });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      String turnId = Threads.startTurn(client, thread, "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      assertThat(messages(client, "item/completed")).hasSize(1);
      Threads.runTurn(client, thread, "more");
      assertThat(server.model().lastInputTexts()).containsExactly("hi", "half", "more");
      assertThat(server.model().lastOutputOf("c1")).contains("stopped before");
    }
  }

  @Test
  void everyCallHasAnOutputWhenAToolBreaksTheTurn() {
    server.offering((thread, settings) -> () -> List.of(new BreakingTool()));
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          listener.itemDone(json(CALL));
          listener.itemDone(json(CALL.replace("c1", "c2")));
          listener.completed("resp", TokenUsage.ZERO);
        });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      String turnId = Threads.startTurn(client, thread, "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("failed");
      Threads.runTurn(client, thread, "more");
      assertThat(server.model().lastOutputOf("c1")).contains("internal error");
      assertThat(server.model().lastOutputOf("c2")).contains("stopped before");
    }
  }

  @Test
  void aToolThatCannotEndItsItemKeepsNoTurnFromItsEnd() {
    server.offering((thread, settings) -> () -> List.of(new UnendingTool()));
    server
        .model()
        .then((messageId, listener, cancellation) -> {
          listener.itemDone(json(CALL));
          listener.completed("resp", TokenUsage.ZERO);
        });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      String turnId = Threads.startTurn(client, thread, "hi");
      JsonObject turn = Threads.awaitCompleted(client, turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      JsonObject item =
          client
              .awaitNotification(
                  "item/completed", params -> params.toString().contains("dynamicToolCall"))
              .getAsJsonObject("item");
      assertThat(item.get("status").getAsString()).isEqualTo("failed");
      Threads.runTurn(client, thread, "more");
    }
  }

  /** A tool whose item goes on behind the call and never comes to an end. */
  private static final class UnendingTool implements Tool {
    @Override
    public JsonObject definition() {
      return json("{\"type\":\"function\",\"name\":\"broken\"}");
    }

    @Override
    public ToolOutput run(ToolCall call, ToolScope scope) {
      scope
          .begin(
              json(
                  "{\"type\":\"DynamicToolCall\",\"id\":\"c1\",\"tool\":\"broken\",\"arguments\":{},"
                      + "\"status\":\"in_progress\"}"))
          .outlive(() -> {
            throw new IllegalStateException("broken on purpose");
          });
      return ToolOutput.text("it goes on");
    }
  }

  /** A tool that fails as programs do that have met their limits. */
  private static final class BreakingTool implements Tool {
    @Override
    public JsonObject definition() {
      return json("{\"type\":\"function\",\"name\":\"broken\"}");
    }

    @Override
    public ToolOutput run(ToolCall call, ToolScope scope) {
      throw new StackOverflowError("broken on purpose");
    }
  }
}
