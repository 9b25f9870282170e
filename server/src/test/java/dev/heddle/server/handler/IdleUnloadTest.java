package dev.heddle.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.TestServer;
import dev.heddle.server.testkit.FakeClock;
import dev.heddle.server.testkit.ScriptedModel;
import dev.heddle.server.testkit.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that nobody listens to go from memory after a while. */
class IdleUnloadTest {
  private static final Duration IDLE = Duration.ofMinutes(31);

  @TempDir Path home;
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));

  @ParameterizedTest
  @EnumSource
  void anUnusedThreadIsClosedAndCanBeResumed(TestServer.Kind kind) {
    TestServer server = new TestServer(home, kind).at(clock);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.runTurn(client, threadId, "first");
      client.request("thread/unsubscribe", Threads.on(threadId));
      server.sweep();
      assertThat(loaded(client)).isEqualTo(1);
      clock.advance(IDLE);
      server.sweep();
      client.awaitNotification("thread/closed");
      assertThat(loaded(client)).isZero();
      client.request("thread/resume", Threads.on(threadId));
      Threads.runTurn(client, threadId, "second");
    }
  }

  @Test
  void aThreadWithASubscriberStays() {
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY).at(clock);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      clock.advance(IDLE);
      server.sweep();
      assertThat(loaded(client)).isEqualTo(1);
      Threads.runTurn(client, threadId, "first");
    }
  }

  @Test
  void aRunningThreadStays() {
    TestServer server = new TestServer(home, TestServer.Kind.MEMORY).at(clock);
    ScriptedModel.Held held = new ScriptedModel.Held("half");
    server.model().then(held);
    try (TestClient client = server.start()) {
      String threadId = Threads.start(client);
      Threads.startTurn(client, threadId, "first");
      client.awaitNotification("item/agentMessage/delta");
      client.request("thread/unsubscribe", Threads.on(threadId));
      clock.advance(IDLE);
      server.sweep();
      assertThat(loaded(client)).isEqualTo(1);
      held.letGo();
      client.awaitNotification("thread/status/changed", IdleUnloadTest::isIdle);
    }
  }

  private static boolean isIdle(JsonObject params) {
    return params.getAsJsonObject("status").get("type").getAsString().equals("idle");
  }

  private static int loaded(TestClient client) {
    return client.request("thread/loaded/list", "{}").getAsJsonArray("data").size();
  }
}
