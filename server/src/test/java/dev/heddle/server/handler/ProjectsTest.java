package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.ForwardingThreadStore;
import dev.heddle.server.store.ThreadProjects;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Projects on the wire, beyond what the session of that name plays to the peer, too. */
class ProjectsTest {
  @TempDir Path home;

  private static String create(TestClient client, String name) {
    return client
        .request(
            "project/create",
            "{\"idempotencyKey\":\"%s\",\"name\":\"%s\",\"roots\":[]}".formatted(name, name))
        .getAsJsonObject("project")
        .get("id")
        .getAsString();
  }

  /** Puts a thread into a project, and waits until that is told. */
  private static void put(TestClient client, String threadId, String projectId) {
    client.request("thread/metadata/update", Threads.on(threadId, projectMember(projectId)));
    assertThat(client.awaitNotification("thread/project/updated"))
        .hasToString(Threads.on(threadId, projectMember(projectId)));
  }

  private static String projectMember(String projectId) {
    return "\"projectId\":\"" + projectId + "\"";
  }

  private static String said(TestClient client, String text) {
    String threadId = Threads.start(client);
    Threads.runTurn(client, threadId, text);
    return threadId;
  }

  private static JsonObject list(TestClient client, String projectId, String more) {
    return client.request("thread/list", "{" + projectMember(projectId) + more + "}");
  }

  private static List<String> ids(JsonObject page) {
    List<String> ids = new ArrayList<>();
    for (JsonElement each : page.getAsJsonArray("data")) {
      ids.add(each.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }

  private static String projectOf(JsonObject answer) {
    return projectIn(answer.getAsJsonObject("thread"));
  }

  private static String projectIn(JsonObject thread) {
    JsonElement project = thread.get("projectId");
    return project.isJsonNull() ? null : project.getAsString();
  }

  private static JsonObject read(TestClient client, String threadId) {
    return client.request("thread/read", Threads.on(threadId));
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void everyViewOfAThreadShowsItsProject(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    String work;
    String threadId;
    try (TestClient client = server.start()) {
      work = create(client, "Work");
      threadId = said(client, "hello there");
      put(client, threadId, work);
      assertThat(projectOf(read(client, threadId))).isEqualTo(work);
      assertThat(projectOf(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(work);
      assertThat(
              projectOf(
                  client.request(
                      "thread/metadata/update",
                      Threads.on(threadId, "\"gitInfo\":{\"branch\":\"b\"}"))))
          .isEqualTo(work);
      JsonObject listed =
          client.request("thread/list", "{}").getAsJsonArray("data").get(0).getAsJsonObject();
      assertThat(projectIn(listed)).isEqualTo(work);
      client.request("thread/archive", Threads.on(threadId));
      assertThat(projectOf(client.request("thread/unarchive", Threads.on(threadId))))
          .isEqualTo(work);
    }
    try (TestClient client = server.start()) {
      assertThat(projectOf(read(client, threadId))).as("after a restart").isEqualTo(work);
      assertThat(projectOf(client.request("thread/resume", Threads.on(threadId)))).isEqualTo(work);
      client.request("project/delete", "{" + projectMember(work) + "}");
      assertThat(projectOf(read(client, threadId))).as("after the project was deleted").isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void aThreadIsInItsProjectBeforeItsFirstTurn(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind);
    try (TestClient client = server.start()) {
      String work = create(client, "Work");
      String home2 = create(client, "Home");
      String threadId = Threads.start(client, "{" + projectMember(work) + "}");
      assertThat(projectIn(client.awaitNotification("thread/started").getAsJsonObject("thread")))
          .isEqualTo(work);
      assertThat(projectOf(read(client, threadId))).isEqualTo(work);
      assertThat(ids(list(client, work, ""))).as("listed").isEmpty();
      put(client, threadId, home2);
      assertThat(projectOf(read(client, threadId))).as("put elsewhere").isEqualTo(home2);
      Threads.runTurn(client, threadId, "hello");
      assertThat(ids(list(client, home2, ""))).containsExactly(threadId);
      client.request("project/delete", "{" + projectMember(home2) + "}");
      String late = Threads.start(client, "{" + projectMember(work) + "}");
      client.request("project/delete", "{" + projectMember(work) + "}");
      Threads.runTurn(client, late, "hello");
      assertThat(projectOf(read(client, late))).as("of a project that went").isNull();
    }
  }

  @Test
  void aThreadThatNeverBeganLeavesNothingBehind() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String threadId;
    try (TestClient client = server.start()) {
      threadId = Threads.start(client, "{" + projectMember(create(client, "Work")) + "}");
      assertThat(Files.readString(home.resolve("heddle/projects.json"))).contains(threadId);
    }
    assertThat(Files.readString(home.resolve("heddle/projects.json")))
        .contains("Work")
        .doesNotContain(threadId);
  }

  @Test
  void aThreadThatCannotBeMadeIsInNoProject() throws IOException {
    String work;
    String threadId;
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      work = create(client, "Work");
      threadId = said(client, "hello");
      put(client, threadId, work);
    }
    String before = Files.readString(home.resolve("heddle/projects.json"));
    TestServer full = Threads.withoutRoom(new TestServer(home, TestServer.Kind.LOCAL));
    try (TestClient client = full.start()) {
      assertThat(client.requestError("thread/start", "{" + projectMember(work) + "}").toString())
          .contains("no room");
      assertThat(client.requestError("thread/fork", Threads.on(threadId)).toString())
          .contains("no room");
    }
    assertThat(Files.readString(home.resolve("heddle/projects.json"))).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void forksOfEveryKindInheritAProjectAndSoDoDetachedReviews(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String work = create(client, "Work");
      String threadId = said(client, "hello");
      put(client, threadId, work);
      JsonObject fork = client.request("thread/fork", Threads.on(threadId));
      assertThat(projectOf(fork)).isEqualTo(work);
      JsonObject ephemeral =
          client.request(
              "thread/fork", Threads.on(threadId, "\"ephemeral\":true,\"excludeTurns\":true"));
      assertThat(projectOf(ephemeral)).isEqualTo(work);
      JsonObject review =
          client.request(
              "review/start",
              Threads.on(
                  threadId,
                  "\"delivery\":\"detached\","
                      + "\"target\":{\"type\":\"custom\",\"instructions\":\"look\"}"));
      Threads.awaitCompleted(client, review.getAsJsonObject("turn").get("id").getAsString());
      String reviewed = review.get("reviewThreadId").getAsString();
      assertThat(projectOf(read(client, reviewed))).isEqualTo(work);
      client.request("project/delete", "{" + projectMember(work) + "}");
      assertThat(projectOf(read(client, Threads.idOf(fork)))).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void aCursorOfAProjectIsGoodInItsListOnly(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String work = create(client, "Work");
      String other = create(client, "Other");
      String first = said(client, "one");
      put(client, first, work);
      put(client, said(client, "two"), work);
      String next = list(client, work, ",\"limit\":1").get("nextCursor").getAsString();
      String cursor = ",\"cursor\":\"" + next + "\"";
      assertThat(ids(list(client, work, cursor))).containsExactly(first);
      for (String params :
          List.of(
              "{" + projectMember(other) + cursor + "}",
              "{\"projectId\":null" + cursor + "}",
              "{\"limit\":1" + cursor + "}")) {
        JsonObject error = client.requestError("thread/list", params);
        assertThat(error.get("message").getAsString()).isEqualTo("invalid cursor: " + next);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestServer.Kind.class)
  void pagesByRecencyShowProjectsWithThreadsFirst(TestServer.Kind kind) {
    try (TestClient client = new TestServer(home, kind).start()) {
      String empty = create(client, "Empty");
      String older = create(client, "Older");
      String newer = create(client, "Newer");
      put(client, said(client, "one"), older);
      put(client, said(client, "two"), newer);
      String by = "{\"sortKey\":\"recencyAt\",\"limit\":1,\"sortDirection\":\"";
      for (String direction : List.of("asc", "desc")) {
        List<String> seen = new ArrayList<>();
        String cursor = "null";
        do {
          JsonObject page =
              client.request("project/list", by + direction + "\",\"cursor\":" + cursor + "}");
          seen.addAll(ids(page));
          cursor = page.get("nextCursor").toString();
        } while (!cursor.equals("null"));
        assertThat(seen)
            .as(direction)
            .containsExactlyElementsOf(
                direction.equals("asc")
                    ? List.of(older, newer, empty)
                    : List.of(newer, older, empty));
      }
    }
  }

  @Test
  void anotherServerOnTheHomeSeesEveryChangeAtOnce() {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    try (TestClient one = server.start();
        TestClient other = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      String work = create(one, "Work");
      String threadId = said(one, "hello");
      assertThat(create(other, "Work")).as("made under the same key").isEqualTo(work);
      // The thread is being written by the first server; to say where it belongs needs no lock.
      put(other, threadId, work);
      assertThat(projectOf(read(one, threadId))).isEqualTo(work);
      assertThat(ids(list(one, work, ""))).containsExactly(threadId);
      one.request("project/delete", "{" + projectMember(work) + "}");
      assertThat(projectOf(read(other, threadId))).isNull();
    }
  }

  @Test
  void damagedProjectsAreRefusedAndHideNoThread() throws IOException {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    String work;
    String threadId;
    try (TestClient client = server.start()) {
      work = create(client, "Work");
      threadId = said(client, "hello");
      put(client, threadId, work);
    }
    Path file = home.resolve("heddle/projects.json");
    Files.writeString(file, "{\"version\":1,");
    try (TestClient client = server.start()) {
      for (List<String> request :
          List.of(
              List.of("project/list", "{}"),
              List.of("project/create", "{\"idempotencyKey\":\"k\",\"name\":\"n\",\"roots\":[]}"),
              List.of("thread/start", "{" + projectMember(work) + "}"),
              List.of("thread/metadata/update", Threads.on(threadId, projectMember(work))),
              List.of("thread/list", "{" + projectMember(work) + "}"),
              List.of("thread/list", "{\"projectId\":null}"))) {
        JsonObject error = client.requestError(request.get(0), request.get(1));
        assertThat(error.get("message").getAsString())
            .contains("the projects are damaged (heddle/projects.json)");
        assertThat(error.getAsJsonObject("data").get("kind").getAsString())
            .isEqualTo("storeFailure");
      }
      assertThat(ids(client.request("thread/list", "{}"))).containsExactly(threadId);
      assertThat(projectOf(read(client, threadId))).isNull();
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "goes on");
      client.request("thread/fork", Threads.on(threadId));
      assertThat(Files.readString(file)).isEqualTo("{\"version\":1,");
    }
  }

  @Test
  void aStoreWithoutProjectsRefusesThemAndHasNoThreadInOne() {
    TestServer server =
        new TestServer(home, TestServer.Kind.MEMORY)
            .through(store ->
                new ForwardingThreadStore(store) {
                  @Override
                  public Optional<ThreadProjects> projects() {
                    return Optional.empty();
                  }
                });
    try (TestClient client = server.start()) {
      String threadId = said(client, "hello");
      String project = projectMember("p");
      String made = "{\"idempotencyKey\":\"k\",\"name\":\"n\",\"roots\":[]}";
      for (List<String> request :
          List.of(
              List.of("project/list", "{}"),
              List.of("project/read", "{" + project + "}"),
              List.of("project/create", made),
              List.of("project/import", made),
              List.of("project/update", "{" + project + "}"),
              List.of("project/move", "{" + project + "}"),
              List.of("project/delete", "{" + project + "}"),
              List.of("thread/start", "{" + project + "}"),
              List.of("thread/list", "{" + project + "}"),
              List.of("thread/metadata/update", Threads.on(threadId, project)))) {
        JsonObject error = client.requestError(request.get(0), request.get(1));
        assertThat(error.get("code").getAsInt()).isEqualTo(-32601);
        assertThat(error.get("message").getAsString()).isEqualTo("projects is not supported yet");
      }
      assertThat(ids(client.request("thread/list", "{\"projectId\":null}")))
          .containsExactly(threadId);
      assertThat(
              projectOf(
                  client.request(
                      "thread/metadata/update", Threads.on(threadId, projectMember("")))))
          .isNull();
      client.request("thread/fork", Threads.on(threadId));
    }
  }
}
