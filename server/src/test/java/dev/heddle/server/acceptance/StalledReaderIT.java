package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.AppServerProcess;
import dev.heddle.server.testkit.SlowReader;
import dev.heddle.server.testkit.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that asks and asks and does not read costs bounded memory and loses nothing. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledReaderIT {
  private static final int REQUESTS = 3_000;
  private static final int THREADS = 6;
  private static final int BURST_CHARS = 6 << 20;
  private static final int CHARS_PER_DELTA = 256;
  private static final int LARGE_ANSWERS = 300;
  private static final int LARGE_CHARS = 900_000;
  private static final int HEAP_MB = 128;

  /** What a JVM has beside its heap: classes, compiled code, stacks, the collector's own. */
  private static final int BESIDE_HEAP_MB = 128;

  /** How long the client does not read. The stall is what is tested. */
  private static final long STALL_S = 5;

  @TempDir Path home;

  @Test
  void everyRequestIsAnsweredOnceAndTheBurstArrivesWhole() throws Exception {
    scenario();
    AtomicReference<SlowReader> reader = new AtomicReference<>();
    List<String> jvm = List.of("-Xmx" + HEAP_MB + "m");
    try (AppServerProcess server = AppServerProcess.start(jvm, in -> slow(in, reader), home)) {
      reader.get().release();
      TestClient client = server.client().initialize(true);
      Talk talk = new Talk(client);
      List<String> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(talk.startThread());
        talk.converse(threads.getLast(), "hello " + i);
      }
      String burst = talk.startThread();

      reader.get().hold();
      long turnRequest = talk.sendTurn(burst, "burst");
      FutureTask<List<Long>> writing = inBackground(() -> ask(client, threads));
      assertThat(new CountDownLatch(1).await(STALL_S, TimeUnit.SECONDS)).isFalse();
      reader.get().release();
      // An end would give those that are still open only so much time.
      writing.get(60, TimeUnit.SECONDS).forEach(client::awaitResponse);

      JsonObject end = talk.awaitEnd(Talk.turnOf(client.awaitResponse(turnRequest)));
      assertThat(end.get("status").getAsString()).isEqualTo("completed");
      long peakKb = peakKb(server.handle().pid());
      client.closeInput();
      assertThat(server.awaitExit()).isZero();
      client.awaitEnd();

      // Exactly one answer each, deltas that are the text, one end: all part of the order.
      List<TraceEntry> trace = client.trace();
      TraceChecker.check(trace);
      assertThat(answersTo(trace)).isEqualTo(REQUESTS);
      assertBurst(trace, burst);
      assertThat(peakKb / 1024).as("peak memory, MB").isLessThan(HEAP_MB + BESIDE_HEAP_MB);
    }
  }

  @Test
  void manyLargeAnswersWaitForTheReaderInBoundedMemory() throws Exception {
    scenario();
    AtomicReference<SlowReader> reader = new AtomicReference<>();
    List<String> jvm = List.of("-Xmx" + HEAP_MB + "m");
    try (AppServerProcess server = AppServerProcess.start(jvm, in -> slow(in, reader), home)) {
      reader.get().release();
      TestClient client = server.client().initialize(true);
      Talk talk = new Talk(client);
      String thread = talk.startThread();
      talk.converse(thread, "large");
      JsonObject wholeTurns = Talk.onThread(thread);
      wholeTurns.addProperty("itemsView", "full");

      reader.get().hold();
      List<Long> asked = new ArrayList<>();
      FutureTask<Void> writing =
          inBackground(() -> {
            for (int i = 0; i < LARGE_ANSWERS; i++) {
              asked.add(client.send("thread/turns/list", wholeTurns));
            }
            return null;
          });
      assertThat(new CountDownLatch(1).await(STALL_S, TimeUnit.SECONDS)).isFalse();
      reader.get().release();
      writing.get(60, TimeUnit.SECONDS);

      for (long request : asked) {
        JsonObject answer = client.awaitResponse(request);
        assertThat(answer.has("result")).as(() -> "an answer: " + answer).isTrue();
        assertThat(answer.toString()).hasSizeGreaterThan(LARGE_CHARS);
      }
      long peakKb = peakKb(server.handle().pid());
      client.closeInput();
      assertThat(server.awaitExit()).isZero();
      assertThat(peakKb / 1024).as("peak memory, MB").isLessThan(HEAP_MB + BESIDE_HEAP_MB);
    }
  }

  private static InputStream slow(InputStream in, AtomicReference<SlowReader> made) {
    made.set(new SlowReader(in));
    return made.get();
  }

  private void scenario() throws IOException {
    String rules =
        rule("burst", BURST_CHARS, CHARS_PER_DELTA) + "," + rule("large", LARGE_CHARS, 1 << 16);
    Files.writeString(home.resolve("scenario.json"), "{\"rules\":[" + rules + "]}");
    Files.writeString(
        home.resolve("config.toml"),
        "[heddle]\nscenario = \"" + home.resolve("scenario.json") + "\"\n");
  }

  private static String rule(String said, int answerChars, int charsPerDelta) {
    JsonObject step = new JsonObject();
    step.addProperty("type", "message");
    step.addProperty("text", "0123456789abcdef".repeat(answerChars / 16));
    step.addProperty("chunk", charsPerDelta);
    return "{\"match\":\"^" + said + "$\",\"responses\":[[" + step + "]]}";
  }

  private static List<Long> ask(TestClient client, List<String> threads) {
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      JsonObject params = Talk.onThread(threads.get(i % threads.size()));
      asked.add(
          switch (i % 5) {
            case 0 -> {
              params.addProperty("includeTurns", true);
              yield client.send("thread/read", params);
            }
            case 1 -> client.send("thread/list", "{}");
            case 2 -> client.send("thread/turns/list", params);
            case 3 -> {
              params.addProperty("name", "name " + i);
              yield client.send("thread/name/set", params);
            }
            default -> client.send("thread/read", params);
          });
    }
    return asked;
  }

  /** How many of the requests have a result; each has one answer, or the trace is in disorder. */
  private static long answersTo(List<TraceEntry> trace) {
    Map<String, String> asked = new HashMap<>();
    for (TraceEntry each : trace) {
      if (!each.fromServer() && each.isRequest()) {
        asked.put(each.id(), each.method());
      }
    }
    long setUp = 1 + THREADS * 2L + 2;
    return trace.stream()
            .filter(each -> each.fromServer() && each.isResponse())
            .filter(each -> each.message().has("result") && asked.containsKey(each.id()))
            .count()
        - setUp;
  }

  private static void assertBurst(List<TraceEntry> trace, String threadId) {
    int ends = 0;
    long deltaChars = 0;
    String whole = "";
    for (TraceEntry each : trace) {
      if (!each.fromServer() || !each.params().toString().contains(threadId)) {
        continue;
      }
      switch (each.method()) {
        case "turn/completed" -> ends++;
        case "item/agentMessage/delta" ->
            deltaChars += each.params().get("delta").getAsString().length();
        case "item/completed" -> {
          JsonObject item = each.params().getAsJsonObject("item");
          whole = item.has("text") ? item.get("text").getAsString() : whole;
        }
        default -> {
          // Not of interest here.
        }
      }
    }
    assertThat(ends).as("ends of the turn").isEqualTo(1);
    assertThat(whole).hasSize(BURST_CHARS);
    assertThat(deltaChars).isEqualTo(BURST_CHARS);
  }

  private static long peakKb(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("client-writer").start(task);
    return task;
  }
}
