package dev.heddle.server.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A line that is no request is answered with an error that says so, and costs nothing else. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddLinesIT {
  private static final int HUGE_LINE_MB = 100;
  private static final int DEEP = 100_000;
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID = -32600;

  private static final List<Odd> LINES =
      List.of(
          new Odd("text that is no JSON", "this is not JSON", UTF_8, "null", PARSE_ERROR),
          new Odd(
              "a byte that is not UTF-8", "{\"x\":\"\u00ff\"}", ISO_8859_1, "null", PARSE_ERROR),
          new Odd(
              "half a character, with an id",
              "{\"id\":7001,\"method\":\"thread/list\",\"params\":{\"x\":\"\u00c3(\"}}",
              ISO_8859_1,
              "7001",
              PARSE_ERROR),
          new Odd("NULs", "\u0000\u0000\u0000", UTF_8, "null", PARSE_ERROR),
          new Odd(
              "a NUL in a string",
              "{\"id\":\"s\",\"method\":\"thread/list\",\"params\":{\"x\":\"\u0000\"}}",
              UTF_8,
              "\"s\"",
              PARSE_ERROR),
          new Odd(
              "an object that does not end",
              "{\"id\":7002,\"method\":\"thread/list\",\"params\":{",
              UTF_8,
              "7002",
              PARSE_ERROR),
          new Odd(
              "two ids, neither to be preferred",
              "{\"id\":7003,\"id\":7004,\"method\":\"thread/list\"}",
              UTF_8,
              "null",
              PARSE_ERROR),
          new Odd(
              "a batch", "[{\"id\":7005,\"method\":\"thread/list\"}]", UTF_8, "null", PARSE_ERROR),
          new Odd("deep nesting", "[".repeat(DEEP), UTF_8, "null", PARSE_ERROR),
          new Odd(
              "deep nesting in a request",
              "{\"id\":7006,\"method\":\"thread/list\",\"params\":"
                  + "{\"a\":".repeat(DEEP)
                  + "1"
                  + "}".repeat(DEEP)
                  + "}",
              UTF_8,
              "7006",
              PARSE_ERROR),
          new Odd("an id that is null", request("null"), UTF_8, "null", INVALID),
          new Odd("an id that is a fraction", request("1.5"), UTF_8, "null", INVALID),
          new Odd("an id beyond 64 bits", request("9223372036854775808"), UTF_8, "null", INVALID),
          new Odd("an id that is a boolean", request("true"), UTF_8, "null", INVALID),
          new Odd("an id that is a list", request("[1]"), UTF_8, "null", INVALID),
          new Odd("an id that is an object", request("{\"a\":1}"), UTF_8, "null", INVALID),
          new Odd("an id alone", "{\"id\":7007}", UTF_8, "7007", INVALID));

  @TempDir Path home;

  @Test
  void everyOddLineIsToldWhatIsWrongWithItAndTheNextRequestWorks() throws Exception {
    try (AppServerProcess server =
        AppServerProcess.start(List.of("-Xmx64m"), UnaryOperator.identity(), home)) {
      TestClient client = server.client().initialize(true);
      for (Odd each : LINES) {
        server.input().write((each.line() + "\n").getBytes(each.charset()));
        server.input().flush();
        assertRefused(client, each.what(), each.id(), each.code());
      }
      writeHugeLine(server.input());
      assertRefused(client, "a line of 100 MB", "7008", INVALID);

      client.closeInput();
      assertThat(server.awaitExit()).as(server.errors()).isZero();
      client.awaitEnd();
      assertThat(client.trace())
          .as("standard output holds messages only")
          .noneMatch(entry -> entry.message().has("notJson"));
      assertThat(client.trace().stream().filter(OddLinesIT::isError).count())
          .isEqualTo(LINES.size() + 1L);
    }
  }

  private static void assertRefused(TestClient client, String what, String id, int code) {
    JsonObject error = client.awaitResponse(id).getAsJsonObject("error");
    assertThat(error.get("code").getAsInt()).as(what).isEqualTo(code);
    JsonObject data = error.getAsJsonObject("data");
    assertThat(data.get("kind").getAsString())
        .as(what)
        .isIn("parseError", "invalidMessage", "lineTooLong");
    assertThat(data.get("retryable").getAsBoolean()).as(what).isFalse();
    assertThat(client.request("thread/list", "{}").has("data")).as("after " + what).isTrue();
  }

  private static void writeHugeLine(OutputStream input) throws IOException {
    byte[] part = "x".repeat(1 << 20).getBytes(UTF_8);
    input.write("{\"id\":7008,\"method\":\"thread/list\",\"params\":{\"x\":\"".getBytes(UTF_8));
    for (int i = 0; i < HUGE_LINE_MB; i++) {
      input.write(part);
    }
    input.write("\"}}\n".getBytes(UTF_8));
    input.flush();
  }

  private static boolean isError(TraceEntry entry) {
    return entry.fromServer() && entry.message().has("error");
  }

  private static String request(String id) {
    return "{\"id\":" + id + ",\"method\":\"thread/list\"}";
  }

  /**
   * A line and what it is told.
   *
   * @param what for the reader of a failure
   * @param charset how it is written
   * @param id the id of the answer, as JSON
   */
  private record Odd(String what, String line, Charset charset, String id, int code) {}
}
