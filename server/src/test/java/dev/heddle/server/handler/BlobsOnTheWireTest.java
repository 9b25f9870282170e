package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.store.local.FaultyFiles;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody on the wire can tell whether texts are in blobs, nor can the model. */
class BlobsOnTheWireTest {
  /** As a user has it, and so that hardly anything stays in its line. */
  private static final List<Integer> LARGE_CHARS = List.of(16 << 10, 30);

  private static final String IMAGE =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ" + "AAAA".repeat(11_000);
  private static final String LONG = "a long text with \\u00e4 and \\n lines ".repeat(700);

  private static final Pattern VARYING =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|\\b[12][0-9]{9}([0-9]{3})?\\b"
              + "|[0-9]{4}.[0-9]{2}.[0-9]{2}(T[0-9]{2}.[0-9]{2}.[0-9]{2}([.][0-9]+)?Z?)?"
              + "|(?<=\"(durationMs|duration_ms)\":)[0-9]+"
              + "|/[^\" ]*/home-[a-z0-9]+");

  @TempDir Path folder;

  /** What was said on the wire, and what the model was asked. */
  private record Told(List<String> wire, List<String> asked) {}

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void theWireIsTheSameWithAndWithoutBlobs(String mode) throws IOException {
    Path plain = folder.resolve("home-plain");
    Told without = play(new TestServer(plain, TestServer.Kind.LOCAL), mode);
    assertThat(without.wire()).hasSizeGreaterThan(60);
    for (int chars : LARGE_CHARS) {
      Path home = folder.resolve("home-" + chars);
      TestServer server =
          new TestServer(home, TestServer.Kind.LOCAL)
              .on(() -> FaultyFiles.openWithBlobs(home, chars));
      Told with = play(server, mode);
      for (int i = 0; i < without.wire().size(); i++) {
        assertThat(with.wire().get(i)).as("message %d", i).isEqualTo(without.wire().get(i));
      }
      assertThat(with.wire()).hasSameSizeAs(without.wire());
      assertThat(with.asked()).isEqualTo(without.asked());
      assertThat(home.resolve("heddle/blobs")).isNotEmptyDirectory();
      if (chars == LARGE_CHARS.getFirst()) {
        assertThat(bytes(home)).as("bytes on the disk").isLessThan(bytes(plain) / 3);
      }
    }
  }

  private static long bytes(Path home) throws IOException {
    long bytes = 0;
    for (String part : List.of("sessions", "archived_sessions", "heddle/blobs")) {
      if (Files.isDirectory(home.resolve(part))) {
        try (Stream<Path> files = Files.walk(home.resolve(part))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            bytes += Files.size(file);
          }
        }
      }
    }
    return bytes;
  }

  private static Told play(TestServer server, String mode) {
    server.model().then(ScriptedModel.says("seen")).then(ScriptedModel.says(LONG));
    List<TraceEntry> trace = new ArrayList<>();
    String threadId;
    String second;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      turn(client, threadId, LONG);
      second = turn(client, threadId, "the same image again");
      turn(client, threadId, LONG);
      read(client, threadId);
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      turn(client, fork, "in the fork");
      read(client, fork);
      trace.addAll(client.trace());
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      turn(client, threadId, "after a restart");
      client.request(
          "thread/name/set", Threads.on(threadId, "\"name\":\"" + "named ".repeat(20) + "\""));
      read(client, threadId);
      client.request("thread/search", "{\"searchTerm\":\"long text\"}");
      if (mode.equals("paginated")) {
        client.request(
            "thread/searchOccurrences", Threads.on(threadId, "\"searchTerm\":\"lines a long\""));
      }
      trace.addAll(client.trace());
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      if (mode.equals("paginated")) {
        client.request(
            "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + second + "\""));
      } else {
        client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":2"));
      }
      client.request("thread/resume", Threads.on(threadId));
      turn(client, threadId, "and on");
      read(client, threadId);
      client.request("thread/archive", Threads.on(threadId));
      client.request("thread/read", Threads.on(threadId, "\"includeTurns\":true"));
      client.request("thread/list", "{\"archived\":true}");
      client.request("thread/list", "{}");
      trace.addAll(client.trace());
    }
    // How answers and notifications fall between each other is a matter of moments.
    List<TraceEntry> told = new ArrayList<>(trace.stream().filter(TraceEntry::isResponse).toList());
    trace.stream()
        .filter(TraceEntry::fromServer)
        .filter(TraceEntry::isNotification)
        .forEach(told::add);
    return new Told(
        masked(told.stream().map(TraceEntry::message).map(JsonObject::toString)),
        masked(server.model().requests().stream().map(ModelRequest::toString)));
  }

  private static String turn(TestClient client, String threadId, String text) {
    String image = "{\"type\":\"image\",\"url\":\"" + IMAGE + "\"}";
    String params =
        Threads.turnParams(threadId, text).replace("\"input\":[", "\"input\":[" + image + ",");
    String turnId =
        client.request("turn/start", params).getAsJsonObject("turn").get("id").getAsString();
    Threads.awaitCompleted(client, turnId);
    return turnId;
  }

  private static void read(TestClient client, String threadId) {
    client.request("thread/read", Threads.on(threadId, "\"includeTurns\":true"));
    for (String direction : List.of("asc", "desc")) {
      String sorted = "\"sortDirection\":\"" + direction + "\"";
      client.request("thread/turns/list", Threads.on(threadId, sorted + ",\"limit\":2"));
      client.request("thread/turns/list", Threads.on(threadId, sorted + ",\"itemsView\":\"full\""));
      client.request("thread/items/list", Threads.on(threadId, sorted + ",\"limit\":3"));
    }
  }

  private static List<String> masked(Stream<String> texts) {
    Map<String, String> names = new HashMap<>();
    return texts
        .map(text ->
            VARYING
                .matcher(text)
                .replaceAll((MatchResult match) ->
                    match.group().contains("-") && match.group().length() == 36
                        ? names.computeIfAbsent(match.group(), id -> "<id " + names.size() + ">")
                        : "<time or place>"))
        .toList();
  }
}
