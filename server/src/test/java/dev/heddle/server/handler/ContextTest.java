package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.model.ModelRequest;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model is told of where it works, and when it is told again. */
class ContextTest {
  @TempDir Path home;
  @TempDir Path project;

  @BeforeEach
  void makeProject() throws IOException {
    Files.createDirectories(project.resolve(".git"));
    Files.createFile(project.resolve(".git/HEAD"));
    Files.createDirectories(project.resolve("a/b"));
    Files.writeString(project.resolve("AGENTS.md"), "of the root");
    Files.writeString(project.resolve("a/AGENTS.md"), "not read");
    Files.writeString(project.resolve("a/AGENTS.override.md"), "of a");
    Files.writeString(home.resolve("AGENTS.md"), "of the user");
  }

  @Test
  void theFirstTurnTellsPermissionsInstructionsAndPlace() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      JsonObject started = client.request("thread/start", in("a/b"));
      assertThat(started.getAsJsonArray("instructionSources").asList())
          .extracting(JsonElement::getAsString)
          .containsExactly(
              home.resolve("AGENTS.md").toString(),
              project.resolve("AGENTS.md").toString(),
              project.resolve("a/AGENTS.override.md").toString());
      Threads.runTurn(client, Threads.idOf(started), "one");
      List<JsonObject> told = told(server);
      assertThat(told).hasSize(2);
      assertThat(told.get(0).get("role").getAsString()).isEqualTo("developer");
      assertThat(parts(told.get(0))).singleElement().asString().startsWith("<permissions ");
      assertThat(parts(told.get(1))).hasSize(2);
      assertThat(parts(told.get(1)).get(0))
          .startsWith("# AGENTS.md instructions for " + project.resolve("a/b"))
          .containsSubsequence("of the user", "of the root", "of a")
          .doesNotContain("not read");
      assertThat(parts(told.get(1)).get(1))
          .contains("<cwd>" + project.resolve("a/b") + "</cwd>")
          .contains("<current_date>");
      assertThat(server.model().requests().getLast().input().toString())
          .as("what is noted in items for readers of the history")
          .doesNotContain("content_item_kinds");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasNotChangedIsNotSaidAgainAlsoAfterARestart(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.idOf(client.request("thread/start", in("a/b")));
      Threads.runTurn(client, threadId, "one");
      Threads.runTurn(client, threadId, "two");
      assertThat(told(server)).hasSize(2);
    }
    try (TestClient client = server.start()) {
      client.request("thread/resume", Threads.on(threadId, "\"excludeTurns\":true"));
      Threads.runTurn(client, threadId, "three");
      assertThat(told(server)).hasSize(2);
      String fork = Threads.idOf(client.request("thread/fork", Threads.on(threadId)));
      Threads.runTurn(client, fork, "four");
      assertThat(told(server)).as("a fork").hasSize(2);
    }
  }

  @Test
  void whatTheClientTellsBesidesIsSaidOnceAndIsNoMessageOfTheUser() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String file = "\"open\":{\"value\":\"a.c\",\"kind\":\"untrusted\",\"name\":\"open_file\"}";
    String app = "\"app\":{\"value\":\"be brief\",\"kind\":\"application\"}";
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      run(client, threadId, "\"additionalContext\":{" + file + "," + app + "}");
      List<JsonObject> input = server.model().requests().getLast().input();
      JsonObject first = input.get(input.size() - 3);
      JsonObject second = input.get(input.size() - 2);
      assertThat(first.get("role").getAsString()).isEqualTo("developer");
      assertThat(first.toString()).contains("<app>be brief</app>");
      assertThat(second.get("role").getAsString()).isEqualTo("user");
      assertThat(second.toString()).contains("open_file:\\na.c", "not a request of the user");
      int said = input.size();

      run(client, threadId, "\"additionalContext\":{" + file + "," + app + "}");
      assertThat(server.model().requests().getLast().input()).hasSize(said + 2);
      run(client, threadId, "\"additionalContext\":{" + file.replace("a.c", "b.c") + "}");
      assertThat(server.model().requests().getLast().input()).hasSize(said + 5);
      Threads.runTurn(client, threadId, "nothing besides");
      assertThat(server.model().requests().getLast().input()).hasSize(said + 7);
      run(client, threadId, "\"additionalContext\":{" + file.replace("a.c", "b.c") + "}");
      assertThat(server.model().requests().getLast().input()).hasSize(said + 10);

      run(
          client,
          threadId,
          "\"additionalContext\":{\"k\":{\"value\":\""
              + "x".repeat(9_000)
              + "\",\"kind\":\"untrusted\"}}");
      assertThat(server.model().requests().getLast().input().toString())
          .contains("[… 5000 characters left out …]");
      assertThat(Threads.storedTexts(client, threadId)).noneMatch(text -> text.contains("a.c"));
      assertThat(refusal(client, threadId, app.replace("}", ",\"name\":\"a\"}")))
          .isEqualTo("additional context name is only supported for untrusted context");
      assertThat(refusal(client, threadId, file.replace("open_file", "Open")))
          .isEqualTo("additional context name must match [a-z][a-z0-9_]{0,63}");
    }
  }

  private static String refusal(TestClient client, String threadId, String context) {
    return client
        .requestError(
            "turn/start",
            Threads.on(threadId, "\"input\":[],\"additionalContext\":{" + context + "}"))
        .get("message")
        .getAsString();
  }

  @ParameterizedTest
  @EnumSource
  void whatHasChangedIsSaidWithTheNextTurn(TestServer.Kind kind) throws IOException {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String threadId = Threads.idOf(client.request("thread/start", in("a/b")));
      Threads.runTurn(client, threadId, "one");
      run(client, threadId, "\"cwd\":\"" + project + "\"");
      assertThat(told(server)).hasSize(4);
      assertThat(parts(told(server).get(2)).getFirst()).contains("below " + project + ".");
      assertThat(parts(told(server).getLast())).hasSize(2);
      assertThat(parts(told(server).getLast()).getFirst())
          .contains("of the root")
          .doesNotContain("\nof a");
      run(client, threadId, "\"sandboxPolicy\":{\"type\":\"readOnly\"}");
      assertThat(told(server)).hasSize(5);
      assertThat(parts(told(server).getLast()).getFirst()).contains("read-only");
      Files.writeString(project.resolve("AGENTS.md"), "changed");
      Threads.runTurn(client, threadId, "go on");
      assertThat(told(server)).hasSize(6);
      assertThat(parts(told(server).getLast())).singleElement().asString().contains("changed");
      Files.delete(project.resolve("AGENTS.md"));
      Files.delete(home.resolve("AGENTS.md"));
      Threads.runTurn(client, threadId, "go on");
      assertThat(parts(told(server).getLast()))
          .singleElement()
          .asString()
          .contains("do not apply")
          .doesNotContain("changed");
      Threads.runTurn(client, threadId, "go on");
      assertThat(told(server)).hasSize(7);
    }
  }

  @Test
  void theClientsInstructionsAreKeptApartFromOurs() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient client = server.start()) {
      String threadId =
          Threads.start(
              client, "{\"baseInstructions\":\"base\",\"developerInstructions\":\"developer\"}");
      Threads.runTurn(client, threadId, "one");
      ModelRequest request = server.model().requests().getLast();
      assertThat(request.instructions()).isEqualTo("base");
      assertThat(parts(told(server).getFirst())).hasSize(2).last().isEqualTo("developer");
      String other = Threads.start(client);
      Threads.runTurn(client, other, "one");
      assertThat(server.model().requests().getLast().instructions()).contains("AGENTS.md");
    }
  }

  private void run(TestClient client, String threadId, String override) {
    JsonObject turn =
        client
            .request(
                "turn/start",
                Threads.turnParams(threadId, "go on").replaceFirst("\\{", "{" + override + ","))
            .getAsJsonObject("turn");
    Threads.awaitCompleted(client, turn.get("id").getAsString());
  }

  private String in(String directory) {
    return "{\"cwd\":\"" + project.resolve(directory) + "\"}";
  }

  private static List<JsonObject> told(TestServer server) {
    return server.model().requests().getLast().input().stream()
        .filter(item -> item.get("content") instanceof JsonArray)
        .filter(ScriptedModel::isContext)
        .toList();
  }

  private static List<String> parts(JsonObject message) {
    List<String> parts = new ArrayList<>();
    for (JsonElement part : message.getAsJsonArray("content")) {
      parts.add(part.getAsJsonObject().get("text").getAsString());
    }
    return parts;
  }
}
