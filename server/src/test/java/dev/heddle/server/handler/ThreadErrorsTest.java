package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each method says of a thread in each state. Clients match these texts; {@code ok} means that
 * the request succeeds.
 */
class ThreadErrorsTest {
  private static final String NO_ROLLOUT = "-32600 no rollout found for thread id T";

  @TempDir Path home;

  /** The states of a thread: {@code T} stands for its id. */
  private enum State {
    UNKNOWN,
    COLD,
    ARCHIVED,
    EPHEMERAL,
    FRESH
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thread/read | | -32600 thread not loaded: T | ok | ok | ok | ok",
        "thread/read | \"includeTurns\":true | -32600 thread not loaded: T | ok | ok"
            + " | -32600 ephemeral threads do not support includeTurns | ok",
        "thread/turns/list | | -32600 thread not loaded: T | ok | ok"
            + " | -32600 ephemeral threads do not support thread/turns/list"
            + " | -32600 thread T is not materialized yet; thread/turns/list is unavailable before"
            + " first user message",
        "thread/items/list | | -32601 thread/items/list is not supported yet | ok | ok"
            + " | -32601 thread/items/list is not supported yet | ok",
        "thread/resume | | " + NO_ROLLOUT + " | ok | ARCHIVED | " + NO_ROLLOUT + " | " + NO_ROLLOUT,
        "thread/fork | \"excludeTurns\":true | "
            + NO_ROLLOUT
            + " | ok | ARCHIVED | "
            + NO_ROLLOUT
            + " | "
            + NO_ROLLOUT,
        "turn/start | \"input\":[] | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 thread not found: T | ok | ok",
        "turn/start | \"input\":[],\"toolOutput\":{\"name\":\"n\",\"output\":\"o\"}"
            + " | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 thread not found: T"
            + " | -32601 turn/start.toolOutput is not supported yet"
            + " | -32601 turn/start.toolOutput is not supported yet",
        "turn/steer | \"input\":[],\"expectedTurnId\":\"x\" | -32600 thread not found: T"
            + " | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 no active turn to steer | -32600 no active turn to steer",
        "turn/interrupt | \"turnId\":\"x\" | -32600 thread not found: T"
            + " | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 no active turn to interrupt | -32600 no active turn to interrupt",
        "thread/inject_items | \"items\":[] | -32600 thread not found: T"
            + " | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 items must not be empty | -32600 items must not be empty",
        "thread/settings/update | \"model\":\"m\" | -32600 thread not found: T"
            + " | -32600 thread not found: T | -32600 thread not found: T | ok | ok",
        "thread/goal/get | | -32600 thread not found: T | ok | -32600 thread not found: T"
            + " | -32600 ephemeral thread does not support goals: T | ok",
        "thread/goal/set | \"objective\":\"o\" | -32600 thread not found: T | ok"
            + " | -32600 thread not found: T"
            + " | -32600 ephemeral thread does not support goals: T | ok",
        "thread/goal/clear | | -32600 thread not found: T | ok | -32600 thread not found: T"
            + " | -32600 ephemeral thread does not support goals: T | ok",
        "thread/name/set | \"name\":\"n\" | "
            + NO_ROLLOUT
            + " | ok | "
            + NO_ROLLOUT
            + " | -32600 ephemeral thread does not support metadata updates: T | ok",
        "thread/memoryMode/set | \"mode\":\"enabled\" | "
            + NO_ROLLOUT
            + " | ok | "
            + NO_ROLLOUT
            + " | -32600 ephemeral thread does not support metadata updates: T | ok",
        "thread/metadata/update | \"gitInfo\":{\"branch\":\"b\"} | "
            + NO_ROLLOUT
            + " | ok | ok | -32600 ephemeral thread does not support metadata updates: T | ok",
        "thread/archive | | " + NO_ROLLOUT + " | ok | " + NO_ROLLOUT + " | " + NO_ROLLOUT + " | ok",
        "thread/unarchive | | -32600 no archived rollout found for thread id T"
            + " | -32600 no archived rollout found for thread id T | ok"
            + " | -32600 no archived rollout found for thread id T"
            + " | -32600 no archived rollout found for thread id T",
        "thread/delete | | "
            + NO_ROLLOUT
            + " | ok | ok | -32600 thread is not persisted and cannot be deleted: T | ok",
        "thread/revert | \"beforeTurnId\":\"x\" | -32600 thread not found: T"
            + " | -32600 thread not found: T | -32600 thread not found: T"
            + " | -32600 ephemeral threads do not support thread/revert | "
            + NO_ROLLOUT,
        "thread/unsubscribe | | ok | ok | ok | ok | ok",
        "thread/readState/update | \"operation\":{\"type\":\"read\"},\"expectedRevision\":\"x\""
            + " | -32600 thread not loaded: T | -32600 read state changed"
            + " | -32600 read state changed | -32600 thread read state unavailable"
            + " | -32600 read state changed",
      })
  void eachStateHasItsAnswer(
      String method,
      String members,
      String unknown,
      String cold,
      String archived,
      String ephemeral,
      String fresh) {
    TestServer server = new TestServer(home, TestServer.Kind.LOCAL);
    check(server, State.UNKNOWN, method, members, unknown);
    check(server, State.COLD, method, members, cold);
    check(server, State.ARCHIVED, method, members, archived);
    check(server, State.EPHEMERAL, method, members, ephemeral);
    check(server, State.FRESH, method, members, fresh);
  }

  private static void check(
      TestServer server, State state, String method, String members, String expected) {
    String stored = state == State.COLD || state == State.ARCHIVED ? store(server, state) : null;
    try (TestClient client = server.start()) {
      String threadId =
          switch (state) {
            case UNKNOWN -> "01a1fc71-0000-7000-8000-000000000000";
            case COLD, ARCHIVED -> stored;
            case EPHEMERAL -> Threads.start(client, "{\"ephemeral\":true}");
            case FRESH -> Threads.start(client);
          };
      String params = members == null ? Threads.on(threadId) : Threads.on(threadId, members);
      JsonObject response = client.awaitResponse(client.send(method, params));
      assertThat(outcome(response).replace(threadId, "T"))
          .as(method + " of a thread that is " + state)
          .isEqualTo(
              expected.equals("ARCHIVED")
                  ? "-32600 session T is archived. Run `codex unarchive T` to unarchive it first."
                  : expected);
    }
  }

  private static String outcome(JsonObject response) {
    if (!response.has("error")) {
      return "ok";
    }
    JsonObject error = response.getAsJsonObject("error");
    return error.get("code").getAsInt() + " " + error.get("message").getAsString();
  }

  private static String store(TestServer server, State state) {
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "said");
      if (state == State.ARCHIVED) {
        client.request("thread/archive", Threads.on(threadId));
      }
      return threadId;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not-a-uuid | invalid character: expected an optional prefix of `urn:uuid:` followed by"
            + " [0-9a-fA-F-], found `n` at 1",
        "'' | invalid character: expected an optional prefix of `urn:uuid:` followed by"
            + " [0-9a-fA-F-], found `'` at 1",
        "~~ | invalid length: expected length 32 for simple format, found 0",
        "12-34 | invalid group count: expected 5, found 2",
      })
  void anIdThatIsNoneIsNamed(String id, String problem) {
    assertThat(ThreadIds.problem(id)).isEqualTo(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "no.jsonl", "no.zst"})
  void aFileThatIsNoRolloutIsRefusedAndNoFaultOfTheServer(String name) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, name.equals("empty") ? "" : "no rollout\n");
    String params =
        Threads.on(
            "01a20818-1ca2-7084-914f-c9b14812f2eb",
            "\"path\":" + new JsonPrimitive(file.toString()));
    PrintStream errors = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (TestClient client = new TestServer(home, TestServer.Kind.LOCAL).start()) {
      for (String method : List.of("thread/resume", "thread/fork")) {
        JsonObject error = client.requestError(method, params);
        assertThat(error.get("code").getAsInt()).isEqualTo(-32603);
        assertThat(error.getAsJsonObject("data").toString())
            .isEqualTo("{\"kind\":\"storeFailure\",\"retryable\":false}");
      }
    } finally {
      System.setErr(errors);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("thread/resume was refused: ", "thread/fork was refused: ")
        .doesNotContain("ERROR", "\tat ");
  }
}
