package dev.heddle.protocol.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonMessageProducerTest {
  private static final int LIMIT = 1 << 20;
  private static final String NEXT = "{\"id\":\"next\",\"method\":\"m\"}\n";
  private static final String NEXT_SEEN = "request \"next\" m absent";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":1,"method":"m","params":{}}                  | request 1 m {}
          {"method":"m","params":[1],"id":"1"}               | request "1" m [1]
          {"id":"","method":"m"}                             | request "" m absent
          {"id":9223372036854775807,"method":"m"}            | request 9223372036854775807 m absent
          {"id":-9223372036854775808,"method":"m"}           | request -9223372036854775808 m absent
          {"id":1,"method":"m","params":null}                | request 1 m null
          {"jsonrpc":"9.9","id":1,"method":"m","trace":{"traceparent":"x"},"new":[{}]} | request 1 m absent
          {"id":1,"method":"m","result":{}}                  | request 1 m absent
          {"id":1,"method":"m","params":{"a":1,"a":2}}       | request 1 m {"a":2}
          {"method":"anything"}                              | notification anything absent
          {"method":"m","params":{"n":18446744073709551616}} | notification m {"n":18446744073709551616}
          {"id":1,"result":null}                             | response 1 null
          {"id":"a","result":{"x":1},"error":null}           | response "a" {"x":1}
          {"id":1,"error":{"code":-1,"message":"no"}}        | error 1 -1 no absent
          {"id":1,"error":{"code":-1,"message":"no","data":{"kind":"x"}},"result":null} | error 1 -1 no {"kind":"x"}
          {"id":null,"error":{"code":-32700,"message":"no"}} | error null -32700 no absent
          """)
  void shapeDecidesTheKind(String line, String outcome) {
    assertThat(read(line + "\n" + NEXT)).containsExactly(outcome, NEXT_SEEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":1.5,"method":"m"}                  | null | id must be a string or a signed 64-bit integer
          {"id":1e2,"method":"m"}                  | null | id must be a string or a signed 64-bit integer
          {"id":null,"method":"m"}                 | null | id must be a string or a signed 64-bit integer
          {"id":true,"method":"m"}                 | null | id must be a string or a signed 64-bit integer
          {"id":{},"method":"m"}                   | null | id must be a string or a signed 64-bit integer
          {"id":[1],"method":"m"}                  | null | id must be a string or a signed 64-bit integer
          {"id":9223372036854775808,"method":"m"}  | null | id must be a string or a signed 64-bit integer
          {"id":1.5,"result":{}}                   | null | id must be a string or a signed 64-bit integer
          {"result":{}}                            | null | id must be a string or a signed 64-bit integer
          {"id":5}                                 | 5    | neither a request, a notification nor a response
          {"id":5,"error":null}                    | null | neither a request, a notification nor a response
          {"id":"x"}                               | "x"  | neither a request, a notification nor a response
          {}                                       | null | neither a request, a notification nor a response
          {"params":{}}                            | null | neither a request, a notification nor a response
          {"id":6,"method":5}                      | 6    | method must be a string
          {"id":6,"method":null}                   | 6    | method must be a string
          {"id":6,"error":"bad"}                   | null | error must be an object
          {"id":6,"error":{"code":"x"}}            | null | error: invalid type: string "x", expected i32
          """)
  void jsonThatIsNoMessageIsAnInvalidMessage(String line, String id, String reason) {
    assertThat(read(line + "\n" + NEXT))
        .containsExactly(
            "fault " + id + " -32600 invalidMessage Invalid message: " + reason, NEXT_SEEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not json                                        | null | not valid JSON
          not json {"id":5}                               | null | not valid JSON
          {"id":5,"method":"m","params":{bad}}            | 5    | not valid JSON
          {"id":"a\\"b","method":"m",}                    | "a\\"b" | not valid JSON
          {"method":"m","params":{"id":7},"id":8          | null | not valid JSON
          {"method":"m","params":{"id":7                  | null | not valid JSON
          {"method":"id","x":"id":3}                      | 3    | not valid JSON
          {"method":"\\"id\\":9","params":                | null | not valid JSON
          {"id":12                                        | null | not valid JSON
          {"id":5.5,"method":}                            | null | not valid JSON
          {"id":true,"method":}                           | null | not valid JSON
          {"id":99999999999999999999,"method":}           | null | not valid JSON
          {"id":42} {"id":43}                             | 42   | not valid JSON
          {"id":42,"method":"m"} x                        | 42   | not valid JSON
          {'id':42,'method':'m'}                          | null | not valid JSON
          {"id":42,"method":"m","params":TRUE}            | 42   | not valid JSON
          {"id":42,"method":"m","params":NaN}             | 42   | not valid JSON
          {"id":42,"method":"m","params":01}              | 42   | not valid JSON
          {"id":42,"method":"m","params":"\\x"}           | 42   | not valid JSON
          {"id":42,"method":"m" /* c */}                  | 42   | not valid JSON
          {"id":42;"method"="m"}                          | null | not valid JSON
          {"id":42,"params":{"a":"\\ud83d",}}             | 42   | not valid JSON
          {"id":3,"id":4,"method":"m"}                    | null | duplicate member `id`
          {"id":3,"id":3,"method":"m"}                    | 3    | duplicate member `id`
          {"id":3,"method":"a","method":"b"}              | 3    | duplicate member `method`
          {"id":3,"method":"a","params":{},"params":{}}   | 3    | duplicate member `params`
          [{"id":3,"method":"m"}]                         | null | a message is one object; batches are not supported
          []                                              | null | a message is one object; batches are not supported
          5                                               | null | a message is one object
          "x"                                             | null | a message is one object
          null                                            | null | a message is one object
          """)
  void textThatIsNotOneObjectIsAParseError(String line, String id, String reason) {
    assertThat(read(line + "\n" + NEXT))
        .containsExactly("fault " + id + " -32700 parseError Parse error: " + reason, NEXT_SEEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"method\":\"m\"}\r\n",
        " \t {\"id\":1,\"method\":\"m\"} \t \n",
        "\n\n \r\n\t\n{\"id\":1,\"method\":\"m\"}\n\n",
        "\uFEFF{\"id\":1,\"method\":\"m\"}\n",
        "\uFEFF\n{\"id\":1,\"method\":\"m\"}",
        "{\"id\":1,\"method\":\"m\"}"
      })
  void blanksLineEndsAndByteOrderMarkDoNotMatter(String input) {
    assertThat(read(input)).containsExactly("request 1 m absent");
  }

  @Test
  void lineSeparatorsOfUnicodeAreOrdinaryText() {
    assertThat(read("{\"id\":\"a\u2028\u2029\u0085b\",\"method\":\"m\"}\n"))
        .containsExactly("request \"a\\u2028\\u2029\u0085b\" m absent");
  }

  @Test
  void theMarkOfDamageIsOrdinaryTextWhereItWasWritten() {
    assertThat(read("{\"id\":\"a\uFFFDb\",\"method\":\"m\"}\n"))
        .containsExactly("request \"a\uFFFDb\" m absent");
  }

  @Test
  void rawControlCharactersAreRefusedAndNulOutsideAStringToo() {
    assertThat(read("{\"id\":1,\"method\":\"a\0b\"}\n\0\n{\"id\":2,\"method\":\"m\"}\0\n" + NEXT))
        .containsExactly(
            "fault 1 -32700 parseError Parse error: not valid JSON",
            "fault null -32700 parseError Parse error: not valid JSON",
            "fault 2 -32700 parseError Parse error: not valid JSON",
            NEXT_SEEN);
  }

  @Test
  void loneSurrogateEscapesAreKept() {
    List<JsonElement> params = new ArrayList<>();
    produce(
        stream("{\"method\":\"m\",\"params\":[\"a\\ud83d\",\"\\uDE00\\ud83d\\ude00\"]}\n"),
        message -> params.add((JsonElement) ((NotificationMessage) message).getParams()),
        (id, fault) -> params.add(JsonNull.INSTANCE));

    assertThat(params).hasSize(1);
    assertThat(params.get(0).getAsJsonArray())
        .containsExactly(
            new JsonPrimitive("a\ud83d"),
            new JsonPrimitive(new String(new char[] {'\ude00', '\ud83d', '\ude00'})));
  }

  @Test
  void invalidUtf8IsOneBadLineAndTheIdIsRecovered() throws Exception {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (int[] bad :
        new int[][] {{0xFF}, {0xC3}, {0xE2, 0x82}, {0xED, 0xA0, 0x80}, {0xC0, 0x80}, {0xF5}}) {
      input.write("{\"id\":44,\"method\":\"m\",\"params\":\"".getBytes(StandardCharsets.UTF_8));
      for (int b : bad) {
        input.write(b);
      }
      input.write("\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    input.write("{\"method\":\"m\",\"id\":\"".getBytes(StandardCharsets.UTF_8));
    input.write(0xFF);
    input.write(("\"}\n" + NEXT).getBytes(StandardCharsets.UTF_8));

    List<String> seen = read(new ByteArrayInputStream(input.toByteArray()));

    assertThat(seen).hasSize(8).endsWith(NEXT_SEEN);
    assertThat(seen.subList(0, 6))
        .containsOnly("fault 44 -32700 parseError Parse error: not valid UTF-8");
    assertThat(seen.get(6)).isEqualTo("fault null -32700 parseError Parse error: not valid UTF-8");
  }

  @Test
  void partialLastLineIsDropped() {
    assertThat(read(NEXT + "{\"id\":1,\"meth")).containsExactly(NEXT_SEEN);
    assertThat(read(NEXT + "{\"id\":1.5,\"method\":\"m\"}"))
        .hasSize(2)
        .element(1)
        .asString()
        .startsWith("fault null -32600");
  }

  @Test
  void nestingIsBoundedWithATypedError() {
    String tooDeep = "nested deeper than 127 levels";
    for (int depth : new int[] {127, 1_000, 100_000}) {
      String nest = "[".repeat(depth) + "]".repeat(depth);
      assertThat(read("{\"id\":1,\"method\":\"m\",\"params\":" + nest + "}\n" + NEXT))
          .containsExactly("fault 1 -32700 parseError Parse error: " + tooDeep, NEXT_SEEN);
    }
    assertThat(read("{\"a\":".repeat(100_000) + "\n" + NEXT))
        .containsExactly("fault null -32700 parseError Parse error: " + tooDeep, NEXT_SEEN);
    String deepest = "[".repeat(126) + "]".repeat(126);
    assertThat(read("{\"id\":1,\"method\":\"m\",\"params\":" + deepest + "}\n"))
        .containsExactly("request 1 m " + deepest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":77,"method":"m","params":"   | "}                 | 77
          {"method":"m","params":"           | ","id":"tail"}     | "tail"
          {"method":"m","params":"           | ","id": -8 }  | -8
          {"method":"m","params":"           | "}                 | null
          {"method":"m","params":{"id":1,"a":"| "}}               | null
          {"method":"m","params":{"b":"      | ","id":1}}         | null
          {"id":                             | }                  | null
          """)
  void oversizedLineIsSkimmedAndItsIdRecovered(String head, String tail, String id) {
    InputStream input =
        new SequenceInputStream(
            new GeneratedInputStream(head, 'x', 100L << 20, tail + "\n"), stream(NEXT));

    assertThat(read(input))
        .containsExactly(
            "fault " + id + " -32600 lineTooLong Line is longer than 1048576 bytes", NEXT_SEEN);
  }

  @Test
  void oversizedLineIsNeverHeldWhole() throws Exception {
    LineReader lines =
        new LineReader(new GeneratedInputStream("{", 'x', 100L << 20, "}\nshort\n"), LIMIT);

    InputLine line = lines.next();
    assertThat(line.oversized()).isTrue();
    assertThat(line.buffer().length).isLessThanOrEqualTo(LIMIT);
    assertThat(line.tail().length).isLessThanOrEqualTo(1024);
    assertThat(lines.next().length()).isEqualTo("short".length());
    assertThat(lines.next()).isNull();
  }

  @Test
  void limitIsExactAndSparesTheNextLine() {
    String line = "{\"id\":1,\"method\":\"m\"}";
    for (int chunk : new int[] {1, 7, 4096}) {
      assertThat(read(line + "\n" + line + " \n" + line, chunk, line.length()))
          .containsExactly(
              "request 1 m absent",
              "fault 1 -32600 lineTooLong Line is longer than " + line.length() + " bytes",
              "request 1 m absent");
    }
  }

  @Test
  void idThatStraddlesTheLimitIsStillFound() {
    String line =
        "{\"method\":\"m\",\"params\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\"id\":123456}";
    for (int limit = 1; limit < line.length(); limit++) {
      for (int chunk : new int[] {1, 5, 4096}) {
        assertThat(read(line + "\n" + NEXT, chunk, limit).get(0))
            .isEqualTo("fault 123456 -32600 lineTooLong Line is longer than " + limit + " bytes");
      }
    }
  }

  @Test
  void chunkSizesDoNotMatter() {
    StringBuilder input = new StringBuilder("\uFEFF");
    input.append("{\"id\":1,\"method\":\"é漢😀\",\"params\":{\"text\":\"ä€𝄞\\ud83d\"}}\r\n\n");
    input.append("{\"method\":\"m\",\"params\":\"").append("ß漢😀".repeat(40)).append("\"}\n");
    input.append("oops 😀\n[]\n{\"id\":1,\"id\":2}\n{\"id\":5}\n");
    input.append("{\"id\":\"long\",\"method\":\"").append("y".repeat(600)).append("\"}\n");
    input.append(NEXT).append("{\"id\":\"last\",\"method\":\"m\"}");
    List<String> whole = read(input.toString(), Integer.MAX_VALUE, 600);
    assertThat(whole).hasSize(9);

    for (int chunk = 1; chunk <= 64; chunk++) {
      assertThat(read(input.toString(), chunk, 600)).as("chunk " + chunk).isEqualTo(whole);
    }
  }

  @Test
  void linesBeyondTheReadersOwnBufferArrive() {
    String text = "0123456789abcdef".repeat(20_000);
    String line = "{\"id\":1,\"method\":\"m\",\"params\":\"" + text + "\"}\n";

    assertThat(read(line + line + NEXT, 60_000, LIMIT))
        .containsExactly("request 1 m \"" + text + "\"", "request 1 m \"" + text + "\"", NEXT_SEEN);
  }

  @Test
  void consumerThatFailsIsReportedAndDoesNotEndTheStream() {
    List<String> seen = new ArrayList<>();
    produce(
        stream("{\"id\":7,\"method\":\"m\"}\n{\"id\":8,\"method\":\"m\"}\n{\"method\":\"n\"}\n"),
        message -> {
          if (message instanceof RequestMessage request && request.getId().equals("8")) {
            throw RpcException.invalidRequest("told so");
          }
          throw new IllegalStateException("a secret");
        },
        (id, fault) -> seen.add(describe(id, fault)));

    assertThat(seen)
        .containsExactly(
            "fault 7 -32603 internal Internal error",
            "fault 8 -32600 invalidParams told so",
            "fault null -32603 internal Internal error");
  }

  @Test
  void brokenPipeIsTheEndOfInput() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken pipe");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("broken pipe");
          }
        };

    assertThat(read(new SequenceInputStream(stream(NEXT + NEXT), broken)))
        .containsExactly(NEXT_SEEN, NEXT_SEEN);
  }

  private static List<String> read(String input) {
    return read(stream(input));
  }

  private static List<String> read(InputStream input) {
    return read(input, LIMIT);
  }

  private static List<String> read(String input, int chunkBytes, int maxLineBytes) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return read(new ChunkedInputStream(bytes, chunkBytes), maxLineBytes);
  }

  private static List<String> read(InputStream input, int maxLineBytes) {
    List<String> seen = new ArrayList<>();
    new NdjsonMessageProducer(input, maxLineBytes, (id, fault) -> seen.add(describe(id, fault)))
        .listen(message -> seen.add(describe(message)));
    return seen;
  }

  private static void produce(InputStream input, MessageConsumer consumer, LineFaults faults) {
    new NdjsonMessageProducer(input, LIMIT, faults).listen(consumer);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String describe(Either<String, Number> id, RpcException fault) {
    return String.join(
        " ",
        Arrays.asList(
            "fault",
            json(id),
            Integer.toString(fault.code()),
            WireJson.wireName(fault.kind()),
            fault.message()));
  }

  private static String describe(Message message) {
    if (message instanceof RequestMessage request) {
      return "request "
          + json(request.getRawId())
          + " "
          + request.getMethod()
          + " "
          + json(request.getParams());
    }
    if (message instanceof NotificationMessage notification) {
      return "notification " + notification.getMethod() + " " + json(notification.getParams());
    }
    ResponseMessage response = (ResponseMessage) message;
    return response.getError() == null
        ? "response " + json(response.getRawId()) + " " + json(response.getResult())
        : "error "
            + json(response.getRawId())
            + " "
            + response.getError().getCode()
            + " "
            + response.getError().getMessage()
            + " "
            + json(response.getError().getData());
  }

  private static String json(Either<String, Number> id) {
    return id == null ? "null" : WireJson.toJson(id.isLeft() ? id.getLeft() : id.getRight());
  }

  private static String json(Object params) {
    return params == null ? "absent" : WireJson.toJson(params);
  }
}
