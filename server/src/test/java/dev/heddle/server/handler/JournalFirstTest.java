package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.ExitCode;
import dev.heddle.server.TestServer;
import dev.heddle.server.rollout.Json;
import dev.heddle.server.rollout.RolloutRecord;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.LocalThreadStore;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal comes first: what clients and lists are told of a turn, it has already. */
@Timeout(60)
class JournalFirstTest {
  @TempDir Path home;

  @Test
  @Tag("SA-25")
  void whoHearsOfATurnFindsItThroughAnyOtherReader() {
    List<String> seen = new ArrayList<>();
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      try (LocalThreadStore other = store()) {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        client.listen(message -> {
          if (message.method().equals("turn/completed")) {
            seen.addAll(events(other, threadId));
            looked.complete(null);
          }
        });
        Threads.runTurn(client, threadId, "hello");
        looked.join();
      }
      JsonObject listed =
          client.request("thread/list", "{}").getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(listed.get("preview").getAsString()).isEqualTo("hello");
    }
    assertThat(seen).contains("task_started", "item_completed", "task_complete");
  }

  @Test
  void aTurnThatNeverWillBeStoredIsRefused() {
    AtomicBoolean closes = new AtomicBoolean();
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  protected LiveLog wrap(LiveLog log) {
                    return new ForwardingLog(log) {
                      @Override
                      public void append(List<RolloutRecord> records) {
                        if (closes.get()) {
                          close(); // the end of the server overtakes the request
                        }
                        super.append(records);
                      }
                    };
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      closes.set(true);
      JsonObject error =
          client.requestError("turn/start", Threads.turnParams(threadId, "never stored"));
      assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("conflict");
      assertThat(server.model().requests()).hasSize(1);
    }
  }

  @Test
  @Tag("SA-27")
  @Tag("D5")
  void anIndexThatCannotBeMadeCostsNoTurn() throws IOException {
    Files.writeString(home.resolve("heddle"), "a file where the index's folder goes");
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    CompletableFuture<ThreadStore> opened = new CompletableFuture<>();
    server.through(store -> {
      opened.complete(store);
      return store;
    });
    try (TestClient client = server.start()) {
      String one = Threads.start(client);
      String two = Threads.start(client);
      for (String turn : List.of("first", "second")) {
        for (String threadId : List.of(one, two)) {
          Threads.runTurn(client, threadId, turn);
          assertThat(Threads.storedTexts(client, threadId)).contains(turn);
        }
      }
      assertThat(client.request("thread/list", "{}").getAsJsonArray("data")).hasSize(2);
      assertThat(opened.join().health().degraded()).as("degraded").isTrue();
    }
    Files.delete(home.resolve("heddle"));
    try (TestClient client = server.start()) {
      assertThat(client.request("thread/list", "{}").getAsJsonArray("data")).hasSize(2);
    }
  }

  /** As after a kill: the journals have a turn that the index never heard of. */
  @Test
  @Tag("SA-28")
  void anIndexFromBeforeTheLastTurnIsCaughtUpByTheFirstAnswer() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
    }
    Path before = Files.createDirectory(home.resolve("kept"));
    copyIndex(home.resolve("heddle"), before);
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "second");
    }
    for (String method : List.of("thread/read", "thread/turns/list", "thread/list")) {
      copyIndex(before, home.resolve("heddle"));
      try (TestClient client = server.start()) {
        if (method.equals("thread/list")) {
          JsonObject row =
              client.request(method, "{}").getAsJsonArray("data").get(0).getAsJsonObject();
          JsonObject read =
              client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
          assertThat(row.get("updatedAt")).isEqualTo(read.get("updatedAt"));
          assertThat(row.get("recencyAt")).isEqualTo(read.get("recencyAt"));
        } else if (method.equals("thread/read")) {
          assertThat(Threads.storedTexts(client, threadId)).contains("first", "second");
        } else {
          assertThat(client.request(method, Threads.on(threadId)).getAsJsonArray("data"))
              .hasSize(2);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"turn/interrupt", "thread/archive", "thread/unsubscribe", "end"})
  @Tag("SA-29")
  void whatWasStoppedWritesNothingLate(String stop) throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    Map<String, String> atTheStop;
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      if (stop.equals("turn/interrupt")) {
        client.request(stop, Threads.on(threadId, "\"turnId\":\"" + turnId + "\""));
        Threads.awaitCompleted(client, turnId);
      } else if (stop.equals("thread/archive")) {
        client.request(stop, Threads.on(threadId));
        client.awaitNotification("thread/archived");
      } else if (stop.equals("thread/unsubscribe")) {
        client.request(stop, Threads.on(threadId));
        held.letGo();
      }
      if (!stop.equals("thread/unsubscribe")) {
        client.closeInput();
        client.awaitEnd();
        assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
      }
    }
    atTheStop = journals();
    held.letGo();
    try (TestClient client = server.start()) {
      boolean archived = stop.equals("thread/archive");
      assertThat(
              client
                  .request("thread/list", "{\"archived\":" + archived + "}")
                  .getAsJsonArray("data"))
          .hasSize(1);
      assertThat(
              client
                  .request("thread/list", "{\"archived\":" + !archived + "}")
                  .getAsJsonArray("data"))
          .isEmpty();
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("go", "half");
    }
    assertThat(journals()).as("journals after %s", stop).isEqualTo(atTheStop);
    assertThat(atTheStop).as("files of the thread").hasSize(1);
    assertThat(atTheStop.keySet())
        .allSatisfy(path ->
            assertThat(path.startsWith("archived_sessions"))
                .isEqualTo(stop.equals("thread/archive")));
  }

  @Test
  @Tag("SA-33")
  void aClientThatDoesNotReadHoldsUpNoStorage() {
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<Void> stalled = new CompletableFuture<>();
    CompletableFuture<String> stored = new CompletableFuture<>();
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    server.through(store -> new StoredTurns(store, stored));
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String watched = Threads.start(client);
      String other = Threads.start(client);
      client.listen(message -> {
        if (message.method().equals("item/agentMessage/delta") && !stalled.isDone()) {
          stalled.complete(null);
          awaitUninterruptibly(reading);
        }
      });
      String turnId = Threads.startTurn(client, watched, "go");
      stalled.join();
      client.send("turn/start", Threads.turnParams(other, "unheard"));
      assertThat(stored.join()).isEqualTo(other);
      try (LocalThreadStore reader = store()) {
        assertThat(events(reader, other)).endsWith("task_complete");
      }
      reading.countDown();
      held.letGo();
      Threads.awaitCompleted(client, turnId);
    }
  }

  /** Tells of the first thread that stored the end of a turn. */
  private static final class StoredTurns extends ForwardingThreadStore {
    private final CompletableFuture<String> stored;

    StoredTurns(ThreadStore store, CompletableFuture<String> stored) {
      super(store);
      this.stored = stored;
    }

    @Override
    public LiveLog create(NewThread thread) {
      return new ForwardingLog(super.create(thread)) {
        private volatile boolean ended;

        @Override
        public void append(List<RolloutRecord> records) {
          super.append(records);
          ended |= records.stream().anyMatch(record -> isEvent(record, "task_complete"));
        }

        @Override
        public void flush() {
          boolean whole = ended;
          super.flush();
          if (whole) {
            stored.complete(threadId());
          }
        }
      };
    }
  }

  private LocalThreadStore store() {
    return new LocalThreadStore(home, Durability.DEFAULT);
  }

  private static boolean isEvent(RolloutRecord record, String type) {
    return type.equals(Json.string(record.payload(), "type"));
  }

  private static List<String> events(ThreadStore store, String threadId) {
    List<String> types = new ArrayList<>();
    store.replay(threadId, true, record -> types.add(Json.string(record.payload(), "type", "-")));
    return types;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, String> journals() throws IOException {
    Map<String, String> journals = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        if (!file.endsWith("session_index.jsonl")) {
          journals.put(home.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return journals;
  }

  private static void copyIndex(Path from, Path to) throws IOException {
    try (Stream<Path> old = Files.list(to)) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
