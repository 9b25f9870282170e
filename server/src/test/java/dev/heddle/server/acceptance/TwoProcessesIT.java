package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.testkit.AppServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers share a home: each thread has one writer, and all see all of it. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoProcessesIT {
  private static final int SERVERS = 8;
  private static final int THREADS_EACH = 5;
  private static final int TURNS_EACH = 200;
  private static final long PATIENCE_S = 250; // a slow machine takes a minute

  @TempDir Path home;

  @Test
  void theSecondWriterIsRefusedUntilTheFirstIsGoneAndMayReadMeanwhile() {
    try (AppServerProcess owner = AppServerProcess.start(home);
        AppServerProcess other = AppServerProcess.start(home)) {
      Talk first = new Talk(owner.client().initialize(true));
      Talk second = new Talk(other.client().initialize(true));
      String threadId = first.startThread();
      String turnId = first.converse(threadId, "mine");

      JsonObject refusal = second.client().requestError("thread/resume", Talk.onThread(threadId));
      assertThat(refusal.get("code").getAsInt()).isEqualTo(-32600);
      assertThat(refusal.get("message").getAsString())
          .isEqualTo("thread " + threadId + " already has an active writer");
      assertThat(refusal.getAsJsonObject("data").get("kind").getAsString())
          .isEqualTo("threadLocked");
      if (Files.exists(Path.of("/proc/locks"))) {
        JsonObject holder = refusal.getAsJsonObject("data").getAsJsonObject("holder");
        assertThat(holder.get("pid").getAsLong()).isEqualTo(owner.handle().pid());
        assertThat(holder.get("program").getAsString()).isEqualTo("java");
      }
      assertThat(second.readTurns(threadId))
          .extracting(turn -> turn.get("id").getAsString())
          .containsExactly(turnId);
      assertThat(second.listTurns(threadId)).hasSize(1);
      assertThat(listed(second)).contains(threadId);

      owner.kill();
      second.resume(threadId);
      second.converse(threadId, "now yours");
      assertThat(second.readTurns(threadId))
          .extracting(Talk::userTexts)
          .containsExactly(List.of("mine"), List.of("now yours"));
      TraceChecker.check(other.client().trace());
    }
  }

  @Test
  @Tag("SA-55")
  @DisplayName("SA 55: an owner that is stopped keeps its thread, until it is killed")
  void anOwnerThatIsStoppedKeepsItsThread() {
    try (AppServerProcess owner = AppServerProcess.start(home);
        AppServerProcess other = AppServerProcess.start(home)) {
      Talk first = new Talk(owner.client().initialize(true));
      Talk second = new Talk(other.client().initialize(true));
      String threadId = first.startThread();
      first.converse(threadId, "mine");
      second.startThread(); // its first lock loads what locks need
      owner.signal("STOP");
      long before = System.nanoTime();
      JsonObject refusal = second.client().requestError("thread/resume", Talk.onThread(threadId));
      assertThat(refusal.get("message").getAsString()).contains("already has an active writer");
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(3_000);
      assertThat(second.readTurns(threadId)).hasSize(1);
      owner.kill();
      second.resume(threadId);
      second.converse(threadId, "now yours");
      assertThat(second.readTurns(threadId)).hasSize(2);
    }
  }

  @Test
  @Tag("SA-57")
  @DisplayName("SA 57: servers that start at the same moment on a new home all serve it")
  void serversStartTogetherOnANewHome() throws Exception {
    List<AppServerProcess> servers = new ArrayList<>();
    try {
      for (int i = 0; i < SERVERS; i++) {
        servers.add(AppServerProcess.start(home));
      }
      List<FutureTask<String>> threads = new ArrayList<>();
      for (AppServerProcess server : servers) {
        threads.add(
            inBackground(() -> {
              Talk talk = new Talk(server.client().initialize(true));
              String threadId = talk.startThread();
              talk.converse(threadId, "hello");
              return threadId;
            }));
      }
      Set<String> ids = new HashSet<>();
      for (FutureTask<String> thread : threads) {
        ids.add(thread.get(PATIENCE_S, TimeUnit.SECONDS));
      }
      for (AppServerProcess server : servers) {
        assertThat(listed(new Talk(server.client()))).isEqualTo(ids);
      }
    } finally {
      servers.forEach(AppServerProcess::close);
    }
  }

  @Test
  @Tag("SA-56")
  void turnsOnDifferentThreadsDoNotDisturbEachOther() throws Exception {
    Map<String, Integer> turns = new HashMap<>();
    try (AppServerProcess one = AppServerProcess.start(home);
        AppServerProcess two = AppServerProcess.start(home)) {
      FutureTask<Map<String, Integer>> first = inBackground(() -> converse(one, "one"));
      FutureTask<Map<String, Integer>> second = inBackground(() -> converse(two, "two"));
      turns.putAll(first.get(PATIENCE_S, TimeUnit.SECONDS));
      turns.putAll(second.get(PATIENCE_S, TimeUnit.SECONDS));

      // Each sees what the other did, while both run and after both ended.
      assertAllThere(new Talk(one.client()), turns);
      assertAllThere(new Talk(two.client()), turns);
      for (AppServerProcess each : List.of(one, two)) {
        each.client().closeInput();
        assertThat(each.awaitExit()).isZero();
        each.client().awaitEnd();
        TraceChecker.check(each.client().trace());
      }
    }
    try (AppServerProcess after = AppServerProcess.start(home)) {
      assertAllThere(new Talk(after.client().initialize(true)), turns);
    }
  }

  private static Map<String, Integer> converse(AppServerProcess server, String name) {
    Talk talk = new Talk(server.client().initialize(true));
    List<String> threads = new ArrayList<>();
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < THREADS_EACH; i++) {
      threads.add(talk.startThread());
    }
    for (int i = 0; i < TURNS_EACH; i += THREADS_EACH) {
      List<String> running = new ArrayList<>();
      for (String threadId : threads) {
        running.add(talk.startTurn(threadId, name + " asks " + i));
        turns.merge(threadId, 1, Integer::sum);
      }
      running.forEach(talk::awaitEnd);
    }
    return turns;
  }

  private static void assertAllThere(Talk talk, Map<String, Integer> turns) {
    assertThat(listed(talk)).containsExactlyInAnyOrderElementsOf(turns.keySet());
    turns.forEach((threadId, count) ->
        assertThat(talk.readTurns(threadId))
            .as("turns of %s", threadId)
            .hasSize(count)
            .allMatch(turn -> turn.get("status").getAsString().equals("completed"))
            .allMatch(turn -> Talk.agentTexts(turn).size() == 1));
  }

  private static Set<String> listed(Talk talk) {
    Set<String> ids = new HashSet<>();
    for (JsonObject thread :
        Talk.objects(
            talk.client().request("thread/list", "{\"limit\":100}").getAsJsonArray("data"))) {
      ids.add(thread.get("id").getAsString());
    }
    return ids;
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("client").start(task);
    return task;
  }
}
