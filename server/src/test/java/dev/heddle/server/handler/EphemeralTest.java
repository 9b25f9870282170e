package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that are never stored. */
class EphemeralTest {
  private static final int MOST_CHARS = 100_000;

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void anEphemeralThreadRunsTurnsAndLeavesNothing(TestServer.Kind kind) throws IOException {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"ephemeral\":true}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
      JsonObject thread =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(thread.get("ephemeral").getAsBoolean()).isTrue();
      assertThat(thread.get("path").isJsonNull()).isTrue();
      assertThat(thread.get("preview").getAsString()).isEmpty();
      assertThat(client.trace().stream().filter(TraceEntry::isNotification))
          .noneMatch(each -> each.method().equals("thread/readState/changed"));
      assertThat(client.request("thread/list", "{}").getAsJsonArray("data")).isEmpty();
    }
    assertThat(filesBelow(home.resolve("sessions"))).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anEphemeralForkInheritsTheConversation(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      Threads.runTurn(client, source, "one");
      String child =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(source, "\"ephemeral\":true,\"excludeTurns\":true")));
      Threads.runTurn(client, child, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
      assertThat(client.request("thread/list", "{}").getAsJsonArray("data")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "paginated"})
  void anEphemeralForkDoesNotReadAllOfAStoredThread(String mode) {
    Set<String> replayed = ConcurrentHashMap.newKeySet();
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public void replay(String id, boolean archived, Consumer<RolloutRecord> sink) {
                    replayed.add(id);
                    super.replay(id, archived, sink);
                  }
                });
    try (TestClient client = server.start()) {
      String source = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      String first = Threads.runTurn(client, source, "one");
      JsonObject forked =
          client.request(
              "thread/fork", Threads.on(source, "\"ephemeral\":true,\"excludeTurns\":true"));
      JsonObject child = forked.getAsJsonObject("thread");
      assertThat(child.get("forkedFromId").getAsString()).isEqualTo(source);
      assertThat(child.get("preview").getAsString()).isEqualTo("one");
      Threads.runTurn(client, source, "not in the fork");
      Threads.runTurn(client, Threads.idOf(forked), "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
      forked =
          client.request(
              "thread/fork",
              Threads.on(
                  source,
                  "\"ephemeral\":true,\"excludeTurns\":true,\"lastTurnId\":\"" + first + '"'));
      Threads.runTurn(client, Threads.idOf(forked), "three");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "three");
      assertThat(replayed).isEmpty();
    }
  }

  /** Whichever way the history is read: by a place the index knows, or all of it. */
  @ParameterizedTest
  @CsvSource({
    "LOCAL,paginated,true",
    "LOCAL,legacy,true",
    "LOCAL,legacy,false",
    "BLOBS,paginated,true",
    "MEMORY,paginated,true",
    "MEMORY,legacy,false"
  })
  void anEphemeralForkAtATurnHasTheConversationUpToThere(
      TestServer.Kind kind, String mode, boolean excludeTurns) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String source = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      Threads.runTurn(client, source, "one");
      String second = Threads.runTurn(client, source, "two");
      Threads.runTurn(client, source, "three");
      String members = "\"ephemeral\":true,\"excludeTurns\":" + excludeTurns;
      String before =
          Threads.idOf(
              client.request(
                  "thread/fork",
                  Threads.on(source, members + ",\"beforeTurnId\":\"" + second + '"')));
      Threads.runTurn(client, before, "other");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "other");
      String through =
          Threads.idOf(
              client.request(
                  "thread/fork",
                  Threads.on(source, members + ",\"lastTurnId\":\"" + second + '"')));
      Threads.runTurn(client, through, "other");
      assertThat(server.model().lastInputTexts())
          .containsExactly("one", "answer 1", "two", "answer 2", "other");
      JsonObject refused =
          client.requestError(
              "thread/fork", Threads.on(source, members + ",\"lastTurnId\":\"none\""));
      assertThat(refused.getAsJsonObject("data").get("kind").getAsString())
          .isEqualTo("turnNotFound");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL,paginated,true",
    "LOCAL,legacy,true",
    "LOCAL,legacy,false",
    "MEMORY,paginated,true",
    "MEMORY,legacy,false"
  })
  void anEphemeralForkOfAConversationThatMemoryCannotHoldIsRefused(
      TestServer.Kind kind, String mode, boolean excludeTurns) {
    TestServer server =
        new TestServer(home, kind)
            .within(
                new HistoryBounds(HistoryBounds.PAGE_BYTES, HistoryBounds.PAGE_BYTES, MOST_CHARS));
    try (TestClient client = server.start()) {
      String source = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      String first = Threads.runTurn(client, source, "one");
      Threads.runTurn(client, source, "x".repeat(MOST_CHARS));
      String members = "\"ephemeral\":true,\"excludeTurns\":" + excludeTurns;
      JsonObject refused = client.requestError("thread/fork", Threads.on(source, members));
      assertThat(refused.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(refused.get("message").getAsString())
          .isEqualTo(
              "the conversation is longer than what can be sent to a model;"
                  + " compact or fork the thread");
      String child =
          Threads.idOf(
              client.request(
                  "thread/fork", Threads.on(source, members + ",\"lastTurnId\":\"" + first + '"')));
      Threads.runTurn(client, child, "two");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEphemeralForkOfALegacyThreadShowsItsTurns(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String source = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, source, "one");
      JsonObject forked = client.request("thread/fork", Threads.on(source, "\"ephemeral\":true"));
      assertThat(Threads.texts(forked.getAsJsonObject("thread").getAsJsonArray("turns")))
          .containsExactly("one", "answer 1");
      client.awaitNotification("thread/tokenUsage/updated");
    }
  }

  private static long filesBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
