package dev.heddle.server.model.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.model.Cancellation;
import dev.heddle.server.model.CancelledException;
import dev.heddle.server.model.ModelException;
import dev.heddle.server.model.ModelException.Kind;
import dev.heddle.server.model.ModelListener;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.model.RecordingListener;
import dev.heddle.server.model.RecordingSleeper;
import dev.heddle.server.model.Requests;
import dev.heddle.server.model.TokenUsage;
import dev.heddle.server.model.http.FakeModelServer;
import dev.heddle.server.model.http.FakeModelServer.Answer;
import dev.heddle.server.model.http.FakeModelServer.Received;
import dev.heddle.server.model.http.TestProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ResponsesProviderTest {
  private static final String CREATED =
      "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"output\":[{\"a\":[1,2]}]}}";
  private static final String ADDED =
      "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\",\"id\":\"m1\"}}";
  private static final String HEL = delta("Hel");
  private static final String LO = delta("lo \uD83D\uDE00\u00e9\u4e16");
  private static final String DONE =
      "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"id\":\"m1\"}}";
  private static final String COMPLETED =
      "{\"type\":\"response.completed\",\"response\":{\"id\":\"r1\",\"output\":[{\"big\":{}}],"
          + "\"usage\":{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4},"
          + "\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":2},"
          + "\"total_tokens\":15}}}";
  private static final String[] WHOLE = {CREATED, ADDED, HEL, LO, DONE, COMPLETED};
  private static final List<String> HEARD =
      List.of(
          "started {\"type\":\"message\",\"id\":\"m1\"}",
          "text m1 Hel",
          "text m1 lo \uD83D\uDE00\u00e9\u4e16",
          "done {\"type\":\"message\",\"id\":\"m1\"}",
          "completed r1 10/4/5/2/15");

  private final RecordingListener listener = new RecordingListener();
  private final RecordingSleeper sleeper = new RecordingSleeper();
  private final Cancellation cancellation = new Cancellation();
  private FakeModelServer server;

  @AfterEach
  void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void anAnswerIsHeardInOrder() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    run();

    assertThat(listener.events).isEqualTo(HEARD);
  }

  @Test
  void reasoningIsHeardWithItsIndexes() throws Exception {
    serve(
        FakeModelServer.events(
            "{\"type\":\"response.reasoning_summary_part.added\",\"item_id\":\"r\",\"summary_index\":1}",
            "{\"summary_index\":1,\"delta\":\"s\",\"item_id\":\"r\","
                + "\"type\":\"response.reasoning_summary_text.delta\"}",
            "{\"type\":\"response.reasoning_text.delta\",\"item_id\":\"r\",\"content_index\":2,"
                + "\"delta\":\"t\"}",
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"x\",\"usage\":null}}"));
    run();

    assertThat(listener.events)
        .containsExactly("part r 1", "summary r 1 s", "reasoning r 2 t", "completed x null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'input_tokens':10,'output_tokens':5} | 10/0/5/0/15",
        "{'input_tokens':10,'output_tokens':5,'total_tokens':0} | 10/0/5/0/0",
        "{} | null",
        "null | null",
      })
  void usageIsAddedUpWhereItsSumIsMissing(String usage, String heard) throws Exception {
    serve(
        FakeModelServer.events(
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"x\",\"usage\":"
                + usage.replace('\'', '"')
                + "}}"));
    run();

    assertThat(listener.events).containsExactly("completed x " + heard);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{bad json",
        "[1]",
        "ping",
        "{\"type\":[]}",
        "{\"type\":\"a\",\"summary_index\":\"z\"}"
      })
  void anEventThatIsNoEventIsSkipped(String garbage) throws Exception {
    serve(FakeModelServer.events(CREATED, ADDED, HEL, garbage, LO, garbage, DONE, COMPLETED));
    run();

    assertThat(listener.events).isEqualTo(HEARD);
  }

  @Test
  void aCallWhoseEndIsDamagedIsAskedForAgain() {
    serve(
        FakeModelServer.events(
            CREATED,
            "{\"type\":\"response.output_item.added\","
                + "\"item\":{\"type\":\"function_call\",\"id\":\"c\"}}",
            "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"functio",
            COMPLETED));
    ModelException failure = failure();

    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo("stream disconnected before completion: an event is not the JSON it should be");
    assertThat(listener.events).doesNotContain("completed r1 10/4/5/2/15");
  }

  @Test
  void aStreamOfNothingButGarbageEnds() {
    String[] garbage = new String[2_000];
    Arrays.fill(garbage, "garbage");
    serve(FakeModelServer.eventsThenSilence(garbage));
    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anItemKeepsTheIdItBeganWithWhenEachEventHasAnother(boolean indexed) throws Exception {
    String first = indexed ? "\"output_index\":0," : "";
    String second = indexed ? "\"output_index\":1," : "";
    serve(
        FakeModelServer.events(
            "{\"type\":\"response.output_item.added\","
                + first
                + "\"item\":{\"type\":\"reasoning\",\"id\":\"a\"}}",
            "{\"type\":\"response.output_item.added\","
                + second
                + "\"item\":{\"type\":\"message\",\"id\":\"b\"}}",
            "{\"type\":\"response.reasoning_summary_part.added\","
                + first
                + "\"item_id\":\"c\",\"summary_index\":0}",
            "{\"type\":\"response.reasoning_summary_text.delta\","
                + first
                + "\"item_id\":\"d\",\"delta\":\"x\"}",
            "{\"type\":\"response.reasoning_text.delta\","
                + first
                + "\"item_id\":\"e\",\"delta\":\"y\"}",
            "{\"type\":\"response.output_text.delta\","
                + second
                + "\"item_id\":\"f\",\"delta\":\"z\"}",
            "{\"type\":\"response.output_item.done\","
                + first
                + "\"item\":{\"type\":\"reasoning\",\"id\":\"g\"}}",
            "{\"type\":\"response.output_item.done\","
                + second
                + "\"item\":{\"type\":\"message\",\"id\":\"h\"}}",
            COMPLETED));
    run();

    assertThat(listener.events)
        .containsExactly(
            "started {\"type\":\"reasoning\",\"id\":\"a\"}",
            "started {\"type\":\"message\",\"id\":\"b\"}",
            "part a 0",
            "summary a 0 x",
            "reasoning a 0 y",
            "text b z",
            "done {\"type\":\"reasoning\",\"id\":\"g\"}",
            "which began as a",
            "done {\"type\":\"message\",\"id\":\"h\"}",
            "which began as b",
            "completed r1 10/4/5/2/15");
  }

  @Test
  void twoMessagesAtATimeAreToldApartByTheirPlaces() throws Exception {
    serve(
        FakeModelServer.events(
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"a\"}}",
            "{\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":\"message\",\"id\":\"b\"}}",
            "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"item_id\":\"c\",\"delta\":\"y\"}",
            "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"d\"}}",
            "{\"type\":\"response.output_item.done\",\"output_index\":2,\"item\":{\"type\":\"message\",\"id\":\"e\"}}",
            COMPLETED));
    run();

    assertThat(listener.events)
        .containsSubsequence(
            "text b y",
            "done {\"type\":\"message\",\"id\":\"d\"}",
            "which began as a",
            "done {\"type\":\"message\",\"id\":\"e\"}",
            "completed r1 10/4/5/2/15")
        .doesNotContain("which began as b");
  }

  @Test
  void itIsSaidWhenMoreIsWaitedForAndEventsComeOnlyInBetween() throws Exception {
    List<Boolean> waitingAtEvent = new ArrayList<>();
    AtomicBoolean waiting = new AtomicBoolean(true);
    List<String> order = new ArrayList<>();
    RecordingListener pausing =
        new RecordingListener() {
          @Override
          public void waiting() {
            order.add("waiting");
            waiting.set(true);
          }

          @Override
          public void arrived() {
            order.add("arrived");
            waiting.set(false);
          }

          @Override
          public void textDelta(String itemId, String delta) {
            waitingAtEvent.add(waiting.get());
          }
        };
    serve(FakeModelServer.events(WHOLE));
    provider(Map.of()).stream(Requests.of(), pausing, cancellation);

    assertThat(order).startsWith("waiting", "arrived");
    assertThat(waitingAtEvent).containsExactly(false, false);
  }

  @Test
  void howTheBytesArriveMakesNoDifference() throws Exception {
    byte[] stream = FakeModelServer.sse(WHOLE);
    serve(out -> {
      FakeModelServer.head(
          out,
          "200 OK",
          "Content-Type: text/event-stream; charset=utf-8",
          "Transfer-Encoding: chunked");
      for (byte b : stream) {
        out.write(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
        out.flush();
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    });
    run();

    assertThat(listener.events).isEqualTo(HEARD);
  }

  @Test
  void commentsUnknownEventsAndOtherLineEndsAreSkipped() throws Exception {
    serve(out -> {
      FakeModelServer.head(out, "200 OK", "Content-Type: text/event-stream");
      String text =
          ": ping\r\n\r\nretry: 5\r\nid: 1\r\ndata: {\"type\":\"response.new\",\"delta\":{\"a\":1},"
              + "\"item_id\":null,\"item\":3}\r\n\r\n"
              + "data: {\"type\":\"response.output_text.delta\",\r\ndata: \"item_id\":\"m1\","
              + "\"delta\":\"Hel\"}\r\n\r\n: ping\n\ndata: [DONE]\n\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.write(FakeModelServer.sse(COMPLETED));
    });
    run();

    assertThat(listener.events).containsExactly("text m1 Hel", "completed r1 10/4/5/2/15");
  }

  @Test
  void theRequestIsWhatTheApiExpects() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    ModelRequest request =
        new ModelRequest(
            "gpt",
            "Be <brief>.",
            Requests.items(Requests.user("h\u00e9")),
            Requests.items("{\"type\":\"function\",\"name\":\"f\"}"),
            "high",
            "auto",
            JsonParser.parseString("{\"type\":\"object\"}").getAsJsonObject(),
            "thread-9",
            "turn-9");
    provider(
        Map.of("THE_KEY", "sk-12345678", "TWO", "zwei"),
        "env_key",
        "\"THE_KEY\"",
        "query_params",
        "{\"api-version\": \"2 3\"}",
        "http_headers",
        "{\"X-One\": \"1\"}",
        "env_http_headers",
        "{\"X-Two\": \"TWO\", \"X-Three\": \"ABSENT\"}")
        .stream(request, listener, cancellation);

    Received received = server.requests.take();
    assertThat(received.line()).isEqualTo("POST /v1/responses?api-version=2%203 HTTP/1.1");
    assertThat(received.headers())
        .containsEntry("authorization", "Bearer sk-12345678")
        .containsEntry("content-type", "application/json")
        .containsEntry("accept", "text/event-stream")
        .containsEntry("session-id", "thread-9")
        .containsEntry("thread-id", "thread-9")
        .containsEntry("x-one", "1")
        .containsEntry("x-two", "zwei")
        .doesNotContainKey("x-three");
    assertThat(JsonParser.parseString(received.body()))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"model": "gpt", "instructions": "Be <brief>.",
                 "tools": [{"type": "function", "name": "f"}], "tool_choice": "auto",
                 "parallel_tool_calls": true, "reasoning": {"effort": "high", "summary": "auto"},
                 "include": ["reasoning.encrypted_content"], "store": false, "stream": true,
                 "prompt_cache_key": "thread-9",
                 "text": {"format": {"type": "json_schema", "name": "output_schema",
                                     "strict": true, "schema": {"type": "object"}}},
                 "input": [{"type": "message", "role": "user",
                            "content": [{"type": "input_text", "text": "h\u00e9"}]}]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "some-model | | | {'summary':'auto'}",
        "some-model | high | | {'effort':'high','summary':'auto'}",
        "some-model | | detailed | {'summary':'detailed'}",
        "some-model | | none | {}",
        "some-model | high | none | {'effort':'high'}",
        "gpt-5.1-codex | | | {'summary':'auto'}",
        "gpt-5.5 | low | | {'effort':'low'}",
        "gpt-6.1-sol | | | {}",
        "gpt-6.1-sol | | auto | {'summary':'auto'}",
      })
  void aModelIsAskedForItsThoughts(
      String model, @Nullable String effort, @Nullable String summary, String reasoning)
      throws Exception {
    serve(FakeModelServer.events(WHOLE));
    provider(Map.of()).stream(thinking(model, effort, summary), listener, cancellation);

    JsonObject sent = sent();
    assertThat(sent.get("reasoning"))
        .isEqualTo(JsonParser.parseString(reasoning.replace('\'', '"')));
    assertThat(sent.get("include"))
        .isEqualTo(JsonParser.parseString("[\"reasoning.encrypted_content\"]"));
  }

  @Test
  void aProviderThatRefusesToHearOfReasoningIsNotTold() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    new ResponsesProvider(
            TestProvider.client(ResponsesProvider.PATH, server.url(), sleeper, Map.of()), false)
        .stream(thinking("some-model", "high", "auto"), listener, cancellation);

    assertThat(sent().keySet()).doesNotContain("reasoning", "include");
  }

  @Test
  void reasoningGoesBackOnlyWhenItSaysSomethingWithoutItsId() throws Exception {
    String sealed =
        "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"e\"}";
    String raw =
        ",\"summary\":[],\"content\":[{\"type\":\"reasoning_text\",\"text\":\"t\"}],"
            + "\"encrypted_content\":null}";
    serve(FakeModelServer.events(WHOLE));
    provider(Map.of()).stream(
        Requests.of(
            Requests.user("hi"),
            sealed,
            "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[{\"text\":\"s\"}]}",
            "{\"type\":\"reasoning\",\"id\":\"rs_3\",\"summary\":[],\"content\":[]}",
            "{\"type\":\"reasoning\",\"id\":\"rs_4\"" + raw),
        listener,
        cancellation);

    assertThat(JsonParser.parseString(server.requests.take().body()).getAsJsonObject().get("input"))
        .isEqualTo(
            JsonParser.parseString(
                "["
                    + Requests.user("hi")
                    + ","
                    + sealed
                    + ",{\"type\":\"reasoning\",\"summary\":[],"
                    + "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"t\"}]}]"));
  }

  @Test
  void whatIsNotAskedForIsNotSent() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    run();

    Received received = server.requests.take();
    assertThat(received.headers()).doesNotContainKey("authorization");
    assertThat(JsonParser.parseString(received.body()).getAsJsonObject().keySet())
        .containsExactlyInAnyOrder(
            "model",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "include",
            "store",
            "stream",
            "prompt_cache_key",
            "input");
  }

  @Test
  void aStreamThatIsCutIsWorthAnotherAttempt() {
    serve(FakeModelServer.events(CREATED, ADDED, HEL));
    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo(
            "stream disconnected before completion: stream closed before response.completed");
    assertThat(listener.events).isEqualTo(HEARD.subList(0, 2));
    assertThat(server.requests).as("the caller decides about another attempt").hasSize(1);
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfAnEventIsACutToo() {
    serve(out -> {
      FakeModelServer.head(
          out, "200 OK", "Content-Type: text/event-stream", "Content-Length: 9999");
      out.write(FakeModelServer.sse(ADDED));
      out.write("data: {\"type\":\"resp".getBytes(StandardCharsets.UTF_8));
    });
    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message()).endsWith("stream closed before response.completed");
    assertThat(listener.events).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server_error | boom | STREAM_DISCONNECTED | true | stream disconnected before completion:"
            + " boom",
        "context_length_exceeded | x | CONTEXT_WINDOW_EXCEEDED | false | Codex ran out of room in"
            + " the model's context window. Start a new thread or clear earlier history before"
            + " retrying.",
        "insufficient_quota | x | USAGE_LIMIT_EXCEEDED | false | Quota exceeded. Check your plan"
            + " and billing details.",
        "usage_not_included | no plan | USAGE_LIMIT_EXCEEDED | false | no plan",
        "rate_limit_exceeded | slow. Try again in 1.2s | RATE_LIMITED | true | rate limit"
            + " exceeded: slow. Try again in 1.2s",
        "invalid_prompt | bad | BAD_REQUEST | false | bad",
        "server_is_overloaded | full | SERVER_OVERLOADED | true | full",
        "cyber_policy | no | POLICY_VIOLATION | false | no",
      })
  void aFailedResponseSaysWhatItMeans(
      String code, String message, Kind kind, boolean retryable, String shown) {
    String error = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
    for (String event :
        List.of(
            "{\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"error\":" + error + "}}",
            "{\"type\":\"error\",\"error\":" + error + "}",
            "{\"type\":\"error\"," + error.substring(1))) {
      serve(FakeModelServer.events(CREATED, event));
      ModelException failure = failure();

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.retryable()).isEqualTo(retryable);
      assertThat(failure.message()).isEqualTo(shown);
      assertThat(failure.httpStatus()).isNull();
    }
  }

  @Test
  void aRateLimitTellsHowLongToWait() {
    serve(
        FakeModelServer.events(
            "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\","
                + "\"message\":\"Please try again in 350ms.\"}"));

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofMillis(350));
  }

  @Test
  void anIncompleteResponseIsNotTriedAgain() {
    serve(
        FakeModelServer.events(
            "{\"type\":\"response.incomplete\",\"response\":"
                + "{\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}"));
    ModelException failure = failure();

    assertThat(failure.message())
        .isEqualTo("Incomplete response returned, reason: max_output_tokens");
    assertThat(failure.retryable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 Unauthorized | {\"error\":{\"message\":\"no auth\"}} | UNAUTHORIZED | 401 |"
            + " unexpected status 401 Unauthorized: no auth, url: URL/responses",
        "403 Forbidden | {\"error\":{\"message\":\"no\"}} | UNEXPECTED_STATUS | 403 |"
            + " unexpected status 403 Forbidden: no, url: URL/responses",
        "404 Nope | <html> | UNEXPECTED_STATUS | 404 |"
            + " unexpected status 404 Not Found: <html>, url: URL/responses",
        "413 X | {} | UNEXPECTED_STATUS | 413 |"
            + " unexpected status 413 Payload Too Large: {}, url: URL/responses",
        "418 Teapot | '' | UNEXPECTED_STATUS | 418 | unexpected status 418, url: URL/responses",
        "307 Moved | '' | UNEXPECTED_STATUS | 307 | unexpected status 307, url: URL/responses",
        "400 Bad | {\"error\":{\"message\":\"The image data you provided does not represent a valid"
            + " image. Send another.\"}} | INVALID_IMAGE | 400 |"
            + " Invalid image in your last message. Please remove it and try again.",
        "400 Bad | {\"error\":{\"message\":\"bad req\"}} | BAD_REQUEST | 400 |"
            + " {\"error\":{\"message\":\"bad req\"}}",
        "400 Bad | {\"error\":{\"code\":\"context_length_exceeded\"}} | CONTEXT_WINDOW_EXCEEDED |"
            + " 400 | Codex ran out of room in the model's context window. Start a new thread or"
            + " clear earlier history before retrying.",
        "429 X | {\"error\":{\"type\":\"usage_limit_reached\",\"message\":\"limit\"}} |"
            + " USAGE_LIMIT_EXCEEDED | 429 | limit",
        "429 X | {\"error\":{\"code\":\"insufficient_quota\"}} | USAGE_LIMIT_EXCEEDED | 429 |"
            + " Quota exceeded. Check your plan and billing details.",
      })
  void aRefusalIsFinalAndSaysWhy(
      String status, String body, Kind kind, int httpStatus, String message) {
    serve(FakeModelServer.status(status, body, "Location: http://127.0.0.1:1/"));
    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.httpStatus()).isEqualTo(httpStatus);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).isEqualTo(message.replace("URL", server.url()));
    assertThat(server.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "429 X, RATE_LIMITED, 'exceeded retry limit, last status: 429 Too Many Requests'",
    "500 X, SERVER_ERROR, 'unexpected status 500 Internal Server Error: oops, url: URL/responses'",
    "502 X, UNEXPECTED_STATUS, 'unexpected status 502 Bad Gateway: oops, url: URL/responses'",
    "529 X, UNEXPECTED_STATUS, 'unexpected status 529 Overloaded: oops, url: URL/responses'",
    "503 X, UNEXPECTED_STATUS, 'unexpected status 503 Service Unavailable: oops, url:"
        + " URL/responses'",
  })
  void whatMayPassIsTriedAgainAsOftenAsConfigured(String status, Kind kind, String message)
      throws Exception {
    serve(FakeModelServer.status(status, "{\"error\":{\"message\":\"oops\"}}"));
    ModelException failure = failure(provider(Map.of(), "request_max_retries", "2"), Requests.of());

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryable()).as("by the caller").isEqualTo(kind != Kind.RATE_LIMITED);
    assertThat(failure.message()).isEqualTo(message.replace("URL", server.url()));
    assertThat(server.requests).hasSize(3);
    assertThat(sleeper.waits).hasSize(2);
    assertThat(sleeper.waits.get(0)).isBetween(Duration.ofMillis(180), Duration.ofMillis(220));
    assertThat(sleeper.waits.get(1)).isBetween(Duration.ofMillis(360), Duration.ofMillis(440));
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    serve(
        FakeModelServer.status("502 X", "", "Retry-After: 7"),
        FakeModelServer.status("503 X", "{\"error\":{\"code\":\"slow_down\"}}", "Retry-After: 0.5"),
        FakeModelServer.events(WHOLE));
    run();

    assertThat(listener.events).isEqualTo(HEARD);
    assertThat(sleeper.waits).containsExactly(Duration.ofSeconds(7), Duration.ofMillis(500));
  }

  @ParameterizedTest
  @CsvSource({"Retry-After: 7, ''", "X-Other: 1, try again in 7 seconds"})
  void aRateLimitThatSaysWhenItEndsIsLeftToTheCaller(String header, String words) {
    serve(FakeModelServer.status("429 X", "{\"error\":{\"message\":\"" + words + "\"}}", header));
    ModelException failure = failure();

    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(failure.retryable()).isTrue();
    assertThat(server.requests).hasSize(1);
    assertThat(sleeper.waits).isEmpty();
  }

  @Test
  void aWaitThatIsTooLongIsLeftToTheCaller() {
    serve(FakeModelServer.status("429 X", "", "Retry-After: 3600"));
    ModelException failure = failure();

    assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(server.requests).hasSize(1);
    assertThat(sleeper.waits).isEmpty();
  }

  @Test
  void aRefusedConnectionIsTriedAgain() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    ModelException failure =
        failure(
            new ResponsesProvider(
                TestProvider.client(
                    ResponsesProvider.PATH, "http://127.0.0.1:" + port, sleeper, Map.of()),
                true),
            Requests.of());

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION_FAILED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo("Connection failed: no connection to 127.0.0.1:" + port);
    assertThat(sleeper.waits).hasSize(4);
  }

  @Test
  void aConnectionThatClosesWithoutAnAnswerIsTriedAgain() throws Exception {
    serve(out -> {}, FakeModelServer.events(WHOLE));
    run();

    assertThat(listener.events).isEqualTo(HEARD);
  }

  @Test
  void aCancellationEndsASilentStreamAtOnce() {
    serve(FakeModelServer.eventsThenSilence(ADDED, HEL));
    RecordingListener cancelling =
        new RecordingListener() {
          @Override
          public void textDelta(String itemId, String delta) {
            super.textDelta(itemId, delta);
            Thread.ofVirtual().start(cancellation::cancel);
          }
        };

    assertThatThrownBy(() -> provider(Map.of()).stream(Requests.of(), cancelling, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(cancelling.events).isEqualTo(HEARD.subList(0, 2));
  }

  @Test
  void afterACancellationNothingMoreIsHeard() {
    serve(FakeModelServer.events(WHOLE));
    RecordingListener cancelling =
        new RecordingListener() {
          @Override
          public void textDelta(String itemId, String delta) {
            super.textDelta(itemId, delta);
            cancellation.cancel();
          }
        };

    assertThatThrownBy(() -> provider(Map.of()).stream(Requests.of(), cancelling, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(cancelling.events).isEqualTo(HEARD.subList(0, 2));
  }

  @Test
  void aCancellationAfterTheEndChangesNothing() throws Exception {
    serve(FakeModelServer.eventsThenSilence(WHOLE));
    RecordingListener cancelling =
        new RecordingListener() {
          @Override
          public void completed(String responseId, TokenUsage usage) {
            super.completed(responseId, usage);
            cancellation.cancel();
          }
        };
    provider(Map.of()).stream(Requests.of(), cancelling, cancellation);

    assertThat(cancelling.events).isEqualTo(HEARD);
  }

  @Test
  void aCancellationEndsTheWaitForTheHead() throws Exception {
    serve(out -> {
      cancellation.cancel();
      new CountDownLatch(1).await();
    });

    assertThatThrownBy(this::run).isInstanceOf(CancelledException.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void whatIsCancelledBeforeIsNotSent() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    cancellation.cancel();

    assertThatThrownBy(this::run).isInstanceOf(CancelledException.class);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aSilentStreamTimesOut() {
    serve(FakeModelServer.eventsThenSilence(ADDED));
    ModelException failure =
        failure(provider(Map.of(), "stream_idle_timeout_ms", "60"), Requests.of());

    assertThat(failure.kind()).isEqualTo(Kind.STREAM_DISCONNECTED);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.message())
        .isEqualTo("stream disconnected before completion: nothing arrived for 60 ms");
    assertThat(listener.events).hasSize(1);
  }

  @Test
  void aCompleteAnswerDoesNotWaitForTheServerToClose() throws Exception {
    serve(FakeModelServer.eventsThenSilence(WHOLE));
    run();

    assertThat(listener.events).isEqualTo(HEARD);
  }

  @Test
  void anEventThatNeverEndsIsCutOff() {
    String big = delta("x".repeat(300_000));
    serve(FakeModelServer.events(ADDED, HEL, big, COMPLETED));
    ModelException failure =
        failure(
            new ResponsesProvider(
                TestProvider.client(
                    ResponsesProvider.PATH, server.url(), sleeper, Map.of(), 100_000),
                true),
            Requests.of());

    assertThat(failure.kind()).isEqualTo(Kind.OTHER);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.message()).contains("an event is longer than 100000 bytes");
    assertThat(listener.events).isEqualTo(HEARD.subList(0, 2));
  }

  @Test
  void theBoundIsPerEventNotPerStream() throws Exception {
    String[] data = new String[200];
    Arrays.fill(data, delta("y".repeat(10_000)));
    data[199] = COMPLETED;
    serve(FakeModelServer.events(data));
    new ResponsesProvider(
            TestProvider.client(ResponsesProvider.PATH, server.url(), sleeper, Map.of(), 12_000),
            true)
        .stream(Requests.of(), listener, cancellation);

    assertThat(listener.text()).hasSize(199 * 10_000);
  }

  @Test
  void anAnswerThatIsNoEventStreamIsRefused() {
    serve(out -> {
      FakeModelServer.head(out, "200 OK", "Content-Type: application/json");
      out.write("{}".getBytes(StandardCharsets.UTF_8));
    });
    ModelException failure = failure();

    assertThat(failure.kind()).isEqualTo(Kind.OTHER);
    assertThat(failure.message())
        .startsWith("The provider did not answer with an event stream: ")
        .contains("application/json");
  }

  @Test
  void secretsNeverShow() {
    serve(
        FakeModelServer.status(
            "401 Unauthorized",
            "{\"error\":{\"message\":\"bad keys sk-secret-1 header-secret-2 query-secret-3\"}}"));
    ModelException failure =
        failure(
            provider(
                Map.of("K", "sk-secret-1"),
                "env_key",
                "\"K\"",
                "http_headers",
                "{\"api-key\": \"header-secret-2\"}",
                "query_params",
                "{\"key\": \"query-secret-3\"}"),
            Requests.of());

    assertThat(failure.message())
        .isEqualTo(
            "unexpected status 401 Unauthorized: bad keys [hidden] [hidden] [hidden], url: "
                + server.url()
                + "/responses");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void aHugeErrorPageIsNotReadToItsEnd() {
    serve(FakeModelServer.status("404 X", "z".repeat(3_000_000)));

    assertThat(failure().message()).hasSizeLessThan(5_000);
  }

  @Test
  void aKeyThatIsNotSetIsNamedBeforeAnythingIsSent() {
    serve(FakeModelServer.events(WHOLE));
    ModelException failure =
        failure(
            provider(
                Map.of("K", " "),
                "env_key",
                "\"K\"",
                "name",
                "\"Mine\"",
                "env_key_instructions",
                "\"Ask Bob.\""),
            Requests.of());

    assertThat(failure.kind()).isEqualTo(Kind.NO_KEY);
    assertThat(failure.message())
        .isEqualTo("The environment variable `K` with the key of Mine is not set. Ask Bob.");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aHeaderThatHttpDoesNotAllowIsNamedWithoutItsValue() {
    serve(FakeModelServer.events(WHOLE));
    ModelException failure =
        failure(provider(Map.of(), "http_headers", "{\"X-A\": \"se\\ncret\"}"), Requests.of());

    assertThat(failure.message()).contains("`X-A`").doesNotContain("cret");
  }

  @Test
  void aProxyFromTheEnvironmentIsUsedForOtherMachinesOnly() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    Map<String, String> environment =
        Map.of("HTTP_PROXY", "http://127.0.0.1:" + server.port(), "no_proxy", "direct.example");
    new ResponsesProvider(
            TestProvider.client(
                ResponsesProvider.PATH, "http://model.example/v1", sleeper, environment),
            true)
        .stream(Requests.of(), listener, cancellation);

    assertThat(server.requests.take().line())
        .isEqualTo("POST http://model.example/v1/responses HTTP/1.1");
    try (FakeModelServer direct = new FakeModelServer(FakeModelServer.events(WHOLE))) {
      new ResponsesProvider(
              TestProvider.client(ResponsesProvider.PATH, direct.url(), sleeper, environment), true)
          .stream(Requests.of(), listener, cancellation);
      assertThat(direct.requests.take().line()).isEqualTo("POST /v1/responses HTTP/1.1");
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aProxyGetsItsPasswordWhenItAsks() throws Exception {
    serve(
        FakeModelServer.status(
            "407 Proxy Authentication Required", "", "Proxy-Authenticate: Basic realm=x"),
        FakeModelServer.events(WHOLE));
    new ResponsesProvider(
            TestProvider.client(
                ResponsesProvider.PATH,
                "http://model.example/v1",
                sleeper,
                Map.of("http_proxy", "http://me:pw@127.0.0.1:" + server.port())),
            true)
        .stream(Requests.of(), listener, cancellation);

    assertThat(server.requests.take().headers()).doesNotContainKey("proxy-authorization");
    assertThat(server.requests.take().headers())
        .containsEntry(
            "proxy-authorization",
            "Basic "
                + Base64.getEncoder().encodeToString("me:pw".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void twoHundredStreamsRunAtOnce() throws Exception {
    int streams = 200;
    CountDownLatch allIn = new CountDownLatch(streams);
    serve(out -> {
      allIn.countDown();
      // Nobody is answered before everybody is here.
      if (allIn.await(20, TimeUnit.SECONDS)) {
        FakeModelServer.events(WHOLE).write(out);
      }
    });
    ResponsesProvider provider = provider(Map.of(), "request_max_retries", "0");
    List<RecordingListener> listeners = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      RecordingListener own = new RecordingListener();
      listeners.add(own);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  provider.stream(Requests.of(), own, new Cancellation());
                } catch (ModelException | CancelledException e) {
                  own.events.add(e.toString());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(listeners).allSatisfy(own -> assertThat(own.events).isEqualTo(HEARD));
  }

  @Test
  void aListenerThatFailsIsNotANetworkFailure() {
    serve(FakeModelServer.events(WHOLE));
    IllegalStateException bug = new IllegalStateException("bug");
    ModelListener failing =
        new RecordingListener() {
          @Override
          public void itemStarted(JsonObject item) {
            throw bug;
          }
        };

    assertThatThrownBy(() -> provider(Map.of()).stream(Requests.of(), failing, cancellation))
        .isSameAs(bug);
  }

  @Test
  void warmingUpReachesNobodyAndHurtsNothing() throws Exception {
    serve(FakeModelServer.events(WHOLE));
    ResponsesProvider provider = provider(Map.of());
    provider.warmUp();
    assertThat(server.requests).isEmpty();
    provider.stream(Requests.of(), listener, cancellation);

    assertThat(listener.events).isEqualTo(HEARD);
  }

  private static String delta(String text) {
    return "{\"type\":\"response.output_text.delta\",\"sequence_number\":4,\"item_id\":\"m1\","
        + "\"output_index\":0,\"content_index\":0,\"delta\":\""
        + text
        + "\",\"logprobs\":[]}";
  }

  private void serve(Answer... answers) {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server = new FakeModelServer(answers);
  }

  private ResponsesProvider provider(Map<String, String> environment, String... keysAndJson) {
    return new ResponsesProvider(
        TestProvider.client(
            ResponsesProvider.PATH, server.url(), sleeper, environment, keysAndJson),
        true);
  }

  private JsonObject sent() throws InterruptedException {
    return JsonParser.parseString(server.requests.take().body()).getAsJsonObject();
  }

  private static ModelRequest thinking(
      String model, @Nullable String effort, @Nullable String summary) {
    return new ModelRequest(model, "", List.of(), List.of(), effort, summary, null, "t", "u");
  }

  private void run() throws ModelException, CancelledException {
    provider(Map.of()).stream(Requests.of(), listener, cancellation);
  }

  private ModelException failure() {
    return failure(provider(Map.of()), Requests.of());
  }

  private ModelException failure(ResponsesProvider provider, ModelRequest request) {
    return catchThrowableOfType(
        ModelException.class, () -> provider.stream(request, listener, cancellation));
  }
}
