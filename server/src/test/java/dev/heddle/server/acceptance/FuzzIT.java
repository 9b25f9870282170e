package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.ServerOptions;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests on a few threads, sent without waiting, against a model of what should come of
 * them. Requests on one thread are carried out in the order they were sent, so the model follows
 * what is sent and every answer is known beforehand to be a result or an error.
 *
 * <p>The seed of a failed run is in its message; {@code -Dheddle.fuzz.seed=N} plays it again.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzIT {
  private static final int MIN_THREADS = 5;
  private static final int MAX_THREADS = 9;
  private static final int MAX_STEPS = 2_000;
  private static final int MAX_OPEN = 30;
  private static final long MAX_RUN_S = 8;

  @TempDir Path home;

  private final List<ExpectedThread> threads = new ArrayList<>();
  private final Deque<Runnable> unchecked = new ArrayDeque<>();
  private Random random;
  private TestClient client;
  private Inbox inbox;

  @Test
  void whateverIsAskedInWhateverOrderTheThreadsAreAsTheyShouldBe() {
    long seed = Long.getLong("heddle.fuzz.seed", System.nanoTime());
    random = new Random(seed);
    try {
      start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_RUN_S);
      for (int step = 0; step < MAX_STEPS && System.nanoTime() < deadline; step++) {
        step(step);
      }
      checkAll();
      restart();
      checkAll();
      client.close();
    } catch (RuntimeException | Error e) {
      throw new AssertionError("with -Dheddle.fuzz.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void step(int number) {
    if (threads.size() < MIN_THREADS) {
      startThread(number);
      return;
    }
    ExpectedThread thread = threads.get(random.nextInt(threads.size()));
    switch (random.nextInt(100)) {
      case 0 -> restart();
      case 1 -> checkAll();
      case 2, 3, 4 -> delete(thread);
      case 5, 6, 7, 8, 9 -> fork(thread);
      case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> archive(thread);
      case 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34 -> unarchive(thread);
      case 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49 -> resume(thread);
      case 50, 51, 52, 53, 54, 55, 56, 57, 58, 59 -> rename(thread, "name " + number);
      case 60, 61, 62, 63, 64 -> interrupt(thread);
      case 65, 66, 67, 68, 69 -> read(thread);
      case 70, 71, 72 -> list();
      default -> turn(thread, "text " + number);
    }
    while (unchecked.size() > MAX_OPEN) {
      unchecked.remove().run();
    }
  }

  private void startThread(int number) {
    JsonObject thread = ask("thread/start", new JsonObject()).getAsJsonObject("thread");
    ExpectedThread started = new ExpectedThread(thread.get("id").getAsString(), null);
    threads.add(started);
    turn(started, "first " + number);
    checkAnswers(); // from now on there is something to list
  }

  private void turn(ExpectedThread thread, String text) {
    boolean taken = thread.loaded;
    if (taken) {
      thread.texts.add(text);
    }
    int loads = thread.loads;
    send(
        "turn/start",
        Talk.turn(thread.id, text),
        taken,
        answer -> {
          String turnId = Talk.turnOf(answer);
          thread.turns.add(turnId);
          if (thread.loads == loads) {
            thread.running.add(turnId);
          }
        });
  }

  private void interrupt(ExpectedThread thread) {
    JsonObject params = Talk.onThread(thread.id);
    params.addProperty("turnId", "");
    send("turn/interrupt", params, thread.loaded);
  }

  private void rename(ExpectedThread thread, String name) {
    JsonObject params = Talk.onThread(thread.id);
    params.addProperty("name", name);
    send("thread/name/set", params, !thread.archived);
    if (!thread.archived) {
      thread.name = name;
    }
  }

  private void archive(ExpectedThread thread) {
    send("thread/archive", Talk.onThread(thread.id), !thread.archived);
    if (!thread.archived) {
      thread.archived = true;
      thread.unload();
    }
  }

  private void unarchive(ExpectedThread thread) {
    send("thread/unarchive", Talk.onThread(thread.id), thread.archived);
    thread.archived = false;
  }

  private void resume(ExpectedThread thread) {
    JsonObject params = Talk.onThread(thread.id);
    params.addProperty("excludeTurns", true);
    send("thread/resume", params, !thread.archived);
    thread.loaded |= !thread.archived;
  }

  private void read(ExpectedThread thread) {
    send("thread/read", Talk.onThread(thread.id), true);
    send("thread/turns/list", Talk.onThread(thread.id), true);
  }

  private void list() {
    send("thread/list", new JsonObject(), true);
    send("thread/loaded/list", new JsonObject(), true);
  }

  private void fork(ExpectedThread thread) {
    if (threads.size() == MAX_THREADS) {
      return;
    }
    checkAnswers();
    thread.running.forEach(inbox::awaitEnd); // or the child ends somewhere in the turn
    JsonObject params = Talk.onThread(thread.id);
    params.addProperty("excludeTurns", true);
    if (thread.archived) {
      send("thread/fork", params, false);
      return;
    }
    JsonObject forked = ask("thread/fork", params).getAsJsonObject("thread");
    ExpectedThread child = new ExpectedThread(forked.get("id").getAsString(), thread);
    threads.add(child);
    turn(child, "first after the fork");
    checkAnswers();
  }

  private void delete(ExpectedThread thread) {
    checkAnswers(); // queries are not in the order of the thread, and would find nothing
    boolean referenced = threads.stream().anyMatch(each -> each.base == thread);
    send("thread/delete", Talk.onThread(thread.id), !referenced);
    if (!referenced) {
      threads.remove(thread);
    }
  }

  private void restart() {
    checkAnswers();
    client.close(); // checks the order of all that was said
    threads.forEach(ExpectedThread::unload);
    start();
  }

  private void start() {
    inbox = new Inbox();
    client = TestClient.start(ServerOptions.in(home)).initialize(true).listen(inbox);
  }

  private void checkAll() {
    checkAnswers();
    for (ExpectedThread thread : threads) {
      if (thread.loaded) {
        thread.running.forEach(inbox::awaitEnd);
        thread.running.clear();
      }
      check(thread);
    }
    for (boolean archived : new boolean[] {false, true}) {
      JsonObject params = new JsonObject();
      params.addProperty("archived", archived);
      params.addProperty("limit", 100);
      assertThat(Talk.objects(ask("thread/list", params).getAsJsonArray("data")))
          .as(archived ? "archived threads" : "threads")
          .extracting(each -> each.get("id").getAsString())
          .containsExactlyInAnyOrderElementsOf(
              threads.stream()
                  .filter(each -> each.archived == archived)
                  .map(each -> each.id)
                  .toList());
    }
  }

  private void check(ExpectedThread expected) {
    JsonObject params = Talk.onThread(expected.id);
    params.addProperty("includeTurns", true);
    JsonObject thread = ask("thread/read", params).getAsJsonObject("thread");
    List<JsonObject> turns = Talk.objects(thread.getAsJsonArray("turns"));
    assertThat(turns)
        .as("turns of %s", expected.id)
        .extracting(turn -> turn.get("id").getAsString())
        .containsExactlyInAnyOrderElementsOf(expected.turns);
    assertThat(turns.stream().flatMap(turn -> Talk.userTexts(turn).stream()))
        .as("what was said in %s", expected.id)
        .containsExactlyElementsOf(expected.texts);
    if (expected.name != null) {
      assertThat(thread.get("name").getAsString()).isEqualTo(expected.name);
    }
  }

  private void checkAnswers() {
    while (!unchecked.isEmpty()) {
      unchecked.remove().run();
    }
  }

  private JsonObject ask(String method, JsonObject params) {
    JsonObject answer = inbox.answer(client.send(method, params));
    assertThat(answer.has("result")).as("%s %s: %s", method, params, answer).isTrue();
    return answer.getAsJsonObject("result");
  }

  private void send(String method, JsonObject params, boolean succeeds) {
    send(method, params, succeeds, answer -> {});
  }

  private void send(
      String method, JsonObject params, boolean succeeds, Consumer<JsonObject> onResult) {
    Inbox from = inbox;
    long id = client.send(method, params);
    unchecked.add(() -> {
      JsonObject answer = from.answer(id);
      assertThat(answer.has("result")).as("%s %s: %s", method, params, answer).isEqualTo(succeeds);
      if (succeeds) {
        onResult.accept(answer);
      }
    });
  }
}
