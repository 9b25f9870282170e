package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.conform.trace.TraceEntry;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who forks a thread and at once starts a turn on the child misses nothing of it. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkThenTurnIT {
  private static final int FORKS = 1_000;
  private static final int AT_ONCE = 40;
  private static final long PATIENCE_S = 180;

  /** What a client hears of a child, without deltas, from the answer of the fork on. */
  private static final List<String> HEARD =
      List.of(
          "thread/started",
          "thread/status/changed",
          "turn/started",
          "item/started",
          "item/completed",
          "item/started",
          "item/completed",
          "thread/tokenUsage/updated",
          "thread/readState/changed",
          "thread/status/changed",
          "turn/completed");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"local", "memory"})
  @Tag("F3")
  void aTurnRightAfterAForkIsHeardInFull(String store) throws Exception {
    TestClient client =
        TestClient.start(
            ServerOptions.in(home).withConfigOverrides(List.of("heddle.store=" + store)));
    // Closing checks the order of everything that was said.
    try (client) {
      Talk talk = new Talk(client.initialize(true));
      String source = talk.startThread();
      talk.converse(source, "one");
      talk.converse(source, "two");

      Forks forks = new Forks(client, source);
      client.listen(forks);
      forks.start();
      Map<String, String> turns = forks.await();

      assertThat(turns).as("every fork is a thread of its own").hasSize(FORKS);
      Map<String, List<JsonObject>> heard = heardByThread(client.trace(), turns.keySet());
      turns.forEach((threadId, text) -> {
        assertThat(heard.get(threadId))
            .as("what was heard of %s", threadId)
            .extracting(message -> message.get("method").getAsString())
            .containsExactlyElementsOf(HEARD);
        JsonObject end = heard.get(threadId).getLast().getAsJsonObject("params");
        JsonObject turn = end.getAsJsonObject("turn");
        assertThat(turn.get("status").getAsString()).isEqualTo("completed");
        assertThat(Talk.agentTexts(turn).getFirst()).contains(text);
      });
    }
  }

  private static Map<String, List<JsonObject>> heardByThread(
      List<TraceEntry> trace, Set<String> threads) {
    Map<String, List<JsonObject>> heard = new HashMap<>();
    Set<String> deltas = new HashSet<>();
    for (TraceEntry entry : trace) {
      if (!entry.fromServer() || !entry.isNotification()) {
        continue;
      }
      String threadId = threadOf(entry.params());
      if (entry.method().equals("item/agentMessage/delta")) {
        deltas.add(threadId);
      } else if (threads.contains(threadId)) {
        heard.computeIfAbsent(threadId, id -> new ArrayList<>()).add(entry.message());
      }
    }
    Set<String> withoutDeltas = new HashSet<>(threads);
    withoutDeltas.removeAll(deltas);
    assertThat(withoutDeltas).as("threads whose turn did not stream its answer").isEmpty();
    return heard;
  }

  private static String threadOf(JsonObject params) {
    if (params.has("threadId")) {
      return params.get("threadId").getAsString();
    }
    return params.get("thread") instanceof JsonObject thread ? thread.get("id").getAsString() : "";
  }

  /**
   * The forks under way, some at a time. Each answer of a fork is answered at once with a turn on
   * the child, each end of a turn with the next fork, on the thread that reads.
   */
  private static final class Forks implements Consumer<TraceEntry> {
    private final TestClient client;
    private final String source;
    private final Map<String, String> turns = new HashMap<>(); // as they start; read after done
    private final CountDownLatch done = new CountDownLatch(FORKS);
    private final AtomicInteger asked = new AtomicInteger();

    Forks(TestClient client, String source) {
      this.client = client;
      this.source = source;
    }

    void start() {
      for (int i = 0; i < AT_ONCE; i++) {
        fork();
      }
    }

    Map<String, String> await() throws InterruptedException {
      assertThat(done.await(PATIENCE_S, TimeUnit.SECONDS))
          .as("%s of %s turns ended", FORKS - done.getCount(), FORKS)
          .isTrue();
      return turns;
    }

    @Override
    public void accept(TraceEntry entry) {
      if (entry.result().get("thread") instanceof JsonObject thread) {
        String child = thread.get("id").getAsString();
        String text = "question " + turns.size();
        turns.put(child, text);
        client.send("turn/start", Talk.turn(child, text));
      } else if (entry.method().equals("turn/completed")
          && turns.containsKey(threadOf(entry.params()))) { // not the source's last turn
        done.countDown();
        fork();
      }
    }

    private void fork() {
      if (asked.incrementAndGet() <= FORKS) {
        JsonObject params = Talk.onThread(source);
        params.addProperty("excludeTurns", true);
        client.send("thread/fork", params);
      }
    }
  }
}
