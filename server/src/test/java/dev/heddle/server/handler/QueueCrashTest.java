package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.store.journal.Backlog;
import dev.heddle.server.store.local.Durability;
import dev.heddle.server.store.local.FaultyFiles;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sending a waiting message dies at each of its steps, on a disk that takes no change from there
 * on: after a restart on a sound one the message was sent, and was sent once.
 */
@Timeout(120)
class QueueCrashTest {
  @TempDir Path directory;
  private final FaultyFiles files = new FaultyFiles();

  @ParameterizedTest
  @EnumSource
  void aMessageIsSentOnceWhateverStepIsTheLast(Durability durability) {
    int steps = 0;
    for (boolean died = true; died; steps++) {
      Path home = directory.resolve("home" + steps);
      TestServer server =
          new TestServer(home, TestServer.Kind.LOCAL)
              .on(() -> files.open(home, durability, Backlog.DEFAULT));
      String threadId;
      try (TestClient client = server.start()) {
        threadId = Threads.start(client);
        Threads.runTurn(client, threadId, "begin");
      }
      try (TestClient client = server.start()) {
        client.request(
            "thread/queue/add",
            Threads.turnParams(threadId, "waits")
                .replaceFirst("\\{", "{\"clientUserMessageId\":\"k\","));
        files.dieAfter(steps);
        long resume = client.send("thread/resume", Threads.on(threadId));
        client.awaitResponse(resume);
        // In the thread's lane, so behind the attempt to send.
        client.awaitResponse(client.send("thread/queue/list", Threads.on(threadId)));
        awaitIdle(client);
      }
      died = files.steps() > steps;
      files.heal();
      try (TestClient client = server.start()) {
        client.request("thread/resume", Threads.on(threadId));
        JsonObject waiting = client.request("thread/queue/list", Threads.on(threadId));
        awaitIdle(client);
        assertThat(waiting.getAsJsonArray("data")).as("what waits, step %d", steps).isEmpty();
        assertThat(Threads.userTexts(client, threadId))
            .as("what was sent, step %d", steps)
            .containsExactly("begin", "waits");
      }
    }
    assertThat(steps).as("it died at least at these many steps").isGreaterThan(3);
  }

  /** Waits for the turn that was started, if one was. */
  private static void awaitIdle(TestClient client) {
    boolean started =
        client.trace().stream()
            .anyMatch(entry ->
                entry.fromServer()
                    && entry.isNotification()
                    && entry.method().equals("turn/started"));
    if (started) {
      client.awaitNotification("turn/completed");
    }
  }
}
