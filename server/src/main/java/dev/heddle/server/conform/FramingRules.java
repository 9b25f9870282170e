package dev.heddle.server.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines, ids, and lines that are none of the messages there are. */
final class FramingRules {
  private FramingRules() {}

  static Section section() {
    Section section = Section.named("framing", "lines and ids").withoutOrder();
    for (String id :
        List.of("\"word\"", "\"\"", "0", "-5", "9007199254740993", "9223372036854775807")) {
      section.rule("id " + id, "the id " + id + " is echoed as it is", bench -> echoed(bench, id));
    }
    return section
        .rule(
            "blanks",
            "blanks around a line, a carriage return and empty lines change nothing",
            bench -> {
              Client client = bench.client();
              client.raw("");
              client.raw("   ");
              client.raw(
                  "  {\"id\":\"blanks\",\"method\":\"thread/loaded/list\",\"params\":{}}  \r");
              expectResult(client, new JsonPrimitive("blanks"));
            })
        .rule(
            "other-members",
            "a jsonrpc member, a trace and unknown members of the envelope change nothing",
            bench -> {
              Client client = bench.client();
              client.raw(
                  "{\"params\":{},\"method\":\"thread/loaded/list\",\"jsonrpc\":\"9.9\","
                      + "\"unknown\":[1],\"trace\":{\"traceparent\":"
                      + "\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"},"
                      + "\"id\":\"members\"}");
              expectResult(client, new JsonPrimitive("members"));
            })
        .rule(
            "no-jsonrpc-member",
            "messages of the server have no jsonrpc member, and only notifications a time",
            bench -> {
              Client client = bench.client();
              client.startThread();
              for (JsonObject message : client.messages()) {
                RuleBroken.unless(!message.has("jsonrpc"), "there is one: " + message);
                boolean notification = message.has("method") && !message.has("id");
                RuleBroken.unless(
                    notification == message.has("emittedAtMs"),
                    "emittedAtMs is missing or too much: " + message);
              }
            })
        .rule(
            "unknown-notification",
            "a notification that the server does not know is ignored",
            bench -> {
              Client client = bench.client();
              int mark = client.mark();
              client.raw("{\"method\":\"no/such/notification\",\"params\":{\"x\":1}}");
              client.raw("{\"method\":\"no/such/notification\"}");
              nothingCameOfIt(client, mark);
            })
        .rule(
            "answer-to-nothing",
            "an answer to a question that was not asked is ignored",
            bench -> {
              Client client = bench.client();
              int mark = client.mark();
              client.raw("{\"id\":987654,\"result\":{}}");
              client.raw("{\"id\":987655,\"error\":{\"code\":1,\"message\":\"x\"}}");
              nothingCameOfIt(client, mark);
            })
        .rule(
            "unicode",
            "every character arrives as it was sent, escaped or not",
            bench -> {
              Client client = bench.client();
              String threadId = client.startThread();
              String name = "na\u00efve \ud83e\uddf5 \u2028 \u4e2d \\u00e9\\ud83d\\ude00 \\\" \\\\";
              client.raw(
                  "{\"id\":\"unicode\",\"method\":\"thread/name/set\",\"params\":{\"threadId\":\""
                      + threadId
                      + "\",\"name\":\""
                      + name
                      + "\"}}");
              expectResult(client, new JsonPrimitive("unicode"));
              client
                  .ask("thread/read", "{threadId:'%s'}", threadId)
                  .is("thread.name", "\"" + name + "\"");
            })
        .rule(
            "long-line",
            "a line of 5 MiB is read like any other",
            bench -> {
              Client client = bench.client();
              String text = "x".repeat(5 << 20);
              client.raw(
                  "{\"id\":\"long\",\"method\":\"thread/list\",\"params\":{\"searchTerm\":\""
                      + text
                      + "\"}}");
              expectResult(client, new JsonPrimitive("long"));
            })
        .rule(
            "pieces",
            "a message may arrive in pieces, and several in one",
            bench -> {
              Client client = bench.client();
              String line =
                  "{\"id\":\"pieces-1\",\"method\":\"thread/loaded/list\",\"params\":{}}\n";
              byte[] bytes = (line + line.replace('1', '2')).getBytes(StandardCharsets.UTF_8);
              int half = 20;
              client.rawBytes(Arrays.copyOfRange(bytes, 0, half));
              client.rawBytes(Arrays.copyOfRange(bytes, half, bytes.length));
              expectResult(client, new JsonPrimitive("pieces-1"));
              expectResult(client, new JsonPrimitive("pieces-2"));
            })
        .rule(
            "malformed-json",
            "a line that is not JSON is answered with an error, and the connection goes on",
            bench -> strayError(bench, "this is not json"))
        .rule(
            "null-id",
            "a request whose id is null is answered with an error, and the connection goes on",
            bench ->
                strayError(bench, "{\"id\":null,\"method\":\"thread/loaded/list\",\"params\":{}}"))
        .rule(
            "fractional-id",
            "a request whose id is a fraction is answered with an error",
            bench ->
                strayError(bench, "{\"id\":1.5,\"method\":\"thread/loaded/list\",\"params\":{}}"))
        .rule(
            "too-large-id",
            "a request whose id has more than 64 bits is answered with an error",
            bench ->
                strayError(
                    bench,
                    "{\"id\":9223372036854775808,\"method\":\"thread/loaded/list\",\"params\":{}}"))
        .rule(
            "batch",
            "a batch is answered with an error: there are none in this protocol",
            bench ->
                strayError(bench, "[{\"id\":105,\"method\":\"thread/loaded/list\",\"params\":{}}]"))
        .rule(
            "only-an-id",
            "a line with nothing but an id is answered with an error",
            bench -> strayError(bench, "{\"id\":106}"))
        .rule(
            "not-utf-8",
            "a line that is not UTF-8 does not end the connection",
            bench -> {
              Client client = bench.connect(bench.newStage());
              client.rawBytes(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}', '\n'});
              long id = client.send("thread/loaded/list", "{}");
              client.answer(id, 5_000).result();
            });
  }

  private static void echoed(Bench bench, String id) throws IOException, InterruptedException {
    Client client = bench.client();
    client.raw("{\"id\":" + id + ",\"method\":\"thread/loaded/list\",\"params\":{}}");
    expectResult(client, WireText.json(id));
  }

  private static void expectResult(Client client, JsonElement id) throws InterruptedException {
    JsonObject answer = client.answerSoon(id);
    RuleBroken.unless(answer != null, "no answer with the id " + id);
    RuleBroken.unless(answer == null || answer.has("result"), "it was refused: " + answer);
  }

  private static void nothingCameOfIt(Client client, int mark) throws InterruptedException {
    List<JsonObject> said =
        client.saidSince(mark).stream()
            .filter(message -> message.has("error") && !message.has("method"))
            .toList();
    RuleBroken.unless(said.isEmpty(), "it was answered: " + said);
  }

  private static void strayError(Bench bench, String line)
      throws IOException, InterruptedException {
    Client client = bench.client();
    client.raw(line);
    @Nullable JsonObject error = client.strayErrorSoon();
    RuleBroken.unless(error != null, "nothing came");
    RuleBroken.unless(
        error == null
            || JsonNull.INSTANCE.equals(error.get("id"))
            || Json.part(error, "id") != null,
        "the answer has no id member: " + error);
  }
}
