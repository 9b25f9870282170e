package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.memory.InMemoryThreadStore;
import dev.heddle.server.store.memory.StoreOperation;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the server uses its store: everything through it, whatever kind it is. */
@Timeout(60)
class StoreUseTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  @Tag("S1")
  void usageComesFromTheHistoryOnceAndBehindTheAnswer(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId = threadOfTwoTurns(server);
    for (String method : List.of("thread/resume", "thread/fork")) {
      try (TestClient client = server.start()) {
        JsonObject answered = client.request(method, Threads.on(threadId));
        JsonObject usage =
            client.awaitNotification("thread/tokenUsage/updated").getAsJsonObject("tokenUsage");
        assertThat(usage.getAsJsonObject("total").get("totalTokens").getAsInt()).isEqualTo(30);
        assertThat(usage.getAsJsonObject("last").get("totalTokens").getAsInt()).isEqualTo(15);
        // Whatever else the method causes was sent when another request is answered.
        client.request("thread/read", Threads.on(Threads.idOf(answered)));
        List<String> order =
            client.trace().stream()
                .filter(TraceEntry::fromServer)
                .map(entry ->
                    entry.result().has("thread") && entry.result().has("model")
                        ? "answer"
                        : entry.method())
                .filter(what ->
                    List.of("answer", "thread/tokenUsage/updated", "thread/started").contains(what))
                .toList();
        assertThat(order)
            .as("order of %s", method)
            .isEqualTo(
                method.equals("thread/fork")
                    ? List.of("answer", "thread/tokenUsage/updated", "thread/started")
                    : List.of("answer", "thread/tokenUsage/updated"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S4")
  void turnsOfAThreadThatNobodyLoadedAreListed(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId = threadOfTwoTurns(server);
    try (TestClient client = server.start()) {
      JsonArray turns =
          client
              .request("thread/turns/list", Threads.on(threadId, "\"itemsView\":\"full\""))
              .getAsJsonArray("data");
      assertThat(Threads.texts(turns)).containsExactly("two", "answer 2", "one", "answer 1");
      JsonObject row =
          client.request("thread/list", "{}").getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(row.get("id").getAsString()).isEqualTo(threadId);
      assertThat(row.get("path").isJsonNull()).isNotEqualTo(kind.isInFiles());
      assertThat(client.request("thread/loaded/list", "{}").getAsJsonArray("data"))
          .as("loaded threads")
          .isEmpty();
    }
  }

  @Test
  @Tag("S6")
  void theLocalStoreTakesThePathOfAThread() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    String path;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      path =
          client
              .request("thread/read", Threads.on(threadId))
              .getAsJsonObject("thread")
              .get("path")
              .getAsString();
    }
    String byPath = "{\"threadId\":\"\",\"path\":\"" + path + "\"}";
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", byPath);
      assertThat(Threads.idOf(resumed)).isEqualTo(threadId);
      assertThat(Threads.texts(resumed.getAsJsonObject("thread").getAsJsonArray("turns")))
          .containsExactly("one", "answer 1");
      JsonObject forked = client.request("thread/fork", byPath).getAsJsonObject("thread");
      assertThat(forked.get("forkedFromId").getAsString()).isEqualTo(threadId);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S7")
  void aThreadsOwnConfigurationChangesNoStoreAndItsFactsAreStored(TestServer.Kind kind)
      throws IOException {
    TestServer server = new TestServer(home, kind);
    Path cwd = Files.createDirectories(home.resolve("project"));
    String threadId;
    try (TestClient client = server.start()) {
      threadId =
          Threads.start(
              client,
              "{\"cwd\":\""
                  + cwd
                  + "\",\"config\":{\"experimental_thread_store\":{\"type\":\"in_memory\","
                  + "\"id\":\"other\"}}}");
      Threads.runTurn(client, threadId, "one");
    }
    try (TestClient client = server.start()) {
      JsonObject thread =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(thread.get("cwd").getAsString()).isEqualTo(cwd.toString());
      assertThat(thread.get("path").isJsonNull()).isNotEqualTo(kind.isInFiles());
      assertThat(client.request("thread/list", "{\"cwd\":\"" + cwd + "\"}").getAsJsonArray("data"))
          .hasSize(1);
    }
  }

  @Test
  @Tag("S8")
  void aPatchOfAnUnloadedThreadIsOneUpdate() {
    AtomicReference<InMemoryThreadStore> spy = new AtomicReference<>();
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY);
    server.through(store -> spied(store, spy));
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
    }
    try (TestClient client = server.start()) {
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"n\""));
      client.request(
          "thread/metadata/update", Threads.on(threadId, "\"gitInfo\":{\"branch\":\"b\"}"));
      client.request("thread/memoryMode/set", Threads.on(threadId, "\"mode\":\"disabled\""));
      assertThat(spy.get().calls(StoreOperation.UPDATE)).isEqualTo(3);
      for (StoreOperation writing :
          List.of(StoreOperation.CREATE, StoreOperation.RESUME, StoreOperation.APPEND)) {
        assertThat(spy.get().calls(writing)).as("%s", writing).isZero();
      }
    }
  }

  @Test
  @Tag("S5")
  @Tag("SA-6")
  void aStoreOfAnotherKindIsAskedForEverythingAndTheHomeStaysEmpty() throws IOException {
    AtomicReference<InMemoryThreadStore> spy = new AtomicReference<>();
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY);
    server.through(store -> spied(store, spy));
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      Threads.runTurn(client, source, "one");
      Threads.runTurn(client, source, "two");
      String child = Threads.idOf(client.request("thread/fork", Threads.on(source)));
      Threads.runTurn(client, child, "three");
      client.request("thread/archive", Threads.on(child));
      client.request("thread/unarchive", Threads.on(child));
      client.request("thread/resume", Threads.on(child));
      client.request("thread/delete", Threads.on(child));
      client.request("thread/list", "{}");
      client.request("thread/read", Threads.on(source, "\"includeTurns\":true"));
      client.request("thread/name/set", Threads.on(source, "\"name\":\"n\""));
      client.request(
          "thread/metadata/update", Threads.on(source, "\"gitInfo\":{\"branch\":\"b\"}"));
    }
    InMemoryThreadStore store = spy.get();
    assertThat(store.calls(StoreOperation.CREATE)).as("creations").isEqualTo(2);
    assertThat(store.calls(StoreOperation.APPEND)).as("appends").isGreaterThanOrEqualTo(3);
    assertThat(store.calls(StoreOperation.FLUSH)).as("flushes").isGreaterThanOrEqualTo(3);
    assertThat(store.calls(StoreOperation.ARCHIVE)).as("archives").isEqualTo(1);
    assertThat(store.calls(StoreOperation.UNARCHIVE)).as("unarchives").isEqualTo(1);
    assertThat(store.calls(StoreOperation.DELETE)).as("deletions").isEqualTo(1);
    assertThat(store.calls(StoreOperation.RESUME)).as("resumes").isEqualTo(1);
    assertThat(store.calls(StoreOperation.UPDATE)).as("updates").isEqualTo(2);
    assertThat(store.calls(StoreOperation.CLOSE_LOG)).as("logs closed").isEqualTo(3);
    try (var files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).as("files in the home").isEmpty();
    }
  }

  private static ThreadStore spied(ThreadStore store, AtomicReference<InMemoryThreadStore> spy) {
    spy.set((InMemoryThreadStore) store);
    return store;
  }

  /** A thread that was stored by a server which has ended. */
  private static String threadOfTwoTurns(TestServer server) {
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      return threadId;
    }
  }
}
