package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.rollout.Records;
import dev.heddle.server.rollout.RolloutCodec;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.NewThread;
import dev.heddle.server.store.Reverts;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.Uuid7;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of threads after their turns: names, goals, archives, reverts, deletions. */
class ThreadLifeTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  @Tag("S8")
  void metadataSurvivesARestart(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"  A name \""));
      assertThat(client.awaitNotification("thread/name/updated").get("threadName").getAsString())
          .isEqualTo("A name");
      client.request(
          "thread/metadata/update",
          Threads.on(threadId, "\"gitInfo\":{\"branch\":\"b\",\"sha\":\"s\"}"));
      client.request("thread/metadata/update", Threads.on(threadId, "\"gitInfo\":{\"sha\":null}"));
      client.request(
          "thread/goal/set", Threads.on(threadId, "\"objective\":\"o\",\"status\":\"paused\""));
    }
    try (TestClient client = server.start()) {
      JsonObject thread =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(thread.get("name").getAsString()).isEqualTo("A name");
      assertThat(thread.getAsJsonObject("gitInfo").toString())
          .isEqualTo("{\"sha\":null,\"branch\":\"b\",\"originUrl\":null}");
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      JsonObject goal = client.awaitNotification("thread/goal/updated").getAsJsonObject("goal");
      assertThat(goal.get("objective").getAsString()).isEqualTo("o");
      assertThat(
              client
                  .request("thread/goal/clear", Threads.on(threadId))
                  .get("cleared")
                  .getAsBoolean())
          .isTrue();
      assertThat(client.request("thread/goal/get", Threads.on(threadId)).get("goal").isJsonNull())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNameGivenBeforeTheFirstTurnIsKept(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"early\""));
      client.request("thread/turns/list", Threads.on(threadId));
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.getAsJsonObject("thread").get("name").getAsString()).isEqualTo("early");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anArchivedThreadLeavesTheListAndComesBack(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    server.model().then(new ScriptedModel.Held("half"));
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.startTurn(client, threadId, "first");
      client.awaitNotification("item/agentMessage/delta");
      client.request("thread/archive", Threads.on(threadId));
      client.awaitNotification("turn/completed");
      client.awaitNotification("thread/archived");
      assertThat(ids(client, "{}")).isEmpty();
      assertThat(ids(client, "{\"archived\":true}")).containsExactly(threadId);
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("first", "half");
      client.request("thread/unarchive", Threads.on(threadId));
      client.awaitNotification("thread/unarchived");
      assertThat(ids(client, "{}")).containsExactly(threadId);
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "second");
    }
  }

  @Test
  void aDeletionThatIsRefusedChangesNothing() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String source = Threads.start(client);
      Threads.runTurn(client, source, "first");
      client.request("thread/fork", Threads.on(source, "\"excludeTurns\":true"));
      ScriptedModel.Held answer = new ScriptedModel.Held("half");
      server.model().then(answer);
      String running = Threads.startTurn(client, source, "running");
      JsonObject error = client.requestError("thread/delete", Threads.on(source));
      assertThat(error.get("message").getAsString())
          .isEqualTo("cannot delete thread " + source + ": forked history still references it");
      answer.letGo();
      JsonObject turn = Threads.awaitCompleted(client, running);
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      Threads.runTurn(client, source, "second");
      assertThat(wasNotLoaded(client)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedThreadIsGone(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
      client.request("thread/delete", Threads.on(threadId));
      client.awaitNotification("thread/deleted");
      assertThat(ids(client, "{}")).isEmpty();
      client.requestError("thread/read", Threads.on(threadId));
    }
  }

  @Test
  void aLegacyThreadWithoutARepositoryHasNoneAfterAChangeOfItsMemoryMode() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      client.request("thread/memoryMode/set", Threads.on(threadId, "\"mode\":\"disabled\""));
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      JsonObject read =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(read.get("gitInfo").isJsonNull()).as("%s", read).isTrue();
    }
  }

  @Test
  void aNameThatUtf8CannotHoldSurvives() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"half \\ud83d\""));
      client.request("threadSection/create", "{\"name\":\"half \\ud83d\"}");
    }
    try (TestClient client = server.start()) {
      JsonObject read =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(escapedName(read)).isEqualTo("half \\ud83d");
      assertThat(client.request("threadSection/list", "{}").getAsJsonArray("data").asList())
          .extracting(each -> escapedName(each.getAsJsonObject()))
          .contains("half \\ud83d");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thread/inject_items|'items':[{'type':'message','role':'user','content':[]}]",
        "thread/goal/set|'objective':'later','status':'paused'",
        "thread/name/set|'name':'one'",
        "thread/shellCommand|'command':'true'",
        "thread/resume|'history':[{'type':'message','role':'user','content':[]}],SETTINGS",
      })
  void whateverIsStoredFirstAThreadKeepsItsSettings(String method, String members) {
    String settings = "\"sandbox\":\"read-only\",\"approvalPolicy\":\"never\",\"model\":\"mine\"";
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{" + settings + "}");
      String given = members.replace('\'', '"').replace("SETTINGS", settings);
      if (method.equals("thread/resume")) {
        String another = UUID.randomUUID().toString();
        threadId = Threads.idOf(client.request(method, Threads.on(another, given)));
      } else {
        client.request(method, Threads.on(threadId, given));
      }
    }
    try (TestClient client = server.start()) {
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.getAsJsonObject("sandbox").get("type").getAsString())
          .isEqualTo("readOnly");
      assertThat(resumed.get("approvalPolicy").getAsString()).isEqualTo("never");
      assertThat(resumed.get("model").getAsString()).isEqualTo("mine");
    }
  }

  /** Two windows on one home: one has the thread loaded, the other names it. */
  @Test
  void aNameThatAnotherServerGaveIsThatOfALoadedThread() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start();
        TestClient other = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      for (String name : List.of("given", "given again")) {
        other.request("thread/name/set", Threads.on(threadId, "\"name\":\"" + name + '"'));
        assertThat(nameIn(client.request("thread/read", Threads.on(threadId)))).isEqualTo(name);
        assertThat(nameIn(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(name);
        JsonArray listed = client.request("thread/list", "{}").getAsJsonArray("data");
        assertThat(listed.get(0).getAsJsonObject().get("name").getAsString()).isEqualTo(name);
      }
      client.request("thread/name/set", Threads.on(threadId, "\"name\":\"own\""));
      assertThat(nameIn(other.request("thread/read", Threads.on(threadId)))).isEqualTo("own");
      assertThat(nameIn(client.request("thread/read", Threads.on(threadId)))).isEqualTo("own");
    }
  }

  private static String nameIn(JsonObject response) {
    return response.getAsJsonObject("thread").get("name").getAsString();
  }

  /** The name in letters that a report of a failure can show. */
  private static String escapedName(JsonObject named) {
    return RolloutCodec.escapeLoneSurrogates(named.get("name").getAsString());
  }

  @Test
  void aRevertThatFailsOnItsWayLeavesTheThreadLoadedAsItWas() {
    AtomicBoolean fails = new AtomicBoolean();
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  protected LiveLog wrap(LiveLog log) {
                    return new ForwardingLog(log) {
                      @Override
                      public void close() {
                        super.close();
                        if (fails.getAndSet(false)) {
                          throw ThreadStoreException.conflict(threadId(), "planted");
                        }
                      }
                    };
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"model\":\"mine\"}");
      Threads.runTurn(client, threadId, "one");
      String second = Threads.runTurn(client, threadId, "two");
      fails.set(true);
      client.requestError(
          "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + second + "\""));
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().requests().getLast().model()).isEqualTo("mine");
      assertThat(Threads.storedTexts(client, threadId))
          .containsExactly("one", "answer 1", "two", "answer 2", "three", "answer 3");
    }
  }

  @Test
  @Tag("S2")
  void aRevertedThreadGoesOnFromBeforeTheTurn() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      String second = Threads.runTurn(client, threadId, "two");
      long createdAt = createdAt(client, threadId);
      JsonObject reverted =
          client.request(
              "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + second + "\""));
      client.awaitNotification("thread/reverted");
      assertThat(reverted.get("turnsBackwardsCursor").isJsonNull()).isFalse();
      assertThat(Threads.storedTexts(client, threadId)).containsExactly("one", "answer 1");
      assertThat(createdAt(client, threadId)).isEqualTo(createdAt);
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "three");
    }
  }

  @Test
  void aRevertedThreadKeepsItsSettingsOverARestart() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      String first = Threads.runTurn(client, threadId, "one");
      String changed =
          "\"model\":\"another\",\"effort\":\"high\",\"input\":[{\"type\":\"text\",\"text\":\"two\"}]";
      String second =
          client
              .request("turn/start", Threads.on(threadId, changed))
              .getAsJsonObject("turn")
              .get("id")
              .getAsString();
      Threads.awaitCompleted(client, second);
      for (String turn : List.of(second, first)) {
        client.request("thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + turn + "\""));
      }
    }
    try (TestClient client = server.start()) {
      JsonObject read =
          client.request("thread/read", Threads.on(threadId)).getAsJsonObject("thread");
      assertThat(read.get("model").getAsString()).isEqualTo("another");
      assertThat(read.get("reasoningEffort").getAsString()).isEqualTo("high");
      JsonObject resumed = client.request("thread/resume", Threads.on(threadId));
      assertThat(resumed.get("model").getAsString()).isEqualTo("another");
      assertThat(resumed.get("reasoningEffort").getAsString()).isEqualTo("high");
    }
  }

  @Test
  void aRevertThatFailsTellsOfThatAlsoWhenTheThreadCannotBeLoadedAgain() {
    AtomicBoolean broken = new AtomicBoolean();
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<Reverts> reverts() {
                    return Optional.of((threadId, turnId, then) -> {
                      broken.set(true);
                      throw failure(threadId, "no room");
                    });
                  }

                  @Override
                  public LiveLog resume(String threadId) {
                    if (broken.get()) {
                      throw failure(threadId, "no file either");
                    }
                    return super.resume(threadId);
                  }

                  private ThreadStoreException failure(String threadId, String message) {
                    return new ThreadStoreException(
                        ThreadStoreException.Kind.DISK_FULL, threadId, message, null);
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turn = Threads.runTurn(client, threadId, "one");
      JsonObject error =
          client.requestError(
              "thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"" + turn + "\""));
      assertThat(error.get("message").getAsString()).contains("no room").doesNotContain("either");
      broken.set(false);
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "two");
    }
  }

  @Test
  void aRevertToATurnThatIsNotThereTouchesNothing() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      JsonObject error =
          client.requestError("thread/revert", Threads.on(threadId, "\"beforeTurnId\":\"x\""));
      assertThat(error.get("message").getAsString()).isEqualTo("turn not found: x");
      assertThat(wasNotLoaded(client)).isFalse();
      Threads.runTurn(client, threadId, "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S2")
  void aLegacyThreadIsRolledBack(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      JsonObject rolledBack =
          client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      client.awaitNotification("deprecationNotice");
      assertThat(Threads.texts(rolledBack.getAsJsonObject("thread").getAsJsonArray("turns")))
          .containsExactly("one", "answer 1");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "three");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S2")
  void theModelLosesTheTurnsThatARollbackDrops(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      client.request(
          "thread/inject_items",
          Threads.on(
              threadId,
              "\"items\":[{\"type\":\"message\",\"role\":\"user\",\"content\":"
                  + "[{\"type\":\"input_text\",\"text\":\"by the way\"}]}]"));
      JsonObject left = client.request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"));
      assertThat(Threads.texts(left.getAsJsonObject("thread").getAsJsonArray("turns")))
          .containsExactly("one", "answer 1");
      Threads.runTurn(client, threadId, "three");
      assertThat(server.model().lastInputTexts()).containsExactly("one", "answer 1", "three");
    }
  }

  @Test
  void aRollbackCountsTurnsInWhichTheUserSaidSomething() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client, "{\"historyMode\":\"legacy\"}");
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      client.request("thread/compact/start", Threads.on(threadId));
      client.awaitNotification("turn/completed");
      JsonArray left =
          client
              .request("thread/rollback", Threads.on(threadId, "\"numTurns\":1"))
              .getAsJsonObject("thread")
              .getAsJsonArray("turns");
      assertThat(Threads.texts(left)).containsExactly("one", "answer 1");
      JsonObject read =
          client.request("thread/read", Threads.on(threadId, "\"includeTurns\":true"));
      assertThat(read.getAsJsonObject("thread").getAsJsonArray("turns")).isEqualTo(left);
    }
  }

  @ParameterizedTest
  @EnumSource
  void injectedItemsReachTheModel(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client);
      client.request(
          "thread/inject_items",
          Threads.on(
              threadId,
              "\"items\":[{\"type\":\"message\",\"role\":\"user\",\"content\":"
                  + "[{\"type\":\"input_text\",\"text\":\"by the way\"}]}]"));
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "go");
      assertThat(server.model().lastInputTexts()).containsExactly("by the way", "go");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadIsReadOnlyOnceByTheSameRevision(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "one");
      String revision =
          client
              .request("thread/read", Threads.on(threadId))
              .getAsJsonObject("readState")
              .get("revision")
              .getAsString();
      String params =
          Threads.on(
              threadId,
              "\"operation\":{\"type\":\"read\"},\"expectedRevision\":\"" + revision + "\"");
      JsonObject state =
          client.request("thread/readState/update", params).getAsJsonObject("readState");
      assertThat(state.get("firstUnread").isJsonNull()).isTrue();
      JsonObject data =
          client.requestError("thread/readState/update", params).getAsJsonObject("data");
      assertThat(data.get("reason").getAsString()).isEqualTo("readStateConflict");
      assertThat(data.getAsJsonObject("readState")).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadThatWasChangedBeforeItsFirstTurnHasAReadState(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      for (String[] change :
          new String[][] {
            {"thread/memoryMode/set", "\"mode\":\"disabled\""},
            {"thread/metadata/update", "\"gitInfo\":{\"branch\":\"b\"}"},
            {"thread/section/move", "\"sectionId\":null"},
          }) {
        String threadId = Threads.start(client);
        client.request(change[0], Threads.on(threadId, change[1]));
        JsonObject read = client.request("thread/read", Threads.on(threadId));
        assertThat(read.get("readState").isJsonNull()).as(change[0]).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThreadMarkedUnreadIsUnreadFromItsStart(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String threadId = Threads.start(client);
      assertThat(client.request("thread/read", Threads.on(threadId)).get("readState").isJsonNull())
          .isTrue();
      Threads.runTurn(client, threadId, "one");
      String revision =
          client
              .request("thread/read", Threads.on(threadId))
              .getAsJsonObject("readState")
              .get("revision")
              .getAsString();
      JsonObject state =
          client
              .request(
                  "thread/readState/update",
                  Threads.on(
                      threadId,
                      "\"operation\":{\"type\":\"unread\"},\"expectedRevision\":\""
                          + revision
                          + "\""))
              .getAsJsonObject("readState");
      assertThat(state.getAsJsonObject("firstUnread").get("type").getAsString())
          .isEqualTo("threadStart");
    }
  }

  @Test
  void whatTheModelIsStillSayingIsNoItemYet() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.startTurn(client, threadId, "go");
      client.awaitNotification("item/agentMessage/delta");
      for (String direction : List.of("asc", "desc")) {
        JsonArray items =
            client
                .request(
                    "thread/items/list",
                    Threads.on(threadId, "\"limit\":1,\"sortDirection\":\"" + direction + "\""))
                .getAsJsonArray("data");
        assertThat(items.toString()).contains("userMessage").doesNotContain("agentMessage");
      }
      held.letGo();
      Threads.awaitCompleted(client, turnId);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("S4")
  void pagesOfTurnsGoBothWays(TestServer.Kind kind) {
    for (String mode : List.of("legacy", "paginated")) {
      try (TestClient client = new TestServer(home.resolve(mode), kind).start()) {
        String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
        for (int i = 1; i <= 3; i++) {
          Threads.runTurn(client, threadId, "q" + i);
        }
        JsonObject newest = turns(client, threadId, "desc", null);
        assertThat(questions(newest)).containsExactly("q3", "q2");
        JsonObject older = turns(client, threadId, "desc", newest.get("nextCursor"));
        assertThat(questions(older)).containsExactly("q1");
        assertThat(older.get("nextCursor").isJsonNull()).isTrue();
        Threads.runTurn(client, threadId, "q4");
        JsonObject newer = turns(client, threadId, "asc", newest.get("backwardsCursor"));
        assertThat(questions(newer)).as(mode).containsExactly("q3", "q4");
        client.requestError("thread/turns/list", Threads.on(threadId, "\"cursor\":\"nonsense\""));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesOfItemsGoBothWaysInBothKindsOfHistory(TestServer.Kind kind) {
    for (String mode : List.of("legacy", "paginated")) {
      try (TestClient client = new TestServer(home.resolve(mode), kind).start()) {
        String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
        assertThat(items(client, threadId, "asc", null).getAsJsonArray("data")).isEmpty();
        for (int i = 1; i <= 2; i++) {
          Threads.runTurn(client, threadId, "q" + i);
        }
        JsonObject oldest = items(client, threadId, "asc", null);
        JsonObject more = items(client, threadId, "asc", oldest.get("nextCursor"));
        List<String> ascending = new ArrayList<>(itemIds(oldest));
        ascending.addAll(itemIds(more));
        assertThat(ascending).as(mode).hasSize(4).doesNotHaveDuplicates();
        assertThat(more.get("nextCursor").isJsonNull()).as(mode).isTrue();
        JsonObject newest = items(client, threadId, "desc", null);
        List<String> descending = new ArrayList<>(itemIds(newest));
        descending.addAll(itemIds(items(client, threadId, "desc", newest.get("nextCursor"))));
        assertThat(descending).as(mode).isEqualTo(ascending.reversed());
        Threads.runTurn(client, threadId, "q3");
        JsonObject newer = items(client, threadId, "asc", newest.get("backwardsCursor"));
        assertThat(itemIds(newer).getFirst()).as(mode).isEqualTo(ascending.getLast());
        assertThat(itemIds(newer)).as(mode).hasSize(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageOfItemsMayBeginAtAnItemOfATurn(TestServer.Kind kind) {
    for (String mode : List.of("legacy", "paginated")) {
      try (TestClient client = new TestServer(home.resolve(mode), kind).start()) {
        String threadId = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
        String first = Threads.runTurn(client, threadId, "q1");
        String second = Threads.runTurn(client, threadId, "q2");
        List<String> ids = itemIds(client.request("thread/items/list", Threads.on(threadId)));
        assertThat(ids).hasSize(4);
        assertThat(itemIds(client.request("thread/items/list", after(threadId, first, ids.get(0)))))
            .as(mode)
            .containsExactly(ids.get(1));
        assertThat(
                itemIds(client.request("thread/items/list", after(threadId, second, ids.get(3)))))
            .isEmpty();
        String back = "{\"sortDirection\":\"desc\",";
        String before = after(threadId, second, ids.get(3)).replaceFirst("\\{", back);
        assertThat(itemIds(client.request("thread/items/list", before)))
            .containsExactly(ids.get(2));
        for (String item : List.of(ids.get(2), "nope", "")) {
          assertThat(itemsError(client, after(threadId, first, item)))
              .isEqualTo(
                  "-32602 cursor.itemId does not identify an item in the requested history scope");
        }
        assertThat(itemsError(client, after(threadId, "nope", ids.get(0))))
            .startsWith("-32602 cursor.itemId does not identify");
      }
    }
  }

  @Test
  void anItemToBeginAtNeedsItsTurn() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String threadId = Threads.start(client);
      String turnId = Threads.runTurn(client, threadId, "q1");
      assertThat(itemsError(client, after(threadId, "", "x")))
          .isEqualTo("-32602 turnId is required when cursor is an item anchor");
      String noTurn = Threads.on(threadId, "\"cursor\":{\"type\":\"item\",\"itemId\":\"x\"}");
      assertThat(itemsError(client, noTurn))
          .isEqualTo("-32602 turnId is required when cursor is an item anchor");
      for (String cursor :
          List.of(
              "5",
              "[]",
              "{}",
              "{\"type\":\"item\"}",
              "{\"type\":\"x\",\"itemId\":\"a\"}",
              "{\"type\":\"item\",\"itemId\":5}")) {
        assertThat(
                itemsError(
                    client,
                    Threads.on(threadId, "\"turnId\":\"" + turnId + "\",\"cursor\":" + cursor)))
            .as(cursor)
            .isEqualTo(
                "-32600 Invalid request: data did not match any variant of untagged enum"
                    + " ThreadItemsListCursor");
      }
    }
  }

  private static String after(String threadId, String turnId, String itemId) {
    return Threads.on(
        threadId,
        "\"turnId\":\"%s\",\"cursor\":{\"type\":\"item\",\"itemId\":\"%s\"}"
            .formatted(turnId, itemId));
  }

  private static String itemsError(TestClient client, String params) {
    JsonObject error = client.requestError("thread/items/list", params);
    return error.get("code").getAsInt() + " " + error.get("message").getAsString();
  }

  private static JsonObject items(
      TestClient client, String threadId, String direction, JsonElement cursor) {
    return client.request(
        "thread/items/list",
        Threads.on(
            threadId, "\"limit\":3,\"sortDirection\":\"" + direction + "\",\"cursor\":" + cursor));
  }

  private static List<String> itemIds(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement row : page.getAsJsonArray("data")) {
      ids.add(row.getAsJsonObject().getAsJsonObject("item").get("id").getAsString());
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void pagesOfThreadsGoBothWays(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String first = listed(client, "one");
      String second = listed(client, "two");
      String third = listed(client, "three");
      JsonObject newest = client.request("thread/list", "{\"limit\":2}");
      assertThat(ids(newest)).containsExactly(third, second);
      JsonObject older =
          client.request(
              "thread/list", "{\"limit\":2,\"cursor\":" + newest.get("nextCursor") + "}");
      assertThat(ids(older)).containsExactly(first);
      assertThat(older.get("nextCursor").isJsonNull()).isTrue();
      String fourth = listed(client, "four");
      JsonObject newer =
          client.request(
              "thread/list",
              "{\"sortDirection\":\"asc\",\"cursor\":" + newest.get("backwardsCursor") + "}");
      assertThat(ids(newer)).containsExactly(third, fourth);
      assertThat(ids(client, "{\"searchTerm\":\"tw\"}")).containsExactly(second);
      assertThat(ids(client, "{\"cwd\":\"/nowhere\"}")).isEmpty();
      assertThat(ids(client, "{\"sourceKinds\":[\"cli\"]}")).isEmpty();
    }
  }

  /** Whether clients were told that any thread is no longer loaded. */
  private static boolean wasNotLoaded(TestClient client) {
    return client.trace().stream()
        .filter(TraceEntry::isNotification)
        .filter(each -> each.method().equals("thread/status/changed"))
        .anyMatch(each -> each.params().toString().contains("\"notLoaded\""));
  }

  private static String listed(TestClient client, String text) {
    String threadId = Threads.start(client);
    Threads.runTurn(client, threadId, text);
    return threadId;
  }

  private static JsonObject turns(
      TestClient client, String threadId, String direction, JsonElement cursor) {
    return client.request(
        "thread/turns/list",
        Threads.on(
            threadId, "\"limit\":2,\"sortDirection\":\"" + direction + "\",\"cursor\":" + cursor));
  }

  private static List<String> questions(JsonObject page) {
    return Threads.texts(page.getAsJsonArray("data")).stream()
        .filter(text -> text.startsWith("q"))
        .toList();
  }

  private static long createdAt(TestClient client, String threadId) {
    return client
        .request("thread/read", Threads.on(threadId))
        .getAsJsonObject("thread")
        .get("createdAt")
        .getAsLong();
  }

  private static List<String> ids(TestClient client, String params) {
    return ids(client.request("thread/list", params));
  }

  private static List<String> ids(JsonObject page) {
    JsonArray data = page.getAsJsonArray("data");
    return data.asList().stream()
        .map(each -> each.getAsJsonObject().get("id").getAsString())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "MEMORY"})
  void howeverManyThreadsAThreadHasSpawnedTheyGoWithIt(TestServer.Kind kind) {
    String root = Uuid7.next();
    List<String> ids = new ArrayList<>(List.of(root));
    TestServer server = new TestServer(home, kind);
    server.through(store -> {
      store(store, root, null);
      for (int i = 0; i < 120; i++) {
        String spawned = Uuid7.next();
        store(store, spawned, root);
        ids.add(spawned);
      }
      return store;
    });
    try (TestClient client = server.start()) {
      client.request("thread/delete", Threads.on(root));
      for (String id : ids) {
        client.awaitNotification(
            "thread/deleted", params -> params.get("threadId").getAsString().equals(id));
      }
    }
  }

  private static void store(ThreadStore store, String id, @Nullable String parent) {
    JsonObject meta = new JsonObject();
    meta.addProperty("cwd", "/work");
    meta.addProperty("source", "vscode");
    if (parent != null) {
      meta.addProperty("parent_thread_id", parent);
    }
    HistoryMode mode = store.defaultHistoryMode();
    try (LiveLog log =
        store.create(new NewThread(id, Instant.now(), mode, meta, null, "", null, () -> null))) {
      log.append(
          List.of(
              Records.item(
                  Instant.now(),
                  mode,
                  id,
                  Uuid7.next(),
                  JsonParser.parseString(
                          "{\"type\":\"UserMessage\",\"id\":\"u\","
                              + "\"content\":[{\"type\":\"text\",\"text\":\"said\"}]}")
                      .getAsJsonObject(),
                  1,
                  1)));
    }
  }
}
