package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.heddle.server.testkit.AppServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With strict durability the user's words are stored before the client hears they were taken. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictDurabilityIT {
  private static final int KILLS = Integer.getInteger("heddle.kills", 10);

  @TempDir Path home;

  @Test
  @Tag("SA-13")
  void whatTheUserSaidOutlivesAKillRightAfterItWasAccepted() throws Exception {
    Files.writeString(home.resolve("config.toml"), "[heddle]\ndurability = \"strict\"\n");
    String threadId = "";
    for (int kill = 0; kill <= KILLS; kill++) {
      try (AppServerProcess server = AppServerProcess.start(home)) {
        Talk talk = new Talk(server.client().initialize(true));
        if (kill > 0) {
          List<JsonObject> turns = talk.readTurns(threadId);
          assertThat(turns).hasSize(1);
          assertThat(Talk.userTexts(turns.getFirst())).containsExactly("my words " + (kill - 1));
        }
        threadId = talk.startThread();
        talk.startTurn(threadId, "my words " + kill);
        server.kill();
      }
    }
  }
}
