package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.command.CommandBounds;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.sandbox.Sandbox;
import dev.heddle.server.testkit.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that a client spawns: when it hears of what, and how many there may be. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessesTest {
  @TempDir Path home;

  @Test
  void outputComesBehindTheAnswerAndTheEndBehindAllOfIt() {
    try (TestClient client = server().start()) {
      String printing = "for i in 1 2 3 4 5 6 7 8; do echo $i; done; exit 3";
      for (int round = 0; round < 20; round++) {
        String handle = "p" + round;
        client.request("process/spawn", spawn(handle, printing, ",\"streamStdoutStderr\":true"));
        JsonObject exited = exited(client, handle);
        assertThat(exited.get("exitCode").getAsInt()).isEqualTo(3);
        assertThat(exited.get("stdout").getAsString()).isEmpty();
        List<String> heard = heardOf(client, handle);
        assertThat(heard.getLast()).isEqualTo("exited");
        assertThat(String.join("", heard.subList(0, heard.size() - 1)))
            .isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n");
        assertThat(answerComesFirst(client, handle)).isTrue();
      }
    }
  }

  @Test
  void namesOfProcessesAndOfCommandsAreApart() {
    try (TestClient client = server().start()) {
      long command =
          client.send(
              "command/exec",
              "{\"command\":[\"cat\"],\"processId\":\"same\",\"streamStdin\":true,"
                  + "\"sandboxPolicy\":{\"type\":\"dangerFullAccess\"}}");
      client.request("process/spawn", spawn("same", "cat", ",\"streamStdin\":true"));
      client.request(
          "process/writeStdin",
          "{\"processHandle\":\"same\",\"deltaBase64\":\"YQ==\",\"closeStdin\":true}");
      assertThat(exited(client, "same").get("stdout").getAsString()).isEqualTo("a");
      client.request("command/exec/write", "{\"processId\":\"same\",\"closeStdin\":true}");
      assertThat(client.awaitResponse(command).has("result")).isTrue();
    }
  }

  @Test
  void aHandleIsFreeWhenItsEndIsTold() {
    try (TestClient client = server().start()) {
      for (int round = 0; round < 50; round++) {
        client.request("process/spawn", spawn("again", "true", ""));
        int after = round + 1;
        client.awaitNotification("process/exited");
        assertThat(heardOf(client, "again")).hasSize(after);
      }
    }
  }

  @Test
  void oneProcessTooManyIsRefusedAndAllEndWithTheServer() {
    try (TestClient client = server().start()) {
      client.request("process/spawn", spawn("one", "sleep 600", ",\"timeoutMs\":null"));
      client.request("process/spawn", spawn("two", "sleep 600", ",\"timeoutMs\":null"));
      JsonObject refused = client.requestError("process/spawn", spawn("three", "true", ""));
      assertThat(refused.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("overloaded");
      client.request("process/kill", "{\"processHandle\":\"one\"}");
      exited(client, "one");
      client.request("process/spawn", spawn("three", "exit 4", ""));
      assertThat(exited(client, "three").get("exitCode").getAsInt()).isEqualTo(4);
    }
  }

  @Test
  void whatAProcessOrACommandLeavesRunningIsEndedWithIt() throws Exception {
    String leaving = "sleep 600 >/dev/null 2>&1 </dev/null & echo $!";
    try (TestClient client = server().start()) {
      client.request("process/spawn", spawn("one", leaving, ""));
      awaitEnd(exited(client, "one").get("stdout").getAsString());
      JsonObject result =
          client.request(
              "command/exec",
              "{\"command\":[\"sh\",\"-c\",\""
                  + leaving
                  + "\"],\"sandboxPolicy\":{\"type\":\"dangerFullAccess\"}}");
      awaitEnd(result.get("stdout").getAsString());
    }
  }

  private static void awaitEnd(String printedNumber) throws Exception {
    Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(printedNumber.strip()));
    if (left.isPresent()) {
      left.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dangerFullAccess", "readOnly"})
  void inputThatNobodyTakesAnyMoreIsRefusedWhenItsCommandHasEnded(String policy) {
    assumeThat(policy.equals("dangerFullAccess") || Sandbox.find().available()).isTrue();
    String much = Base64.getEncoder().encodeToString(new byte[200_000]);
    String leaving =
        "sleep 600 <&0 & sleep 0.3"; // the first keeps the pipe open, and reads nothing
    try (TestClient client = server().start()) {
      long command =
          client.send(
              "command/exec",
              "{\"command\":[\"sh\",\"-c\",\""
                  + leaving
                  + "\"],\"processId\":\"one\",\"streamStdin\":true,"
                  + "\"sandboxPolicy\":{\"type\":\""
                  + policy
                  + "\"}}");
      String params = "{\"processId\":\"one\",\"deltaBase64\":\"" + much + "\"}";
      JsonObject refused = client.requestError("command/exec/write", params);
      assertThat(refused.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("conflict");
      assertThat(client.awaitResponse(command).has("result")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"A\":\"a\\u0000b\"}",
        "{\"A\\u0000\":\"b\"}",
        "{\"A\":\"\\ud800\"}",
        "{\"A=B\":\"c\"}"
      })
  void anEnvironmentThatNoProgramCanHaveIsRefused(String environment) {
    String with = ",\"env\":" + environment;
    try (TestClient client = server().start()) {
      for (String tty : List.of("", ",\"tty\":true")) {
        for (JsonObject refused :
            List.of(
                client.requestError("process/spawn", spawn("one", "true", with + tty)),
                client.requestError(
                    "command/exec",
                    "{\"command\":[\"true\"],\"processId\":\"one\"" + with + tty + "}"))) {
          assertThat(refused.get("code").getAsInt()).isEqualTo(-32603);
          assertThat(refused.get("message").getAsString()).startsWith("failed to spawn ");
          assertThat(refused.getAsJsonObject("data").get("kind").getAsString())
              .isEqualTo("fileFailure");
        }
      }
    }
  }

  private TestServer server() {
    return new TestServer(home, TestServer.Kind.MEMORY).within(new CommandBounds(2, 1 << 20));
  }

  private static String spawn(String handle, String script, String members) {
    return "{\"processHandle\":\"%s\",\"cwd\":\"/\",\"command\":[\"sh\",\"-c\",\"%s\"]%s}"
        .formatted(handle, script, members);
  }

  private static JsonObject exited(TestClient client, String handle) {
    return client.awaitNotification(
        "process/exited", params -> params.get("processHandle").getAsString().equals(handle));
  }

  /** Whether nothing was told of a process before its {@code process/spawn} was answered. */
  private static boolean answerComesFirst(TestClient client, String handle) {
    List<TraceEntry> trace = client.trace();
    String request =
        trace.stream()
            .filter(each -> each.method().equals("process/spawn") && isOf(handle, each))
            .findFirst()
            .orElseThrow()
            .id();
    return trace.stream()
        .filter(TraceEntry::fromServer)
        .filter(each -> each.isResponse() ? each.id().equals(request) : isOf(handle, each))
        .findFirst()
        .orElseThrow()
        .isResponse();
  }

  private static boolean isOf(String handle, TraceEntry entry) {
    return entry.params().has("processHandle")
        && entry.params().get("processHandle").getAsString().equals(handle);
  }

  /** The notifications about a process: its output, decoded, and {@code exited}. */
  private static List<String> heardOf(TestClient client, String handle) {
    return client.trace().stream()
        .filter(each -> each.isNotification() && isOf(handle, each))
        .map(TraceEntry::params)
        .map(params ->
            params.has("deltaBase64")
                ? new String(
                    Base64.getDecoder().decode(params.get("deltaBase64").getAsString()),
                    StandardCharsets.UTF_8)
                : "exited")
        .toList();
  }
}
