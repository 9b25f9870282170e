package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.testkit.BytePipe;
import dev.heddle.server.testkit.SlowReader;
import dev.heddle.server.testkit.TestClient;
import dev.heddle.server.testkit.TestRoutes;
import dev.heddle.server.testkit.TestRoutes.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndOfServiceTest {
  private static final String ON_T = "{\"threadId\":\"t\"}";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Routes routes = new Routes();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatWasAcceptedBeforeTheEndOfInputIsAnswered() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("slow"),
        (params, context) -> {
          running.countDown();
          release.await();
          return Reply.of(new Text("done")).andThen(() -> order.add("after"));
        });
    TestClient client = start(Limits.DEFAULT.withWaitsOnEnd(LONG, LONG, LONG), p -> true);
    long first = client.send("slow", ON_T);
    long behind = client.send("slow", ON_T);
    running.await();
    client.closeInput();
    release.countDown();
    assertThat(client.awaitResponse(first).has("result")).isTrue();
    assertThat(client.awaitResponse(behind).has("result")).isTrue();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    assertThat(order).containsExactly("after", "after");
    client.close();
  }

  @Test
  void initializeAndEndOfInputInOneWriteAreAnswered() {
    TestClient client = newClient(Limits.DEFAULT, p -> true);
    long id = client.send("initialize", "{\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}");
    client.closeInput();
    assertThat(client.awaitResponse(id).has("result")).isTrue();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    client.close();
  }

  @Test
  void runningWorkIsStoppedAfterTheAnswersAndBeforeTheOutputEnds() {
    routes.on(
        TestRoutes.onThread("echo"),
        (params, context) -> {
          order.add("answered");
          return Reply.of(new Text("x"));
        });
    TestClient client =
        start(
            Limits.DEFAULT,
            patience -> {
              order.add("stopped");
              return true;
            });
    client.request("echo", ON_T);
    client.closeInput();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    assertThat(order).containsExactly("answered", "stopped");
    client.close();
  }

  @Test
  void aRequestThatWaitsForRunningWorkIsAnsweredByItsEnd() {
    CountDownLatch stopped = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("interrupt"),
        (params, context) -> {
          stopped.await();
          return Reply.of(new Text("aborted"));
        });
    TestClient client =
        start(
            Limits.DEFAULT.withWaitsOnEnd(SHORT, LONG, LONG),
            patience -> {
              stopped.countDown();
              return true;
            });
    long id = client.send("interrupt", ON_T);
    client.closeInput();
    assertThat(client.awaitResponse(id).has("result")).isTrue();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    client.close();
  }

  @Test
  void aRequestThatHasNotBegunWhenWorkIsStoppedIsRefused() {
    CountDownLatch stopped = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("slow"),
        (params, context) -> {
          stopped.await();
          order.add("begun");
          return Reply.of(new Text("done"));
        });
    TestClient client =
        start(
            Limits.DEFAULT.withWaitsOnEnd(SHORT, LONG, LONG),
            patience -> {
              stopped.countDown();
              return true;
            });
    long first = client.send("slow", ON_T);
    long behind = client.send("slow", ON_T);
    client.closeInput();
    assertThat(client.awaitResponse(first).has("result")).isTrue();
    JsonObject error = client.awaitResponse(behind).getAsJsonObject("error");
    assertThat(error.getAsJsonObject("data").get("kind").getAsString()).isEqualTo("shuttingDown");
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    assertThat(order).containsExactly("begun");
    client.close();
  }

  @Test
  void aRequestThatNeverEndsDoesNotHoldTheServerAndIsTold() {
    CountDownLatch never = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("stuck"),
        (params, context) -> {
          never.await();
          return Reply.of(new Text("x")).andThen(() -> order.add("never"));
        });
    TestClient client = start(Limits.DEFAULT.withWaitsOnEnd(SHORT, SHORT, LONG), p -> true);
    long id = client.send("stuck", ON_T);
    long behind = client.send("stuck", ON_T);
    client.closeInput();
    for (long each : List.of(id, behind)) {
      JsonObject error = client.awaitResponse(each).getAsJsonObject("error");
      assertThat(error.getAsJsonObject("data"))
          .hasToString("{\"kind\":\"shuttingDown\",\"retryable\":true}");
    }
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    never.countDown();
    client.close();
    assertThat(order).isEmpty();
  }

  @Test
  void workThatDoesNotStopOrCannotBeStoredChangesTheExitCode() {
    CountDownLatch never = new CountDownLatch(1);
    assertThat(exitWith(patience -> false)).isEqualTo(ExitCode.NOT_STORED);
    assertThat(
            exitWith(patience -> {
              throw new IllegalStateException("planted");
            }))
        .isEqualTo(ExitCode.NOT_STORED);
    assertThat(
            exitWith(patience -> {
              never.await();
              return true;
            }))
        .isEqualTo(ExitCode.NOT_STORED);
  }

  @Test
  void requestsThatArriveDuringTheEndAreRefused() throws InterruptedException {
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    routes.on(TestRoutes.onThread("echo"), (params, context) -> Reply.of(new Text("x")));
    TestClient client =
        start(
            Limits.DEFAULT.withWaitsOnEnd(LONG, LONG, LONG),
            patience -> {
              ending.countDown();
              release.await();
              return true;
            });
    client.request("echo", ON_T);
    client.server().end("test");
    ending.await();
    assertThat(client.requestError("echo", ON_T).getAsJsonObject("data").get("kind").getAsString())
        .isEqualTo("shuttingDown");
    release.countDown();
    assertThat(client.awaitExit()).isEqualTo(ExitCode.OK);
    client.close();
  }

  @Test
  void aClientThatNoLongerReadsEndsTheServer() throws Exception {
    BytePipe input = new BytePipe(1 << 10);
    BytePipe output = new BytePipe(1 << 10);
    AppServer server =
        new AppServer(
            input.source(),
            output.sink(),
            ServerOptions.in(Path.of("/no/home")),
            AppServer.VIRTUAL_THREADS,
            TestRoutes.serving(routes));
    output.source().close();
    input.sink().write("not json\n".getBytes(StandardCharsets.UTF_8));
    assertThat(server.run()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aClientThatDoesNotReadCannotHoldTheServer() throws Exception {
    String large = "x".repeat(10_000);
    CountDownLatch queued = new CountDownLatch(1);
    routes.on(
        TestRoutes.onThread("large"),
        (params, context) -> Reply.of(new Text(large)).andThen(queued::countDown));
    BytePipe input = new BytePipe(1 << 10);
    BytePipe output = new BytePipe(1 << 10);
    SlowReader slow = new SlowReader(output.source());
    AppServer server =
        new AppServer(
            input.source(),
            output.sink(),
            ServerOptions.in(Path.of("/no/home"))
                .withLimits(Limits.DEFAULT.withWaitsOnEnd(LONG, LONG, SHORT)),
            AppServer.VIRTUAL_THREADS,
            TestRoutes.serving(routes));
    try (TestClient client = new TestClient(slow, input.sink())) {
      long hello = client.send("initialize", "{\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}");
      long id = client.send("large", ON_T);
      client.closeInput();
      assertThat(server.run()).isEqualTo(ExitCode.OK);
      queued.await();
      // What was written is not lost to a client that reads late.
      slow.release();
      client.awaitResponse(hello);
      client.awaitResponse(id);
    }
  }

  @Test
  void twoServersInOneProgramDoNotMeet() {
    routes.on(TestRoutes.onThread("echo"), (params, context) -> Reply.of(new Text("x")));
    TestClient one = start(Limits.DEFAULT, p -> true);
    TestClient two = start(Limits.DEFAULT, p -> true);
    one.close();
    two.request("echo", ON_T);
    two.close();
  }

  private ExitCode exitWith(EndOfService end) {
    TestClient client = start(Limits.DEFAULT.withWaitsOnEnd(SHORT, SHORT, LONG), end);
    // Only parts that were built have something to stop.
    client.requestError("nope", null);
    client.closeInput();
    ExitCode code = client.awaitExit();
    client.close();
    return code;
  }

  private TestClient start(Limits limits, EndOfService end) {
    return newClient(limits, end).initialize(false);
  }

  private TestClient newClient(Limits limits, EndOfService end) {
    return TestClient.start(
        ServerOptions.in(Path.of("/no/home")).withLimits(limits), TestRoutes.serving(routes, end));
  }
}
