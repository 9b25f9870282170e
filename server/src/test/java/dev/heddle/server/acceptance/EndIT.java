package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the server is ended in the middle of a turn, it ends in order and soon. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndIT {
  private static final long END_MS = 5_000;
  private static final int REQUESTS = 200;
  private static final String SHOWN = "Half an answer";

  @TempDir Path home;

  @BeforeEach
  void aModelThatFallsSilent() throws IOException {
    Files.writeString(
        home.resolve("silence.json"),
        """
        {"rules": [{"match": "^fall silent$", "responses": [[
          {"type": "message", "text": "Half an answer and the rest.", "chunk": 7,
           "stop_after_deltas": 2},
          {"type": "hang"}]]}]}
        """);
    Files.writeString(
        home.resolve("config.toml"),
        "[heddle]\nscenario = \"" + home.resolve("silence.json") + "\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"the end of input", "TERM", "INT", "HUP"})
  void whatWasAcceptedIsAnsweredAndTheTurnKept(String way) {
    try (AppServerProcess server = AppServerProcess.start(home)) {
      TestClient client = server.client().initialize(true);
      String threadId = untilSilence(client);
      List<Long> accepted = ask(client, threadId);
      long before = System.nanoTime();
      if (way.equals("the end of input")) {
        client.closeInput();
      } else {
        // Read by the server, and with it all that was sent before.
        client.awaitResponse(accepted.removeLast());
        server.signal(way);
      }
      assertThat(server.awaitExit()).as(server.errors()).isZero();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(END_MS);
      client.awaitEnd();
      for (long each : accepted) {
        assertThat(client.awaitResponse(each).has("result")).isTrue();
      }
      assertEnd(client);
      assertKept(threadId);
    }
  }

  @Test
  void theDeathOfTheParentEndsATurnToo() throws Exception {
    Path in = fifo("in");
    Path out = fifo("out");
    // A parent between this test and the server; its death leaves the pipes open.
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "\"$@\" <" + in + " >" + out + " & wait", "sh"));
    command.addAll(AppServerProcess.command(List.of(), home));
    try (AppServerProcess parent = AppServerProcess.of(new ProcessBuilder(command));
        OutputStream input = Files.newOutputStream(in);
        InputStream output = Files.newInputStream(out)) {
      TestClient client = new TestClient(output, input).initialize(true);
      String threadId = untilSilence(client);
      long before = System.nanoTime();
      parent.signal("KILL");
      client.awaitEnd();
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(END_MS);
      assertEnd(client);
      assertKept(threadId);
    }
  }

  private static String untilSilence(TestClient client) {
    Talk talk = new Talk(client);
    String threadId = talk.startThread();
    talk.startTurn(threadId, "fall silent");
    StringBuilder shown = new StringBuilder();
    while (!shown.toString().equals(SHOWN)) {
      shown.append(client.awaitNotification("item/agentMessage/delta").get("delta").getAsString());
    }
    return threadId;
  }

  private static List<Long> ask(TestClient client, String threadId) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      JsonObject params = Talk.onThread(threadId);
      ids.add(
          switch (i % 3) {
            case 0 -> client.send("thread/read", params);
            case 1 -> client.send("thread/list", "{}");
            default -> {
              params.addProperty("name", "name " + i);
              yield client.send("thread/name/set", params);
            }
          });
    }
    // On the same thread as most of them, so that its answer comes after theirs.
    ids.add(client.send("thread/read", Talk.onThread(threadId)));
    return ids;
  }

  private static void assertEnd(TestClient client) {
    JsonObject turn = client.awaitNotification("turn/completed").getAsJsonObject("turn");
    assertThat(turn.get("status").getAsString()).isEqualTo("interrupted");
    TraceChecker.check(client.trace());
  }

  /** By another server in the same home. */
  private void assertKept(String threadId) {
    try (TestClient reader = TestClient.start(ServerOptions.in(home)).initialize(true)) {
      List<JsonObject> turns = new Talk(reader).readTurns(threadId);
      assertThat(turns).hasSize(1);
      assertThat(turns.getFirst().get("status").getAsString()).isEqualTo("interrupted");
      assertThat(Talk.userTexts(turns.getFirst())).containsExactly("fall silent");
      assertThat(Talk.agentTexts(turns.getFirst())).containsExactly(SHOWN);
    }
  }

  private Path fifo(String name) throws Exception {
    Path pipe = home.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }
}
