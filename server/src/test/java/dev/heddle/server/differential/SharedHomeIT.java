package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.conform.stage.ConfigFile;
import dev.heddle.server.conform.stage.Json;
import dev.heddle.server.conform.stage.MockModel;
import dev.heddle.server.conform.stage.ModelAnswer;
import dev.heddle.server.conform.stage.Stage;
import dev.heddle.server.conform.stage.StagedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One home, opened by Codex and by Heddle in turns: both must go on with one and the same history.
 *
 * <p>Codex fills what it reads pages from when it resumes a thread, so it resumes before it reads.
 */
final class SharedHomeIT {
  private static final int TURNS = 10;

  private static ServerCommand peer;
  private static ServerCommand ours;

  @TempDir Path folder;
  private MockModel model;
  private Stage folders;

  @BeforeAll
  static void findServers() throws Exception {
    peer = Peer.findOrSkip();
    ours = ServerCommand.comparedWith(peer);
  }

  @BeforeEach
  void makeHome() throws IOException {
    model = new MockModel();
    folders = Stage.below(folder.resolve("shared"));
    new ConfigFile().write(folders.home(), model.baseUrl());
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  @ParameterizedTest(name = "the first turn is from the peer: {0}")
  @ValueSource(booleans = {true, false})
  void tenTurnsByTurnsAreOneHistoryThatBothReadInFull(boolean peerFirst) throws Exception {
    String threadId = null;
    List<String> spoken = new ArrayList<>();
    for (int turn = 1; turn <= TURNS; turn++) {
      ServerCommand command = (turn % 2 == 1) == peerFirst ? peer : ours;
      model.add(ModelAnswer.parse("say \"answer " + turn + " to " + command.name() + "\""));
      try (Client client = open(command)) {
        threadId =
            threadId == null
                ? client.call("thread/start", object("cwd", folders.cwd().toString())).threadId()
                : client.call("thread/resume", object("threadId", threadId)).threadId();
        client.turn(threadId, "question " + turn);
        spoken.add("question " + turn);
        spoken.add("answer " + turn + " to " + command.name());
        assertThat(client.texts(threadId)).as("what %s reads", command.name()).isEqualTo(spoken);
        client.server.stop();
      }
      assertThat(lastModelInput()).isEqualTo(spoken.subList(0, spoken.size() - 1));
    }
    for (ServerCommand command : List.of(peer, ours)) {
      try (Client client = open(command)) {
        client.call("thread/resume", object("threadId", threadId));
        assertThat(client.texts(threadId)).as("what %s reads", command.name()).isEqualTo(spoken);
        assertThat(client.turnCount(threadId)).isEqualTo(TURNS);
        assertThat(client.listedIds()).containsExactly(threadId);
        client.server.stop();
      }
    }
  }

  @Test
  void weReadWhatThePeerWroteWithoutResumingIt() throws Exception {
    String threadId;
    try (Client client = open(peer)) {
      threadId = client.call("thread/start", new JsonObject()).threadId();
      client.turn(threadId, "one");
      client.turn(threadId, "two");
      client.call("thread/name/set", object("threadId", threadId, "name", "By the peer"));
      client.server.stop();
    }
    try (Client client = open(ours)) {
      assertThat(client.listedIds()).containsExactly(threadId);
      assertThat(client.texts(threadId)).containsExactly("one", "ok", "two", "ok");
      client.server.stop();
    }
  }

  @Test
  void aForkOfTheOneIsContinuedByTheOther() throws Exception {
    String source;
    String fork;
    try (Client client = open(ours)) {
      source = client.call("thread/start", new JsonObject()).threadId();
      client.turn(source, "one");
      client.turn(source, "two");
      client.server.stop();
    }
    try (Client client = open(peer)) {
      // The peer reads the inherited turns from what it projected of the source.
      client.call("thread/resume", object("threadId", source));
      fork = client.call("thread/fork", object("threadId", source)).threadId();
      client.turn(fork, "three, in the fork");
      assertThat(client.texts(fork))
          .containsExactly("one", "ok", "two", "ok", "three, in the fork", "ok");
      client.server.stop();
    }
    try (Client client = open(ours)) {
      client.call("thread/resume", object("threadId", fork));
      client.turn(fork, "four");
      assertThat(client.texts(fork))
          .containsExactly("one", "ok", "two", "ok", "three, in the fork", "ok", "four", "ok");
      assertThat(client.texts(source)).containsExactly("one", "ok", "two", "ok");
      client.server.stop();
    }
    assertThat(lastModelInput())
        .containsExactly("one", "ok", "two", "ok", "three, in the fork", "ok", "four");
  }

  @ParameterizedTest(name = "held by the peer: {0}")
  @ValueSource(booleans = {true, false})
  void whatTheOneHasOpenTheOtherDoesNotWriteTo(boolean heldByPeer) throws Exception {
    try (Client holder = open(heldByPeer ? peer : ours);
        Client other = open(heldByPeer ? ours : peer)) {
      String threadId = holder.call("thread/start", new JsonObject()).threadId();
      holder.turn(threadId, "one");
      for (String method : List.of("thread/resume", "thread/archive", "thread/delete")) {
        assertThat(other.callForError(method, object("threadId", threadId)))
            .as(method)
            .isEqualTo("thread " + threadId + " already has an active writer");
      }
      assertThat(other.listedIds()).containsExactly(threadId);
      holder.turn(threadId, "two");
      holder.server.stop();
      other.call("thread/resume", object("threadId", threadId));
      assertThat(other.texts(threadId)).containsExactly("one", "ok", "two", "ok");
      other.server.stop();
    }
  }

  /**
   * Killed in the middle of an answer, then gone on with by the peer or by us, then by the other.
   */
  @ParameterizedTest(name = "next opened by the peer: {0}")
  @ValueSource(booleans = {true, false})
  void whatAKilledServerLeavesIsGoneOnWithByBoth(boolean peerNext) throws Exception {
    model.add(ModelAnswer.OK);
    model.add(ModelAnswer.parse("say \"begun\" @never \" and never ended\""));
    String threadId;
    try (Client client = open(ours)) {
      threadId = client.call("thread/start", object("cwd", folders.cwd().toString())).threadId();
      client.turn(threadId, "one");
      client.startTurn(threadId, "two");
      client.awaitDelta("begun");
      client.server.kill();
    }
    List<ServerCommand> next = peerNext ? List.of(peer, ours) : List.of(ours, peer);
    List<String> said = new ArrayList<>(List.of("one", "two"));
    for (ServerCommand command : next) {
      try (Client client = open(command)) {
        assertThat(client.listedIds()).containsExactly(threadId);
        client.call("thread/resume", object("threadId", threadId));
        client.turn(threadId, "asked of " + command.name());
        said.add("asked of " + command.name());
        assertThat(client.texts(threadId)).as("what %s reads", command.name()).containsAll(said);
        client.server.stop();
      }
      assertThat(lastModelInput()).as("what %s tells the model", command.name()).containsAll(said);
    }
    for (ServerCommand command : next) {
      try (Client client = open(command)) {
        client.call("thread/resume", object("threadId", threadId));
        assertThat(client.turnCount(threadId)).as("turns for %s", command.name()).isEqualTo(4);
        assertThat(client.texts(threadId)).as("what %s reads", command.name()).containsAll(said);
        client.server.stop();
      }
    }
  }

  private Client open(ServerCommand command) throws Exception {
    Client client = new Client(command.start(folders));
    JsonObject params = new JsonObject();
    params.add("clientInfo", object("name", "shared", "version", "0.1"));
    client.call("initialize", params);
    return client;
  }

  /** The texts of the conversation in the newest request to the model. */
  private List<String> lastModelInput() {
    List<String> texts = new ArrayList<>();
    JsonObject kept = ModelInput.of(model.requests().getLast());
    for (JsonElement item : kept.getAsJsonArray("input")) {
      JsonElement part = item.getAsJsonObject().getAsJsonArray("content").get(0);
      texts.add(Json.string(part, "text"));
    }
    return texts;
  }

  private static JsonObject object(String... membersAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < membersAndValues.length; i += 2) {
      object.addProperty(membersAndValues[i], membersAndValues[i + 1]);
    }
    return object;
  }

  /** A result that is usually about a thread. */
  private record Result(JsonObject json) {
    String threadId() {
      return json.getAsJsonObject("thread").get("id").getAsString();
    }
  }

  /** Asks one server and waits for its answers. */
  private static final class Client implements AutoCloseable {
    private static final long TIMEOUT_MS = 20_000;
    private final StagedServer server;
    private int lastId;

    Client(StagedServer server) {
      this.server = server;
    }

    Result call(String method, JsonObject params) throws InterruptedException {
      JsonObject response = ask(method, params);
      assertThat(response.has("result")).as("%s: %s", method, response).isTrue();
      return new Result(response.getAsJsonObject("result"));
    }

    /** Returns the message of the error. */
    String callForError(String method, JsonObject params) throws InterruptedException {
      JsonObject response = ask(method, params);
      assertThat(response.has("error")).as("%s: %s", method, response).isTrue();
      return Json.string(response.get("error"), "message");
    }

    private JsonObject ask(String method, JsonObject params) throws InterruptedException {
      JsonPrimitive id = new JsonPrimitive(++lastId);
      JsonObject request = new JsonObject();
      request.add("id", id);
      request.addProperty("method", method);
      request.add("params", params);
      server.send(request.toString());
      int at = server.await(0, m -> !m.has("method") && id.equals(m.get("id")), TIMEOUT_MS);
      assertThat(at).as("an answer to %s; so far: %s", request, server.messages()).isNotNegative();
      return server.message(at);
    }

    /** Starts a turn and returns its id. */
    String startTurn(String threadId, String text) throws InterruptedException {
      JsonArray input = new JsonArray();
      input.add(object("type", "text", "text", text));
      JsonObject params = object("threadId", threadId);
      params.add("input", input);
      return Json.string(call("turn/start", params).json().get("turn"), "id");
    }

    void awaitDelta(String text) throws InterruptedException {
      int at = server.await(0, m -> Json.holds(m.get("params"), object("delta", text)), TIMEOUT_MS);
      assertThat(at).as("%s; so far: %s", text, server.messages()).isNotNegative();
    }

    void turn(String threadId, String text) throws InterruptedException {
      JsonObject expected = new JsonObject();
      expected.add("turn", object("id", startTurn(threadId, text), "status", "completed"));
      int at =
          server.await(
              0,
              m ->
                  "turn/completed".equals(Json.string(m, "method"))
                      && Json.holds(m.get("params"), expected),
              TIMEOUT_MS);
      assertThat(at).as("the end of the turn; so far: %s", server.messages()).isNotNegative();
    }

    /** What was said in a thread, oldest first. */
    List<String> texts(String threadId) throws InterruptedException {
      JsonObject params = object("threadId", threadId);
      params.addProperty("limit", 100);
      List<String> texts = new ArrayList<>();
      for (JsonElement row : call("thread/items/list", params).json().getAsJsonArray("data")) {
        JsonObject item = row.getAsJsonObject().getAsJsonObject("item");
        texts.add(
            item.has("text")
                ? item.get("text").getAsString()
                : Json.string(item.getAsJsonArray("content").get(0), "text"));
      }
      return texts;
    }

    int turnCount(String threadId) throws InterruptedException {
      JsonObject params = object("threadId", threadId);
      params.addProperty("limit", 100);
      return call("thread/turns/list", params).json().getAsJsonArray("data").size();
    }

    List<String> listedIds() throws InterruptedException {
      List<String> ids = new ArrayList<>();
      call("thread/list", new JsonObject())
          .json()
          .getAsJsonArray("data")
          .forEach(thread -> ids.add(Json.string(thread, "id")));
      return ids;
    }

    @Override
    public void close() throws InterruptedException {
      server.close();
    }
  }
}
