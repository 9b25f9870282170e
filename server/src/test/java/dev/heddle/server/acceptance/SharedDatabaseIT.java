package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.conform.trace.TraceChecker;
import dev.heddle.server.store.postgres.EmbeddedDatabase;
import dev.heddle.server.testkit.AppServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers with homes of their own, as on two machines, on one database. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedDatabaseIT {
  @TempDir Path temporary;
  private String url;

  @BeforeEach
  void aDatabase() {
    url = EmbeddedDatabase.newSchema();
  }

  private AppServerProcess machine(String name) throws IOException {
    Path home = Files.createDirectory(temporary.resolve(name));
    Files.writeString(
        home.resolve("config.toml"),
        "heddle.store = \"postgres\"\nheddle.postgres.url = \"" + url + "\"\n");
    return AppServerProcess.start(home);
  }

  @Test
  void aThreadGoesOnOnAnotherMachineWhenItsOwnIsKilled() throws IOException {
    try (AppServerProcess owner = machine("one");
        AppServerProcess other = machine("two")) {
      Talk first = new Talk(owner.client().initialize(true));
      Talk second = new Talk(other.client().initialize(true));
      String threadId = first.startThread();
      String turnId = first.converse(threadId, "mine");

      JsonObject refusal = second.client().requestError("thread/resume", Talk.onThread(threadId));
      assertThat(refusal.get("message").getAsString())
          .isEqualTo("thread " + threadId + " already has an active writer");
      assertThat(refusal.getAsJsonObject("data").get("kind").getAsString())
          .isEqualTo("threadLocked");
      assertThat(second.readTurns(threadId))
          .extracting(turn -> turn.get("id").getAsString())
          .containsExactly(turnId);
      JsonObject named = Talk.onThread(threadId);
      named.addProperty("name", "from the other machine");
      second.client().request("thread/name/set", named);
      assertThat(
              first
                  .client()
                  .request("thread/read", Talk.onThread(threadId))
                  .getAsJsonObject("thread")
                  .get("name")
                  .getAsString())
          .isEqualTo("from the other machine");

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
  void whatWasToldToBeCompleteIsThereAfterAKill() throws IOException {
    String threadId;
    try (AppServerProcess server = machine("one")) {
      Talk talk = new Talk(server.client().initialize(true));
      threadId = talk.startThread();
      for (int i = 0; i < 5; i++) {
        talk.converse(threadId, "turn " + i);
      }
      server.kill();
    }
    try (AppServerProcess server = machine("two")) {
      Talk talk = new Talk(server.client().initialize(true));
      assertThat(talk.readTurns(threadId))
          .extracting(turn -> turn.get("status").getAsString())
          .hasSize(5)
          .containsOnly("completed");
    }
  }
}
