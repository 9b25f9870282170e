package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journals as a ledger of what models have used: each answer is in it once, by its id. */
class UsageLedgerTest {
  private static final long TOKENS = 15;

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"paginated", "legacy"})
  void whatForksInheritCountsOnce(String historyMode) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String root = Threads.start(client, "{\"historyMode\":\"" + historyMode + "\"}");
      Threads.runTurn(client, root, "one");
      Threads.runTurn(client, root, "two");
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(root)));
      Threads.runTurn(client, fork, "three");
      String forkOfFork = Threads.idOf(client.request("thread/fork", Threads.on(fork)));
      server.model().then(ScriptedModel.says("notes"));
      client.request("thread/compact/start", Threads.on(forkOfFork));
      client.awaitNotification(
          "item/completed", params -> params.toString().contains("contextCompaction"));
      client.awaitNotification(
          "turn/completed", params -> params.get("threadId").getAsString().equals(forkOfFork));
      JsonObject usage =
          client
              .awaitNotification(
                  "thread/tokenUsage/updated",
                  params ->
                      params.get("threadId").getAsString().equals(forkOfFork)
                          && total(params) == 4 * TOKENS)
              .getAsJsonObject("tokenUsage");
      assertThat(usage).as("what it inherits, and its own").isNotNull();
    }
    Map<String, Long> ledger = new HashMap<>();
    Map<String, Long> byThread = new HashMap<>();
    for (JsonObject entry : entries()) {
      long tokens = entry.getAsJsonObject("usage").get("total_tokens").getAsLong();
      if (ledger.put(entry.get("response_id").getAsString(), tokens) == null) {
        byThread.merge(entry.get("thread_id").getAsString(), tokens, Long::sum);
      }
    }
    assertThat(ledger).hasSize(server.model().requests().size());
    assertThat(ledger.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(server.model().requests().size() * TOKENS);
    assertThat(byThread.values()).containsExactlyInAnyOrder(2 * TOKENS, TOKENS, TOKENS);
  }

  private static long total(JsonObject params) {
    return params
        .getAsJsonObject("tokenUsage")
        .getAsJsonObject("total")
        .get("totalTokens")
        .getAsLong();
  }

  private List<JsonObject> entries() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(UsageLedgerTest::lines)
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .filter(line -> line.get("type").getAsString().equals("token_usage_record"))
          .map(line -> line.getAsJsonObject("payload"))
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
