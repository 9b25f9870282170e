package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.testkit.AppServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers killed while they send what waits for a thread: each message is sent once, in order. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillWithQueueIT {
  private static final int KILLS = 8;
  private static final int ADDED_EACH_TIME = 5;
  private static final long SEED = Long.getLong("heddle.kill.seed", System.nanoTime());

  @TempDir Path home;
  private final Random random = new Random(SEED);

  @Test
  void whatWaitsIsSentOnceAndInOrderWhereverTheServerIsKilled() throws Exception {
    String threadId;
    List<String> wanted = new ArrayList<>();
    wanted.add("begin");
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      threadId = talk.startThread();
      talk.converse(threadId, "begin");
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        for (int i = 0; i < ADDED_EACH_TIME; i++) { // nothing is sent yet: it is not loaded
          String text = "message " + wanted.size();
          add(talk, threadId, text);
          wanted.add(text);
        }
        Semaphore seen = new Semaphore(0);
        talk.client().listen(entry -> seen.release());
        talk.client().send("thread/resume", Talk.onThread(threadId));
        seen.tryAcquire(random.nextInt(60), 2, TimeUnit.SECONDS);
        server.kill();
      }
    }
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      add(talk, threadId, "last");
      wanted.add("last");
      talk.resume(threadId);
      talk.client()
          .awaitNotification(
              "item/started",
              params ->
                  params.getAsJsonObject("item").has("clientId")
                      && params.get("item").toString().contains("\"key of last\""));
      List<String> sent =
          talk.readTurns(threadId).stream().flatMap(turn -> Talk.userTexts(turn).stream()).toList();
      assertThat(sent).as("seed %d", SEED).containsExactlyElementsOf(wanted);
    }
  }

  private static void add(Talk talk, String threadId, String text) {
    JsonObject params = Talk.turn(threadId, text);
    params.addProperty("clientUserMessageId", "key of " + text);
    talk.client().request("thread/queue/add", params);
  }
}
