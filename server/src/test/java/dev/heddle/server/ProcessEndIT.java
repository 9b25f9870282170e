package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.testkit.TestRoutes;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the real process ends, with accepted requests outstanding. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessEndIT {
  private static final String MAIN = "dev.heddle.server.TestServerMain";
  private static final String ON_T = "{\"threadId\":\"t\"}";

  static {
    // Those of MAIN, which is another process.
    List.of("hold", "release", "stick", "print").forEach(TestRoutes::concurrent);
  }

  @TempDir Path home;

  @Test
  void theServerAsItShipsAnswersInitializeAndEndsWithItsInput() {
    try (AppServerProcess server = AppServerProcess.start(home)) {
      server.client().initialize(false);
      assertThat(server.client().requestError("no/such/method", null).get("code").getAsInt())
          .isEqualTo(-32600);
      server.client().closeInput();
      assertThat(server.awaitExit()).isZero();
      TraceChecker.check(server.client().trace());
    }
  }

  @Test
  void theEndOfInputAnswersWhatIsOutstanding() {
    try (AppServerProcess server = start()) {
      long held = holdIn(server);
      server.client().closeInput();
      assertThat(server.client().awaitResponse(held).has("result")).isTrue();
      assertThat(server.awaitExit()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void aSignalAnswersWhatIsOutstandingAndExitsWithZero(String signal) {
    try (AppServerProcess server = start()) {
      long held = holdIn(server);
      server.signal(signal);
      assertThat(server.client().awaitResponse(held).has("result")).isTrue();
      assertThat(server.awaitExit()).isZero();
    }
  }

  @Test
  void aRequestThatNeverEndsIsToldAndDoesNotHoldTheProcess() {
    try (AppServerProcess server = start()) {
      long stuck = server.client().send("stick", ON_T);
      server.client().awaitNotification(TestRoutes.NOTIFICATION);
      long before = System.nanoTime();
      server.signal("TERM");
      JsonObject error = server.client().awaitResponse(stuck).getAsJsonObject("error");
      assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("shuttingDown");
      assertThat(server.awaitExit()).isZero();
      assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(5_000);
    }
  }

  @Test
  void aSecondSignalEndsTheProcessAtOnce() {
    try (AppServerProcess server = start()) {
      server.client().send("stick", ON_T);
      server.client().awaitNotification(TestRoutes.NOTIFICATION);
      server.signal("TERM");
      // Refused only after the first signal was seen.
      awaitRefusal(server.client());
      server.signal("TERM");
      assertThat(server.awaitExit()).isEqualTo(ExitCode.FORCED.number());
    }
  }

  @Test
  void theEndOfTheParentEndsTheServerEvenIfItsInputStaysOpen() throws Exception {
    Path in = fifo("in");
    Path out = fifo("out");
    // A parent between this test and the server; it waits, and its death leaves the pipes open.
    String script = "\"$@\" <" + in + " >" + out + " & wait";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    command.addAll(AppServerProcess.javaCommand(MAIN));
    command.addAll(List.of("app-server", "--home", home.toString()));
    try (AppServerProcess parent = AppServerProcess.of(new ProcessBuilder(command));
        OutputStream input = Files.newOutputStream(in);
        InputStream output = Files.newInputStream(out)) {
      TestClient client = new TestClient(output, input).initialize(false);
      long held = client.send("hold", ON_T);
      client.awaitNotification(TestRoutes.NOTIFICATION);
      parent.signal("KILL");
      assertThat(client.awaitResponse(held).has("result")).isTrue();
      client.awaitEnd();
      TraceChecker.check(client.trace());
    }
  }

  @Test
  void nothingButMessagesComesOutEvenIfAHandlerPrints() {
    try (AppServerProcess server = start()) {
      server.client().request("print", ON_T);
      server.client().closeInput();
      assertThat(server.awaitExit()).isZero();
      TraceChecker.check(server.client().trace());
      assertThat(server.client().trace().toString()).doesNotContain("is not a message");
      assertThat(server.errors()).contains("is not a message");
    }
  }

  @Test
  void anUnknownOptionIsAUsageErrorOnStandardError() {
    try (AppServerProcess server = AppServerProcess.start(home, "--nope")) {
      assertThat(server.awaitExit()).isEqualTo(ExitCode.USAGE.number());
      server.client().awaitEnd();
      assertThat(server.client().trace()).isEmpty();
    }
  }

  private AppServerProcess start() {
    AppServerProcess server =
        AppServerProcess.run(MAIN, Map.of(), "app-server", "--home", home.toString());
    server.client().initialize(false);
    return server;
  }

  private static long holdIn(AppServerProcess server) {
    long id = server.client().send("hold", ON_T);
    server.client().awaitNotification(TestRoutes.NOTIFICATION);
    return id;
  }

  private static void awaitRefusal(TestClient client) {
    JsonObject answer;
    do {
      answer = client.awaitResponse(client.send("print", ON_T));
    } while (answer.has("result"));
  }

  private Path fifo(String name) throws Exception {
    Path pipe = home.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }
}
