package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.testkit.AppServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn whose end a client has heard of outlives the process, however that dies. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillAtCompletedIT {
  private static final int KILLS = 20;

  @TempDir Path home;

  @Test
  @Tag("SA-13")
  void aTurnThatWasAnnouncedAsCompletedIsThereAfterKill() {
    String threadId = "";
    String turnId = "";
    int turns = 0;
    for (int kill = 0; kill <= KILLS; kill++) {
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        if (kill > 0) {
          assertLastTurn(talk.readTurns(threadId), turns, turnId, "question " + (kill - 1));
          assertLastTurn(
              talk.listTurns(threadId).reversed(), turns, turnId, "question " + (kill - 1));
        }
        if (kill % 2 == 0) {
          threadId = talk.startThread();
          turns = 0;
        } else {
          talk.resume(threadId);
        }
        turnId = talk.startTurn(threadId, "question " + kill);
        turns++;
        talk.awaitEnd(turnId);
        server.kill();
      }
    }
  }

  private static void assertLastTurn(
      List<JsonObject> turns, int count, String turnId, String question) {
    assertThat(turns).hasSize(count);
    JsonObject turn = turns.getLast();
    assertThat(turn.get("id").getAsString()).isEqualTo(turnId);
    assertThat(turn.get("status").getAsString()).isEqualTo("completed");
    assertThat(Talk.userTexts(turn)).containsExactly(question);
    assertThat(Talk.agentTexts(turn)).hasSize(1).first().asString().contains(question);
  }
}
