package dev.heddle.server.model.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.RecordingListener;
import dev.heddle.server.model.RecordingSleeper;
import dev.heddle.server.model.Requests;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.model.http.TestProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ChatProviderTest {
  private static final String STOP =
      "{\"id\":\"c1\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
  private static final String USAGE =
      "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
          + "\"total_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":2},"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}";

  private final RecordingListener listener = new RecordingListener();

  @Test
  void deltasBecomeOneMessage() throws Exception {
    hear(
        chunk("{\"role\":\"assistant\",\"content\":\"\"}"),
        text("Hel"),
        text("lo"),
        STOP,
        USAGE,
        "[DONE]");

    assertThat(heard())
        .containsExactly(
            "started {\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":[]}",
            "text msg_1 Hel",
            "text msg_1 lo",
            "done {\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":"
                + "[{\"type\":\"output_text\",\"text\":\"Hello\"}]}",
            "completed c1 7/2/3/1/10");
  }

  @Test
  void aRefusalIsTheTextOfTheMessage() throws Exception {
    hear(
        chunk("{\"content\":null,\"refusal\":\"I \"}"),
        chunk("{\"refusal\":\"won't.\"}"),
        STOP,
        "[DONE]");

    assertThat(listener.text()).isEqualTo("I won't.");
    assertThat(heard().get(heard().size() - 2)).startsWith("done").contains("I won't.");
  }

  @Test
  void reasoningComesBeforeTheMessageUnderEitherName() throws Exception {
    hear(
        chunk("{\"reasoning_content\":\"a\"}"),
        chunk("{\"reasoning\":\"b\"}"),
        text("x"),
        STOP,
        "[DONE]");

    assertThat(heard())
        .startsWith(
            "started {\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}",
            "reasoning rs_1 0 a",
            "reasoning rs_1 0 b",
            "done {\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"content\":"
                + "[{\"type\":\"reasoning_text\",\"text\":\"ab\"}]}")
        .endsWith("completed c1 null");
  }

  @Test
  void toolCallsArePutTogetherByIndex() throws Exception {
    hear(
        call("{\"index\":0,\"id\":\"k1\",\"function\":{\"name\":\"sh\",\"arguments\":\"\"}}"),
        call("{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}"),
        call("{\"index\":1,\"id\":\"k2\",\"function\":{\"name\":\"ls\",\"arguments\":{\"b\":2}}}"),
        call("{\"index\":0,\"function\":{\"name\":\"sh\",\"arguments\":\"1}\"}}"),
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
        "[DONE]");

    assertThat(heard().stream().filter(event -> event.startsWith("done")))
        .containsExactly(
            "done {\"type\":\"function_call\",\"id\":\"fc_1\",\"name\":\"sh\",\"arguments\":"
                + "\"{\\\"a\\\":1}\",\"call_id\":\"k1\"}",
            "done {\"type\":\"function_call\",\"id\":\"fc_2\",\"name\":\"ls\",\"arguments\":"
                + "\"{\\\"b\\\":2}\",\"call_id\":\"k2\"}");
  }

  @Test
  void callsThatShareAnIndexAreKeptApart() throws Exception {
    hear(
        call("{\"index\":0,\"id\":\"k1\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}"),
        call("{\"index\":0,\"id\":\"k2\",\"function\":{\"name\":\"a\",\"arguments\":\"{\"}}"),
        call("{\"index\":0,\"function\":{\"arguments\":\"\\\"x\\\":\"}}"),
        call("{\"index\":0,\"id\":\"of-this-piece\",\"function\":{\"arguments\":\"1}\"}}"),
        STOP,
        "[DONE]");

    assertThat(heard().stream().filter(event -> event.startsWith("done")))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"a\"", "\"{}\"", "k1"),
            second -> assertThat(second).contains("\"a\"", "\"{\\\"x\\\":1}\"", "k2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"index\":0,\"id\":\"\",", "\"index\":0,", ""})
  void wholeCallsWithoutIdsAreKeptApart(String head) throws Exception {
    hear(
        call("{" + head + "\"function\":{\"name\":\"a\",\"arguments\":\"{\\\"x\\\":{\"}}"),
        call("{" + head + "\"function\":{\"name\":\"a\",\"arguments\":\"}\"}}"),
        call("{" + head + "\"function\":{\"name\":\"a\",\"arguments\":\"}\"}}"),
        call("{" + head + "\"function\":{\"name\":\"a\",\"arguments\":\"\"}}"),
        call("{" + head + "\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}"),
        call("{" + head + "\"function\":{\"name\":\"b\",\"arguments\":{\"y\":1}}}"),
        STOP,
        "[DONE]");

    assertThat(heard().stream().filter(event -> event.startsWith("done")))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"a\"", "\"{\\\"x\\\":{}}\"", "call_fc_1"),
            second -> assertThat(second).contains("\"a\"", "\"{}\"", "call_fc_2"),
            third -> assertThat(third).contains("\"b\"", "\"{\\\"y\\\":1}\"", "call_fc_3"));
  }

  @Test
  void callsThatShareAnIdGetTheirOwn() throws Exception {
    String call = call("{\"index\":0,\"id\":\"0\",\"function\":{\"name\":\"a\"}}");
    String other = call("{\"index\":1,\"id\":\"0\",\"function\":{\"name\":\"b\"}}");
    try (FakeModelServer server =
        new FakeModelServer(FakeModelServer.events(call, other, STOP, "[DONE]"))) {
      ChatProvider provider =
          new ChatProvider(
              TestProvider.client(
                  ChatProvider.PATH, server.url(), new RecordingSleeper(), Map.of()));
      provider.stream(Requests.of(), listener, new Cancellation());
      provider.stream(
          Requests.of(
              "{\"type\":\"function_call\",\"name\":\"a\",\"arguments\":\"{}\",\"call_id\":\"0\"}",
              "{\"type\":\"function_call_output\",\"call_id\":\"0\",\"output\":\"\"}"),
          listener,
          new Cancellation());
    }

    List<String> ids =
        heard().stream()
            .filter(event -> event.startsWith("done"))
            .map(event -> event.replaceAll(".*\"call_id\":\"(.*?)\".*", "$1"))
            .toList();
    assertThat(ids).hasSize(4).doesNotHaveDuplicates().startsWith("0");
    assertThat(ids.subList(1, 4)).allMatch(id -> id.matches("0_[0-9a-f]+"));
  }

  @Test
  void toolCallsWithoutIndexOrIdAreStillCalls() throws Exception {
    hear(
        call("{\"id\":\"k1\",\"function\":{\"name\":\"a\",\"arguments\":\"{}\"}}"),
        call("{\"id\":\"k2\",\"function\":{\"name\":\"b\"}}"),
        call("{\"function\":{\"arguments\":\"{\\\"x\\\":1}\"}}"),
        STOP,
        "[DONE]");
    assertThat(heard().stream().filter(event -> event.startsWith("done")))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"a\"", "k1"),
            second -> assertThat(second).contains("\"b\"", "x", "k2"));

    hear(call("{\"function\":{\"name\":\"only\"}}"), STOP, "[DONE]");
    assertThat(heard().getLast()).startsWith("completed");
    assertThat(heard().get(heard().size() - 2))
        .contains("\"arguments\":\"{}\"", "\"call_id\":\"call_fc_1\"");
  }

  @Test
  void anAnswerWithAReasonIsCompleteWithoutItsEndMark() throws Exception {
    hear(text("x"), STOP);

    assertThat(heard().getLast()).startsWith("completed c1");
  }

  @Test
  void anAnswerWithAReasonIsCompleteHoweverItsStreamEnds() throws Exception {
    byte[] answer = FakeModelServer.sse(text("x"), STOP);
    List<FakeModelServer.Answer> endings =
        List.of(
            out -> {
              FakeModelServer.head(
                  out, "200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
              out.write((Integer.toHexString(answer.length) + "\r\n").getBytes(US_ASCII));
              out.write(answer);
              out.write("\r\n".getBytes(US_ASCII)); // no last chunk
            },
            FakeModelServer.eventsThenSilence(text("x"), STOP));
    for (FakeModelServer.Answer ending : endings) {
      listener.events.clear();
      try (FakeModelServer server = new FakeModelServer(ending)) {
        new ChatProvider(
                TestProvider.client(
                    ChatProvider.PATH,
                    server.url(),
                    new RecordingSleeper(),
                    Map.of(),
                    "stream_idle_timeout_ms",
                    "1000"))
            .stream(Requests.of(), listener, new Cancellation());

        assertThat(heard().getLast()).startsWith("completed c1");
        assertThat(server.requests).hasSize(1);
      }
    }
  }

  @Test
  void anAnswerWithoutAReasonWasCut() {
    ModelException failure = failure(text("x"));

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
    assertThat(heard()).hasSize(2);
  }

  @Test
  void anAnswerThatWasCutShortKeepsItsTextAndRunsNoTool() {
    ModelException failure =
        failure(
            text("x"),
            call("{\"index\":0,\"id\":\"k\",\"function\":{\"name\":\"rm\",\"arguments\":\"{\"}}"),
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}",
            "[DONE]");

    assertThat(failure.message())
        .isEqualTo("Incomplete response returned, reason: max_output_tokens");
    assertThat(failure.retryable()).isFalse();
    assertThat(heard().getLast()).startsWith("done {\"type\":\"message\"");
    assertThat(
            failure("{\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}")
                .message())
        .isEqualTo("Incomplete response returned, reason: content_filter");
  }

  @Test
  void wordsBetweenTheChunksAreSkippedAndADamagedChunkIsNot() throws Exception {
    hear("ping", text("x"), "ping", STOP, "[DONE]");

    assertThat(listener.text()).isEqualTo("x");
    assertThat(failure(text("x"), "{\"choices\":[{\"del", STOP, "[DONE]").kind())
        .isEqualTo(Kind.STREAM_DISCONNECTED);
  }

  @Test
  void anErrorInTheStreamEndsIt() {
    assertThat(failure(text("x"), "{\"error\":{\"message\":\"boom\"}}").message())
        .isEqualTo("stream disconnected before completion: boom");
    assertThat(failure("{\"error\":\"model exploded\"}", "[DONE]").message())
        .isEqualTo("stream disconnected before completion: model exploded");
    assertThat(failure("oops").kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure("[]").kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
  }

  @Test
  void theRequestIsWhatServersExpect() throws Exception {
    try (FakeModelServer server =
        new FakeModelServer(FakeModelServer.events(text("x"), STOP, "[DONE]"))) {
      ModelRequest request =
          new ModelRequest(
              "qwen",
              "Be brief.",
              Requests.items(Requests.user("hi")),
              Requests.items(
                  "{\"type\":\"function\",\"name\":\"f\",\"description\":\"d\",\"strict\":false,"
                      + "\"parameters\":{\"type\":\"object\"}}",
                  "{\"type\":\"web_search\"}"),
              "low",
              "auto",
              JsonParser.parseString("{\"type\":\"object\"}").getAsJsonObject(),
              "thread-1",
              "turn-1");
      new ChatProvider(
              TestProvider.client(
                  ChatProvider.PATH, server.url() + "/", new RecordingSleeper(), Map.of()))
          .stream(request, listener, new Cancellation());
      FakeModelServer.Received received = server.requests.take();

      assertThat(received.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
      assertThat(JsonParser.parseString(received.body()))
          .isEqualTo(
              JsonParser.parseString(
                  """
                  {"model": "qwen", "stream": true, "stream_options": {"include_usage": true},
                   "tools": [{"type": "function", "function": {"name": "f", "description": "d",
                              "strict": false, "parameters": {"type": "object"}}}],
                   "reasoning_effort": "low",
                   "response_format": {"type": "json_schema", "json_schema":
                     {"name": "output_schema", "strict": true, "schema": {"type": "object"}}},
                   "messages": [{"role": "system", "content": "Be brief."},
                                {"role": "user", "content": "hi"}]}
                  """));
    }
  }

  @Test
  void functionsInNamespacesGoByBothNames() throws Exception {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"c9\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"mcp__fake__echo\",\"arguments\":\"{}\"}}]}";
    try (FakeModelServer server =
        new FakeModelServer(FakeModelServer.events(chunk(call), STOP, "[DONE]"))) {
      ChatProvider provider =
          new ChatProvider(
              TestProvider.client(
                  ChatProvider.PATH, server.url(), new RecordingSleeper(), Map.of()));
      JsonObject namespace =
          JsonParser.parseString(
                  """
                  {"type":"namespace","name":"mcp__fake","description":"d","tools":[
                    {"type":"function","name":"echo","description":"e","strict":false,
                     "parameters":{"type":"object"}}]}
                  """)
              .getAsJsonObject();
      JsonObject called =
          JsonParser.parseString(
                  """
                  {"type":"function_call","name":"echo","namespace":"mcp__fake","arguments":"{}",
                   "call_id":"c1"}
                  """)
              .getAsJsonObject();
      provider.stream(
          new ModelRequest(
              "m", "", List.of(called), List.of(namespace), null, null, null, "t", "u"),
          listener,
          new Cancellation());
      String sent = server.requests.take().body();
      assertThat(sent).contains("\"name\":\"mcp__fake__echo\",\"description\":\"e\"");
      assertThat(sent).contains("\"function\":{\"name\":\"mcp__fake__echo\",\"arguments\"");
    }
    assertThat(heard())
        .anyMatch(each ->
            each.contains("\"name\":\"echo\"") && each.contains("\"namespace\":\"mcp__fake\""));
  }

  @Test
  void idsDifferFromAnswerToAnswer() throws Exception {
    try (FakeModelServer server =
        new FakeModelServer(FakeModelServer.events(text("x"), STOP, "[DONE]"))) {
      ChatProvider provider =
          new ChatProvider(
              TestProvider.client(
                  ChatProvider.PATH, server.url(), new RecordingSleeper(), Map.of()));
      provider.warmUp();
      provider.stream(Requests.of(), listener, new Cancellation());
      provider.stream(Requests.of(), listener, new Cancellation());
    }

    assertThat(heard().stream().filter(event -> event.startsWith("started")).distinct()).hasSize(2);
  }

  @Test
  void aCancellationEndsASilentStream() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (FakeModelServer server =
        new FakeModelServer(FakeModelServer.eventsThenSilence(text("x")))) {
      RecordingListener cancelling =
          new RecordingListener() {
            @Override
            public void textDelta(String itemId, String delta) {
              Thread.ofVirtual().start(cancellation::cancel);
            }
          };
      ChatProvider provider =
          new ChatProvider(
              TestProvider.client(
                  ChatProvider.PATH, server.url(), new RecordingSleeper(), Map.of()));

      assertThatThrownBy(() -> provider.stream(Requests.of(), cancelling, cancellation))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void itemsBecomeMessages() {
    List<JsonObject> messages =
        ChatMessages.of(
            "I.",
            Requests.items(
                Requests.message("developer", "input_text", "D."),
                "{\"role\":\"user\",\"content\":\"plain\"}",
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                    + "\"text\":\"see\"},{\"type\":\"input_image\",\"image_url\":\"data:x\","
                    + "\"detail\":\"high\"}]}",
                "{\"type\":\"reasoning\",\"id\":\"rs\",\"summary\":[]}",
                Requests.assistant("ok"),
                "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\",\"call_id\":\"k1\"}",
                "{\"type\":\"custom_tool_call\",\"name\":\"g\",\"input\":\"raw\",\"call_id\":\"k2\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"k1\",\"output\":\"out\"}",
                "{\"type\":\"custom_tool_call_output\",\"call_id\":\"k2\",\"output\":[{\"type\":"
                    + "\"input_text\",\"text\":\"t\"},{\"type\":\"input_image\",\"image_url\":"
                    + "\"data:y\",\"detail\":\"original\"}]}",
                "{\"type\":\"function_call\",\"name\":\"h\",\"arguments\":\"{}\",\"call_id\":\"k3\"}",
                Requests.message("developer", "input_text", "late")));

    assertThat(JsonParser.parseString(messages.toString()))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"role": "system", "content": "I.\\n\\nD."},
                 {"role": "user", "content": [{"type": "text", "text": "plain"},
                   {"type": "text", "text": "see"},
                   {"type": "image_url", "image_url": {"url": "data:x", "detail": "high"}}]},
                 {"role": "assistant", "content": "ok", "tool_calls": [
                   {"id": "k1", "type": "function",
                    "function": {"name": "f", "arguments": "{}"}},
                   {"id": "k2", "type": "function",
                    "function": {"name": "g", "arguments": "{\\"input\\":\\"raw\\"}"}}]},
                 {"role": "tool", "content": "out", "tool_call_id": "k1"},
                 {"role": "tool", "content": "t", "tool_call_id": "k2"},
                 {"role": "user", "content": [
                   {"type": "image_url", "image_url": {"url": "data:y"}}]},
                 {"role": "assistant", "content": "", "tool_calls": [
                   {"id": "k3", "type": "function",
                    "function": {"name": "h", "arguments": "{}"}}]},
                 {"role": "user", "content": "late"}]
                """));
    assertThat(ChatMessages.of("Only.", List.of()))
        .hasToString("[{\"role\":\"system\",\"content\":\"Only.\"}]");
  }

  @Test
  void neighboursInUserRoleAreOneMessageAndOnlyTheFirstIsOfTheSystem() {
    List<JsonObject> messages =
        ChatMessages.of(
            "I.",
            Requests.items(
                Requests.user("<environment_context/>"),
                Requests.user("hello"),
                Requests.assistant("hi"),
                Requests.message("developer", "input_text", "be quick"),
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
                    + "\"image_url\":\"data:x\"}]}",
                Requests.user(""),
                Requests.user("go on")));

    assertThat(JsonParser.parseString(messages.toString()))
        .isEqualTo(
            JsonParser.parseString(
                """
                [{"role": "system", "content": "I."},
                 {"role": "user", "content": "<environment_context/>\\n\\nhello"},
                 {"role": "assistant", "content": "hi"},
                 {"role": "user", "content": [{"type": "text", "text": "be quick"},
                   {"type": "image_url", "image_url": {"url": "data:x"}},
                   {"type": "text", "text": "go on"}]}]
                """));
  }

  @Test
  void outputsFollowTheirCallsWhateverWasSaidMeanwhile() {
    List<JsonObject> messages =
        ChatMessages.of(
            "",
            Requests.items(
                Requests.user("go"),
                "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\",\"call_id\":\"k1\"}",
                "{\"type\":\"function_call\",\"name\":\"g\",\"arguments\":\"{}\",\"call_id\":\"k2\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"k1\",\"output\":\"one\"}",
                Requests.user("meanwhile"),
                "{\"type\":\"function_call\",\"name\":\"h\",\"arguments\":\"{}\",\"call_id\":\"k3\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"k3\",\"output\":\"three\"}",
                "{\"type\":\"function_call_output\",\"call_id\":\"k2\",\"output\":\"two\"}",
                Requests.assistant("done")));

    assertThat(messages.stream().map(message -> message.get("role").getAsString()))
        .containsExactly(
            "user", "assistant", "tool", "tool", "user", "assistant", "tool", "assistant");
    assertThat(messages.get(2))
        .hasToString("{\"role\":\"tool\",\"content\":\"one\",\"tool_call_id\":\"k1\"}");
    assertThat(messages.get(3))
        .hasToString("{\"role\":\"tool\",\"content\":\"two\",\"tool_call_id\":\"k2\"}");
  }

  private void hear(String... data) throws ModelException {
    int[] ids = {0};
    ChatEvents events =
        new ChatEvents(
            listener, List.of(), new ChatFunctions(List.of()), prefix -> prefix + ++ids[0]);
    for (String event : data) {
      if (events.event(event)) {
        return;
      }
    }
    if (!events.end()) {
      throw ModelException.streamClosed(null);
    }
  }

  private ModelException failure(String... data) {
    return catchThrowableOfType(ModelException.class, () -> hear(data));
  }

  private List<String> heard() {
    return listener.events;
  }

  private static String chunk(String delta) {
    return "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}";
  }

  private static String text(String text) {
    return chunk("{\"content\":\"" + text + "\"}");
  }

  private static String call(String piece) {
    return chunk("{\"tool_calls\":[" + piece + "]}");
  }
}
