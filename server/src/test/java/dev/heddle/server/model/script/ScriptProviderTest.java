package dev.heddle.server.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.heddle.server.config.ConfigException;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import dev.heddle.server.model.ModelProvider;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.RecordingListener;
import dev.heddle.server.model.RecordingSleeper;
import dev.heddle.server.model.Requests;
import dev.heddle.server.model.Sleeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScriptProviderTest {
  private final RecordingSleeper sleeper = new RecordingSleeper();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void withoutAScenarioItAnswersTheSameOnEveryRun() throws Exception {
    ModelRequest request = Requests.of(Requests.user("Hello there, world"));
    RecordingListener again = new RecordingListener();
    new ScriptProvider().stream(request, listener, new Cancellation());
    new ScriptProvider().stream(request, again, new Cancellation());

    assertThat(again.events).isEqualTo(listener.events);
    assertThat(listener.events.getFirst())
        .isEqualTo(
            "started"
                + " {\"type\":\"message\",\"id\":\"msg_2\",\"role\":\"assistant\",\"content\":[]}");
    assertThat(listener.events.stream().filter(e -> e.startsWith("text "))).hasSizeGreaterThan(3);
    assertThat(listener.text())
        .startsWith("You said:\n\n> Hello there, world\n\nThat is 3 words, message 1 of this")
        .contains("offline");
    assertThat(listener.events.get(listener.events.size() - 2)).startsWith("done {\"type\"");
    assertThat(listener.events.getLast()).matches("completed resp_1 5/0/\\d+/0/\\d+");
  }

  @Test
  void itCountsWhatTheUserSaidAndSkipsWhatProgramsSay() throws Exception {
    ModelRequest request =
        Requests.of(
            Requests.user("<environment_context>\n<cwd>/</cwd>\n</environment_context>"),
            Requests.user("one"),
            Requests.assistant("ok"),
            Requests.user("two"),
            Requests.user("<turn_aborted>x</turn_aborted>"));
    new ScriptProvider().stream(request, listener, new Cancellation());

    assertThat(listener.text())
        .isEqualTo("You said:\n\n> two\n\nThat is 1 word, message 2 of this conversation.");
  }

  @Test
  void itShowsToolOutputsAndCountsImages() throws Exception {
    new ScriptProvider()
        .stream(
            Requests.of(
                Requests.user("run"),
                "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"a\\nb\"}"),
            listener,
            new Cancellation());
    assertThat(listener.text()).isEqualTo("The tool answered:\n\n> a\n> b");

    RecordingListener images = new RecordingListener();
    new ScriptProvider()
        .stream(
            Requests.of(
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}"),
            images,
            new Cancellation());
    assertThat(images.text()).startsWith("Your message has no text, but 1 image, message 1");

    RecordingListener empty = new RecordingListener();
    new ScriptProvider().stream(Requests.of(), empty, new Cancellation());
    assertThat(empty.text()).isEqualTo("There is no message to answer yet.");
  }

  @Test
  void idsContinueAfterTheHighestInTheConversation() throws Exception {
    ModelProvider provider = new ScriptProvider();
    String earlier = "{\"type\":\"message\",\"id\":\"msg_41\",\"role\":\"assistant\"}";
    String foreign = "{\"type\":\"message\",\"id\":\"msg_01a1fc71\",\"role\":\"assistant\"}";
    provider.stream(
        Requests.of(earlier, foreign, Requests.user("x")), listener, new Cancellation());
    provider.stream(Requests.of(Requests.user("after a compaction")), listener, new Cancellation());

    assertThat(listener.events.stream().filter(e -> e.startsWith("started")))
        .satisfiesExactly(
            first -> assertThat(first).contains("msg_43"),
            second -> assertThat(second).contains("msg_45"));
  }

  @Test
  void aRulePlaysItsResponsesOverTheRequestsOfATurn() throws Exception {
    ModelProvider provider =
        scenario(
            """
            {"rules": [
              {"match": "files",
               "responses": [
                 [{"type": "reasoning", "summary": ["ab", "c"], "text": "raw", "chunk": 2},
                  {"type": "function_call", "name": "shell", "arguments": {"command": ["ls"]}},
                  {"type": "usage", "input_tokens": 7, "output_tokens": 3}],
                 [{"type": "message", "text": "d\uD83D\uDE00e", "chunk": 2, "delay_ms": 5}]]}]}
            """);
    ModelRequest request = Requests.of(Requests.user("the files"));
    provider.stream(request, listener, new Cancellation());

    assertThat(listener.events)
        .containsExactly(
            "started {\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[]}",
            "part rs_2 0",
            "summary rs_2 0 ab",
            "part rs_2 1",
            "summary rs_2 1 c",
            "reasoning rs_2 0 ra",
            "reasoning rs_2 0 w",
            "done {\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[{\"type\":\"summary_text\","
                + "\"text\":\"ab\"},{\"type\":\"summary_text\",\"text\":\"c\"}],\"content\":"
                + "[{\"type\":\"reasoning_text\",\"text\":\"raw\"}]}",
            "started {\"type\":\"function_call\",\"id\":\"fc_3\",\"name\":\"shell\",\"arguments\":"
                + "\"{\\\"command\\\":[\\\"ls\\\"]}\",\"call_id\":\"call_3\"}",
            "done {\"type\":\"function_call\",\"id\":\"fc_3\",\"name\":\"shell\",\"arguments\":"
                + "\"{\\\"command\\\":[\\\"ls\\\"]}\",\"call_id\":\"call_3\"}",
            "completed resp_1 7/0/3/0/10");

    listener.events.clear();
    provider.stream(request, listener, new Cancellation());
    assertThat(listener.events.subList(1, 3))
        .containsExactly("text msg_5 d\uD83D\uDE00", "text msg_5 e");
    assertThat(sleeper.waits).containsExactly(Duration.ofMillis(5), Duration.ofMillis(5));

    listener.events.clear();
    provider.stream(request, listener, new Cancellation());
    assertThat(listener.text()).as("past the last response").startsWith("You said:");

    listener.events.clear();
    provider.stream(
        Requests.ofTurn("thread-1", "turn-2", Requests.user("files")),
        listener,
        new Cancellation());
    assertThat(listener.events.getFirst()).as("another turn starts over").contains("reasoning");
  }

  @Test
  void rulesApplyByTurnAndByRequest() throws Exception {
    ModelProvider provider =
        scenario(
            """
            {"rules": [
              {"request": 2, "responses": [[{"type": "message", "text": "second request"}]]},
              {"turn": 1, "responses": [[{"type": "message", "text": "first turn"}],
                                        [{"type": "message", "text": "first turn again"}]]},
              {"responses": [[{"type": "message", "text": "else"}]]}]}
            """);
    String one = Requests.user("1");
    for (ModelRequest request :
        List.of(
            Requests.ofTurn("a", "t1", one),
            Requests.ofTurn("b", "t2", one),
            Requests.ofTurn("a", "t1", one),
            Requests.ofTurn("a", "t3", one, Requests.user("2")))) {
      provider.stream(request, listener, new Cancellation());
    }

    assertThat(listener.text()).isEqualTo("first turnsecond requestfirst turn againelse");
  }

  @Test
  void anErrorComesAfterAnUnfinishedMessage() {
    ModelProvider provider =
        scenario(
            """
            {"rules": [{"responses": [[
              {"type": "message", "text": "abcdef", "chunk": 2, "stop_after_deltas": 2},
              {"type": "error", "kind": "rate_limited", "message": "m", "retryable": true,
               "http_status": 429, "retry_after_ms": 1200}]]}]}
            """);
    ModelException failure = failure(provider);

    assertThat(listener.events).hasSize(3).last().isEqualTo("text msg_2 cd");
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.message()).isEqualTo("m");
    assertThat(failure.httpStatus()).isEqualTo(429);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void aCutIsAStreamThatClosedTooEarly() {
    ModelException failure =
        failure(scenario("{\"rules\": [{\"responses\": [[{\"type\": \"cut\"}]]}]}"));

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo(
            "stream disconnected before completion: stream closed before response.completed");
  }

  @Test
  void aHangLastsUntilItIsCancelled() throws Exception {
    Scenario hang =
        ScenarioReader.parse(
            "{\"rules\": [{\"responses\": [[{\"type\": \"message\", \"text\": \"x\"},"
                + " {\"type\": \"hang\"}]]}]}");
    Cancellation cancellation = new Cancellation();
    RecordingListener cancelling =
        new RecordingListener() {
          @Override
          public void itemDone(JsonObject item) {
            super.itemDone(item);
            Thread.ofVirtual().start(cancellation::cancel);
          }
        };

    assertThatThrownBy(() ->
            new ScriptProvider(hang, Sleeper.REAL)
                .stream(Requests.of(Requests.user("x")), cancelling, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(cancelling.events).noneMatch(event -> event.startsWith("completed"));
  }

  @Test
  void whatIsCancelledBeforeDoesNotStart() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    assertThatThrownBy(() -> new ScriptProvider().stream(Requests.of(), listener, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(listener.events).isEmpty();
  }

  @Test
  void aRawItemKeepsItsIdOrGetsOne() throws Exception {
    ModelProvider provider =
        scenario(
            """
            {"rules": [{"responses": [[{"type": "item", "item": {"type": "x", "id": "mine"}},
                                       {"type": "item", "item": {"type": "y"}}]]}]}
            """);
    provider.stream(Requests.of(), listener, new Cancellation());

    assertThat(listener.events)
        .contains(
            "done {\"type\":\"x\",\"id\":\"mine\"}", "done {\"type\":\"y\",\"id\":\"item_2\"}");
  }

  private ModelProvider scenario(String json) {
    try {
      return new ScriptProvider(ScenarioReader.parse(json), sleeper);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private ModelException failure(ModelProvider provider) {
    return catchThrowableOfType(
        ModelException.class,
        () -> provider.stream(Requests.of(Requests.user("x")), listener, new Cancellation()));
  }
}
