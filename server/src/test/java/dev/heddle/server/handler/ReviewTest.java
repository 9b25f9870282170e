package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.protocol.v2.AskForApproval;
import dev.heddle.server.TestServer;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.thread.TurnSettings;
import dev.heddle.server.tool.ToolSet;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reviews: what the reviewer is asked, what its thread keeps, and detached ones. */
class ReviewTest {
  private static final String CUSTOM =
      "\"target\":{\"type\":\"custom\",\"instructions\":\"look at it\"}";
  private static final String FORM =
      "{\"findings\":[{\"title\":\"[P1] T\",\"body\":\"b\",\"confidence_score\":1,\"priority\":1,"
          + "\"code_location\":{\"absolute_file_path\":\"/a\",\"line_range\":{\"start\":1,"
          + "\"end\":2}}}],\"overall_explanation\":\"e\"}";
  private static final String RESULT = "e\n\nReview comment:\n\n- [P1] T — /a:1-2\n  b";

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource
  void theReviewerKnowsItsTaskOnlyAndTheThreadItsResultOnly(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String thread;
    try (TestClient client = server.start()) {
      thread = Threads.start(client);
      Threads.runTurn(client, thread, "before");
      server.model().then(ScriptedModel.says(FORM));
      String turnId = review(client, thread, CUSTOM);
      Threads.awaitCompleted(client, turnId);
      assertThat(server.model().lastInputTexts()).containsExactly("look at it");
      assertThat(server.model().requests().getLast().instructions()).contains("You review");
      Threads.runTurn(client, thread, "after");
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(thread));
      Threads.runTurn(client, thread, "again");
      List<String> seen = server.model().lastInputTexts();
      assertThat(seen).hasSize(7);
      assertThat(seen.get(0)).isEqualTo("before");
      assertThat(seen.get(2)).startsWith("<user_action>").contains(RESULT);
      assertThat(seen.get(3)).isEqualTo(RESULT);
      assertThat(seen.get(4)).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReviewIsOneTurn(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String thread;
    String turnId;
    try (TestClient client = server.start()) {
      thread = Threads.start(client);
      server.model().then(ScriptedModel.says(FORM));
      JsonObject answer = client.request("review/start", Threads.on(thread, CUSTOM));
      assertThat(answer.get("reviewThreadId").getAsString()).isEqualTo(thread);
      turnId = answer.getAsJsonObject("turn").get("id").getAsString();
      JsonObject ended = Threads.awaitCompleted(client, turnId);
      assertThat(ended.get("status").getAsString()).isEqualTo("completed");
      assertThat(namesOfTurns(client.trace())).containsOnly(turnId);
    }
    try (TestClient client = server.start()) {
      JsonArray turns = turns(client, thread);
      assertThat(turns).hasSize(1);
      JsonObject turn = turns.get(0).getAsJsonObject();
      assertThat(turn.get("id").getAsString()).isEqualTo(turnId);
      assertThat(turn.get("status").getAsString()).isEqualTo("completed");
      assertThat(shown(turn))
          .containsExactly(
              "enteredReviewMode: look at it",
              "userMessage: look at it",
              "exitedReviewMode: " + RESULT,
              "agentMessage: " + RESULT);
    }
  }

  @ParameterizedTest
  @CsvSource({"LOCAL, paginated", "LOCAL, legacy", "MEMORY, paginated", "MEMORY, legacy"})
  @Tag("S3")
  void aDetachedReviewRunsInAForkThatTheStoreMakes(TestServer.Kind kind, String mode) {
    TestServer server = new TestServer(home, kind);
    String parent;
    String child;
    try (TestClient client = server.start()) {
      parent = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      Threads.runTurn(client, parent, "in the parent");
      server.model().then(ScriptedModel.says(FORM));
      JsonObject answer =
          client.request("review/start", Threads.on(parent, CUSTOM + ",\"delivery\":\"detached\""));
      child = answer.get("reviewThreadId").getAsString();
      String turnId = answer.getAsJsonObject("turn").get("id").getAsString();
      Threads.awaitCompleted(client, turnId);
      assertThat(child).isNotEqualTo(parent);
      assertThat(orderOf(client.trace(), child))
          .startsWith("thread/started", "answer", "item/started", "item/completed")
          .endsWith("turn/completed");
      JsonObject thread =
          client.request("thread/read", Threads.on(child)).getAsJsonObject("thread");
      assertThat(thread.get("forkedFromId").getAsString()).isEqualTo(parent);
      assertThat(thread.get("preview").getAsString()).isEqualTo("in the parent");
      assertThat(thread.get("historyMode").getAsString()).isEqualTo(mode);
    }
    try (TestClient client = server.start()) {
      assertThat(turns(client, parent)).hasSize(1);
      assertThat(turns(client, child)).hasSize(2);
      client.request("thread/resume", Threads.on(child));
      Threads.runTurn(client, child, "mend it");
      assertThat(server.model().lastInputTexts())
          .startsWith("in the parent", "answer 1")
          .endsWith(RESULT, "mend it")
          .hasSize(5);
    }
  }

  @Test
  void aThreadWithoutHistoryCannotBeForkedForAReview() {
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String thread = Threads.start(client);
      JsonObject error =
          client.requestError(
              "review/start", Threads.on(thread, CUSTOM + ",\"delivery\":\"detached\""));
      assertThat(error.get("message").getAsString())
          .isEqualTo("no rollout found for thread id " + thread);
      assertThat(client.request("thread/loaded/list", "{}").getAsJsonArray("data")).hasSize(1);
    }
  }

  @Test
  void nobodyIsAskedForApprovalInAReview() {
    CompletableFuture<TurnSettings> ofReview = new CompletableFuture<>();
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .offering((thread, settings) -> {
              ofReview.complete(settings);
              return ToolSet.NONE;
            });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, "{\"approvalPolicy\":\"on-request\"}");
      Threads.awaitCompleted(client, review(client, thread, CUSTOM));
      assertThat(ofReview.join().approvalPolicy()).isEqualTo(new AskForApproval.Never());
      JsonObject resumed = client.request("thread/resume", Threads.on(thread));
      assertThat(resumed.get("approvalPolicy").getAsString()).isEqualTo("on-request");
    }
  }

  @Test
  void anInterruptedReviewHasNoResultAndTheThreadGoesOn() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      ScriptedModel.Held held = new ScriptedModel.Held("some");
      server.model().then(held);
      String turnId = review(client, thread, CUSTOM);
      held.awaitReached();
      client.request("turn/interrupt", Threads.on(thread, "\"turnId\":\"" + turnId + "\""));
      JsonObject ended = Threads.awaitCompleted(client, turnId);
      assertThat(ended.get("status").getAsString()).isEqualTo("interrupted");
      Threads.runTurn(client, thread, "go on");
      assertThat(server.model().lastInputTexts()).hasSize(3).last().isEqualTo("go on");
      assertThat(server.model().lastInputTexts().get(0)).startsWith("<user_action>");
    }
  }

  @Test
  void theEndOfATurnThatAReviewHasCutIsToldThoughTheReviewCannotBeStored() {
    TestServer server =
        new TestServer(home, TestServer.Kind.LOCAL)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  protected LiveLog wrap(LiveLog log) {
                    return storingNoReview(log);
                  }
                });
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      ScriptedModel.Held held = new ScriptedModel.Held("some");
      server.model().then(held);
      String turnId = Threads.startTurn(client, thread, "work");
      held.awaitReached();
      JsonObject error = client.requestError("review/start", Threads.on(thread, CUSTOM));
      assertThat(error.get("message").getAsString()).contains("no review is stored");
      JsonObject cut = Threads.awaitCompleted(client, turnId);
      assertThat(cut.get("status").getAsString()).isEqualTo("interrupted");
    }
  }

  /** A strict log whose storage fails as soon as a review was recorded. */
  private static LiveLog storingNoReview(LiveLog log) {
    AtomicBoolean failing = new AtomicBoolean();
    return (LiveLog)
        Proxy.newProxyInstance(
            LiveLog.class.getClassLoader(),
            new Class<?>[] {LiveLog.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "strict" -> {
                  return true;
                }
                case "append" ->
                    failing.compareAndSet(
                        false, arguments[0].toString().contains("EnteredReviewMode"));
                case "flush" -> {
                  if (failing.get() && method.getParameterCount() == 0) {
                    throw new ThreadStoreException(
                        ThreadStoreException.Kind.IO, null, "no review is stored", null);
                  }
                }
                default -> {}
              }
              return method.invoke(log, arguments);
            });
  }

  @Test
  void ofACommandOfTheUserBesideAReviewTheThreadIsToldAndNotTheReviewer() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client, "{\"sandbox\":\"danger-full-access\"}");
      ScriptedModel.Held held = new ScriptedModel.Held("some");
      server.model().then(held);
      String reviewId = review(client, thread, CUSTOM);
      held.awaitReached();
      client.request("thread/shellCommand", Threads.on(thread, "\"command\":\"echo mine\""));
      client.awaitNotification(
          "item/completed", params -> params.toString().contains("\"source\":\"userShell\""));
      held.letGo();
      Threads.awaitCompleted(client, reviewId);
      Threads.runTurn(client, thread, "go on");
      assertThat(server.model().lastInputTexts())
          .anyMatch(text -> text.contains("<user_shell_command>") && text.contains("mine"));
    }
  }

  @Test
  void aReviewStartedInATurnCutsItAndAnswersFirst() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String thread = Threads.start(client);
      ScriptedModel.Held held = new ScriptedModel.Held("some");
      server.model().then(held);
      String turnId = Threads.startTurn(client, thread, "work");
      held.awaitReached();
      String reviewId = review(client, thread, CUSTOM);
      JsonObject cut = Threads.awaitCompleted(client, turnId);
      assertThat(cut.get("status").getAsString()).isEqualTo("interrupted");
      Threads.awaitCompleted(client, reviewId);
      assertThat(orderOf(client.trace(), thread).stream().filter(s -> !s.startsWith("item/")))
          .containsSubsequence("answer", "turn/completed", "turn/started", "turn/completed");
    }
  }

  @ParameterizedTest
  @CsvSource({"paginated", "legacy"})
  void aReviewThatACrashCutIsClosed(String mode) throws IOException {
    TestServer server = new TestServer(home.resolve("one"), TestServer.Kind.LOCAL);
    Path copy = home.resolve("two");
    String thread;
    try (TestClient client = server.start()) {
      thread = Threads.start(client, "{\"historyMode\":\"" + mode + "\"}");
      ScriptedModel.Held held = new ScriptedModel.Held("some");
      server.model().then(held);
      review(client, thread, CUSTOM);
      held.awaitReached();
      copyFolder(home.resolve("one"), copy);
    }
    TestServer after = new TestServer(copy, TestServer.Kind.LOCAL);
    try (TestClient client = after.start()) {
      assertThat(shown(turns(client, thread).get(0).getAsJsonObject()))
          .containsExactly("enteredReviewMode: look at it", "userMessage: look at it");
      client.request("thread/resume", Threads.on(thread));
      Threads.runTurn(client, thread, "go on");
      JsonObject turn = turns(client, thread).get(0).getAsJsonObject();
      assertThat(turn.get("status").getAsString()).isEqualTo("interrupted");
      assertThat(shown(turn)).hasSize(4);
      assertThat(shown(turn).get(2)).startsWith("exitedReviewMode: ");
      assertThat(after.model().lastInputTexts().get(0)).startsWith("<user_action>");
      Threads.runTurn(client, thread, "closed once");
      assertThat(after.model().lastInputTexts())
          .filteredOn(text -> text.startsWith("<user_action>"))
          .hasSize(1);
    }
  }

  private static String review(TestClient client, String thread, String members) {
    return client
        .request("review/start", Threads.on(thread, members))
        .getAsJsonObject("turn")
        .get("id")
        .getAsString();
  }

  private static JsonArray turns(TestClient client, String thread) {
    return client
        .request("thread/read", Threads.on(thread, "\"includeTurns\":true"))
        .getAsJsonObject("thread")
        .getAsJsonArray("turns");
  }

  private static List<String> shown(JsonObject turn) {
    List<String> shown = new ArrayList<>();
    for (JsonElement element : turn.getAsJsonArray("items")) {
      JsonObject item = element.getAsJsonObject();
      String text =
          item.has("review")
              ? item.get("review").getAsString()
              : item.has("text")
                  ? item.get("text").getAsString()
                  : item.getAsJsonArray("content")
                      .get(0)
                      .getAsJsonObject()
                      .get("text")
                      .getAsString();
      shown.add(item.get("type").getAsString() + ": " + text);
    }
    return shown;
  }

  /** Every turn that a notification named. */
  private static List<String> namesOfTurns(List<TraceEntry> trace) {
    List<String> names = new ArrayList<>();
    for (TraceEntry entry : trace) {
      if (entry.isNotification() && entry.params().has("turnId")) {
        names.add(entry.params().get("turnId").getAsString());
      } else if (entry.isNotification() && entry.params().has("turn")) {
        names.add(entry.params().getAsJsonObject("turn").get("id").getAsString());
      }
    }
    return names;
  }

  /** What the server said of a thread, in order: methods, and the answers to review/start. */
  private static List<String> orderOf(List<TraceEntry> trace, String thread) {
    List<String> order = new ArrayList<>();
    for (TraceEntry entry : trace) {
      if (!entry.fromServer()) {
        continue;
      }
      if (entry.isResponse() && entry.message().has("result")) {
        JsonElement of = entry.result().get("reviewThreadId");
        if (of != null && of.getAsString().equals(thread)) {
          order.add("answer");
        }
      } else if (entry.isNotification() && entry.params().toString().contains(thread)) {
        order.add(entry.method());
      }
    }
    return order;
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        try {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        } catch (NoSuchFileException e) {
          // The server that still runs is done with it, as with the journal of an index.
        }
      }
    }
  }
}
