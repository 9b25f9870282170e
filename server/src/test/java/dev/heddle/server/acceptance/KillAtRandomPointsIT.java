package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.heddle.server.testkit.AppServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers killed at random points of turns that stream: whatever the point, what was shown is
 * there.
 *
 * <p>{@code -Dheddle.kill.points=500} makes it the long run; {@code -Dheddle.kill.seed} repeats
 * one.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillAtRandomPointsIT {
  private static final int POINTS = Integer.getInteger("heddle.kill.points", 12);
  private static final long SEED = Long.getLong("heddle.kill.seed", System.nanoTime());

  /** Turns that stream side by side when the server is killed, each somewhere else. */
  private static final int TURNS = 4;

  /** Of all turns together, about; some kills come after their ends. */
  private static final int MESSAGES = 450;

  private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(12);

  private static final long MAX_BEHIND_MS = 250;

  /** On a machine that does other things, too, a timer may be late. */
  private static final long TIMER_LATE_MS = Long.getLong("heddle.kill.slackMs", 250);

  @TempDir Path home;
  private final Random random = new Random(SEED);
  private long longestBehindMs;

  @Test
  @Tag("SA-45")
  @Tag("SA-46")
  @DisplayName("SA 45, 46: killed anywhere, no turn runs on, and what was shown is kept")
  void whatWasShownIsKeptWhereverTheServerIsKilled() throws Exception {
    configure();
    List<ShownTurn> killed = List.of();
    for (int point = 0; point < POINTS + TURNS; point += TURNS) {
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        for (ShownTurn turn : killed) {
          check(talk, turn);
        }
        if (point < POINTS) {
          killed = stream(server, talk);
        }
      }
    }
    System.out.printf(
        "killed at %d points, seed %d: at most %d ms behind%n", POINTS, SEED, longestBehindMs);
  }

  /** Starts turns, each a while after the other, and kills the server at some moment. */
  private List<ShownTurn> stream(AppServerProcess server, Talk talk) throws InterruptedException {
    List<ShownTurn> turns = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      turns.add(new ShownTurn(talk.startThread()));
    }
    Semaphore seen = new Semaphore(0);
    server
        .client()
        .listen(entry -> {
          turns.forEach(turn -> turn.see(entry));
          seen.release(turns.stream().allMatch(ShownTurn::completed) ? MESSAGES : 1);
        });
    for (ShownTurn turn : turns) {
      talk.startTurn(turn.threadId(), "stream " + turn.threadId());
      seen.acquire(random.nextInt(40));
    }
    seen.acquire(random.nextInt(MESSAGES));
    // Not always right behind a message.
    LockSupport.parkNanos(random.nextLong(BETWEEN_MESSAGES.toNanos()));
    long killedAt = System.nanoTime();
    server.kill();
    turns.forEach(turn -> turn.killed(killedAt));
    return turns;
  }

  private void check(Talk talk, ShownTurn shown) {
    String where = "thread " + shown.threadId() + ", seed " + SEED;
    List<JsonObject> turns = talk.readTurns(shown.threadId());
    assertThat(turns).as(where).hasSize(1);
    JsonObject turn = turns.getFirst();
    assertThat(turn.get("status").getAsString()).as(where).isIn("interrupted", "completed");
    if (shown.completed()) {
      assertThat(turn.get("status").getAsString()).as(where).isEqualTo("completed");
    }
    assertThat(Talk.userTexts(turn)).as(where).containsExactly("stream " + shown.threadId());
    for (String itemId : shown.itemIds()) {
      JsonObject item = item(turn, itemId);
      assertThat(item).as("%s: %s was shown", where, itemId).isNotNull();
      String text = text(item);
      assertThat(full(item)).as(where).startsWith(text);
      long behindMs = shown.behindMs(itemId, text.length());
      longestBehindMs = Math.max(longestBehindMs, behindMs);
      assertThat(behindMs).as(where).isLessThanOrEqualTo(MAX_BEHIND_MS + TIMER_LATE_MS);
    }
  }

  private static JsonObject item(JsonObject turn, String itemId) {
    return Talk.objects(turn.getAsJsonArray("items")).stream()
        .filter(item -> item.get("id").getAsString().equals(itemId))
        .findFirst()
        .orElse(null);
  }

  private static String text(JsonObject item) {
    if (item.get("type").getAsString().equals("agentMessage")) {
      return item.get("text").getAsString();
    }
    StringBuilder summary = new StringBuilder();
    for (JsonElement part : item.getAsJsonArray("summary")) {
      summary.append(part.getAsString());
    }
    return summary.toString();
  }

  private static String full(JsonObject item) {
    return item.get("type").getAsString().equals("agentMessage") ? MESSAGE : THOUGHT;
  }

  private static final String THOUGHT = "Considering what to say, and how. ".repeat(6);
  private static final String MESSAGE = "All that was said, word by word, is kept. ".repeat(12);

  private void configure() throws IOException {
    Files.writeString(
        home.resolve("stream.json"),
        """
        {"rules": [{"responses": [[
          {"type": "reasoning", "summary": ["%s"], "chunk": 9, "delay_ms": 10},
          {"type": "message", "text": "%s", "chunk": 7, "delay_ms": 11}]]}]}
        """
            .formatted(THOUGHT, MESSAGE));
    Files.writeString(
        home.resolve("config.toml"),
        "[heddle]\nscenario = \"" + home.resolve("stream.json") + "\"\n");
  }
}
