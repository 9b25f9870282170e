package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.WireTap;
import dev.heddle.server.connection.Limits;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.testkit.BytePipe;
import dev.heddle.server.testkit.TestRoutes;
import dev.heddle.server.testkit.TestRoutes.Text;
import dev.heddle.server.testkit.WireWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a client asks faster than it reads, or than the server works. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionTest {
  private static final int PIPE_BYTES = 4 << 10;

  private final WireTap tap = WireWatch.tap();
  private final BytePipe input = new BytePipe(PIPE_BYTES);
  private final BytePipe output = new BytePipe(PIPE_BYTES);
  private final Routes routes = new Routes();
  private final AtomicInteger handled = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {3_000, 20_000})
  void everyRequestOfAClientThatDoesNotReadIsAnsweredInTheEnd(int count) throws Exception {
    String result = "x".repeat(500);
    routes.on(
        TestRoutes.concurrent("big"),
        (params, context) -> {
          handled.incrementAndGet();
          return Reply.of(new Text(result));
        });
    long maxOutboxBytes = 256 << 10;
    int maxOpen = 64;
    FutureTask<ExitCode> server =
        start(Limits.DEFAULT.withOutboxBytes(maxOutboxBytes).withOpenRequests(maxOpen, 1 << 20));
    FutureTask<Void> writing = write(count);

    // The client is stuck: nobody reads, so the server stopped reading too.
    input.awaitBlockedWriter();
    output.awaitBlockedWriter();
    assertThat((long) handled.get() * result.length())
        .as("what the server holds for the client is bounded")
        .isLessThan(maxOutboxBytes + (maxOpen + 1L) * result.length() + PIPE_BYTES);

    BitSet answered = readAnswers(count);
    writing.get(60, TimeUnit.SECONDS);
    assertThat(answered.cardinality()).isEqualTo(count);
    assertThat(server.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  @Test
  void theServerStopsReadingWhileTooManyRequestsAreOpen() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    int maxOpen = 10;
    CountDownLatch full = new CountDownLatch(maxOpen);
    routes.on(
        TestRoutes.concurrent("big"),
        (params, context) -> {
          handled.incrementAndGet();
          full.countDown();
          release.await();
          return Reply.of(new Text("x"));
        });
    FutureTask<ExitCode> server = start(Limits.DEFAULT.withOpenRequests(maxOpen, 1 << 20));
    FutureTask<Void> writing = write(2_000);
    full.await();
    input.awaitBlockedWriter();
    assertThat(handled).hasValue(maxOpen);
    release.countDown();
    assertThat(readAnswers(2_000).cardinality()).isEqualTo(2_000);
    writing.get(60, TimeUnit.SECONDS);
    assertThat(server.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  @Test
  void theServerStopsReadingWhileOpenRequestsAreTooLarge() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    routes.on(
        TestRoutes.concurrent("big"),
        (params, context) -> {
          handled.incrementAndGet();
          first.countDown();
          release.await();
          return Reply.of(new Text("x"));
        });
    FutureTask<ExitCode> server = start(Limits.DEFAULT.withOpenRequests(1_000, 1));
    FutureTask<Void> writing = write(200);
    first.await();
    input.awaitBlockedWriter();
    assertThat(handled).as("one at a time").hasValue(1);
    release.countDown();
    assertThat(readAnswers(200).cardinality()).isEqualTo(200);
    writing.get(60, TimeUnit.SECONDS);
    assertThat(server.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
  }

  private FutureTask<ExitCode> start(Limits limits) {
    AppServer server =
        new AppServer(
            input.source(),
            output.sink(),
            ServerOptions.in(Path.of("/no/home")).withLimits(limits),
            AppServer.VIRTUAL_THREADS,
            TestRoutes.serving(routes));
    return inBackground(new FutureTask<>(server::run));
  }

  private FutureTask<Void> write(int count) {
    return inBackground(
        new FutureTask<>(() -> {
          try (OutputStream out = input.sink()) {
            send(
                out,
                "{\"id\":-1,\"method\":\"initialize\",\"params\":"
                    + "{\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}}");
            for (int i = 0; i < count; i++) {
              send(out, "{\"id\":" + i + ",\"method\":\"big\",\"params\":{\"threadId\":\"t\"}}");
            }
          }
          return null;
        }));
  }

  private void send(OutputStream out, String line) throws IOException {
    tap.sent(line);
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private BitSet readAnswers(int count) throws IOException {
    BitSet answered = new BitSet(count);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(output.source(), StandardCharsets.UTF_8));
    for (int read = 0; read <= count; read++) {
      String line = lines.readLine();
      tap.received(line);
      JsonObject response = JsonParser.parseString(line).getAsJsonObject();
      int id = response.get("id").getAsInt();
      assertThat(response.has("result")).as("request %s", id).isTrue();
      if (id >= 0) {
        assertThat(answered.get(id)).as("request %s was answered before", id).isFalse();
        answered.set(id);
      }
    }
    return answered;
  }

  private static <T> FutureTask<T> inBackground(FutureTask<T> task) {
    Thread thread = new Thread(task, "admission-test");
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
