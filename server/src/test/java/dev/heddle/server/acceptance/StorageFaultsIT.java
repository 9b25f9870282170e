package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.heddle.server.ExitCode;
import dev.heddle.server.testkit.AppServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers on storage that is full or read-only, where a small file system may be mounted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StorageFaultsIT {
  @TempDir Path folder;
  private Path home;
  private boolean mounted;

  private void mount(String options) throws Exception {
    home = Files.createDirectories(folder.resolve("home"));
    mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", home.toString());
    assumeTrue(mounted, "this user may not mount");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", home.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Takes all that is left of the storage. */
  private Path fill() throws IOException {
    Path filler = home.resolve("filler");
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler, StandardOpenOption.CREATE)) {
      for (int i = 0; i < 100_000; i++) {
        out.write(block);
      }
      throw new AssertionError("the storage is too large to fill");
    } catch (IOException full) {
      return filler;
    }
  }

  @Test
  @Tag("SA-21")
  @DisplayName("SA 21: on a full disk turns go on and are told, and all is there when it has room")
  void aFullDiskLosesNothing() throws Exception {
    mount("size=12m");
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      String other = talk.startThread();
      talk.converse(other, "before");
      String threadId = talk.startThread();
      talk.converse(threadId, "one");
      Path filler = fill();
      for (int turn = 2; turn <= 4; turn++) {
        talk.converse(threadId, "turn " + turn);
      }
      JsonObject warning = server.client().awaitNotification("warning");
      assertThat(warning.get("message").getAsString()).contains("disk is full");
      assertThat(talk.readTurns(other)).hasSize(1);
      Files.delete(filler);
      talk.converse(threadId, "room again");
      assertThat(talk.readTurns(threadId)).hasSize(5);
      server.client().closeInput();
      assertThat(server.awaitExit()).as(server.errors()).isZero();
      assertThat(server.errors())
          .containsOnlyOnce("records.write_failed thread=" + threadId)
          .containsOnlyOnce("records.write_recovered thread=" + threadId)
          .contains("kind=DISK_FULL");
    }
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      for (String threadId : listed(talk)) {
        assertThat(talk.readTurns(threadId))
            .allMatch(turn -> turn.get("status").getAsString().equals("completed"));
      }
      assertThat(listed(talk)).hasSize(2);
    }
  }

  @Test
  @DisplayName("SA 77: ended while the disk is full, the exit code and stderr say what is lost")
  void anEndWithAFullDiskIsNoGoodEnd() throws Exception {
    mount("size=12m");
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      String threadId = talk.startThread();
      talk.converse(threadId, "one");
      fill();
      talk.converse(threadId, "two");
      server.client().closeInput();
      assertThat(server.awaitExit()).as(server.errors()).isEqualTo(ExitCode.NOT_STORED.number());
      assertThat(server.errors())
          .contains("thread " + threadId + " is not stored")
          .contains("no space left");
    }
  }

  @Test
  @DisplayName("SA 80: a read-only home is read, and writing to it is refused by name")
  void aReadOnlyHomeIsRead() throws Exception {
    mount("size=12m");
    String threadId;
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      threadId = talk.startThread();
      talk.converse(threadId, "one");
      server.client().closeInput();
      assertThat(server.awaitExit()).isZero();
    }
    assertThat(run("mount", "-o", "remount,ro", home.toString())).isTrue();
    try (AppServerProcess server = AppServerProcess.start(home)) {
      Talk talk = new Talk(server.client().initialize(true));
      assertThat(listed(talk)).containsExactly(threadId);
      assertThat(talk.readTurns(threadId)).hasSize(1);
      for (String method : List.of("thread/start", "thread/resume", "thread/archive")) {
        JsonObject error = talk.client().requestError(method, Talk.onThread(threadId));
        assertThat(error.get("message").getAsString()).as(method).contains("read-only storage");
        assertThat(error.getAsJsonObject("data").get("kind").getAsString())
            .isEqualTo("storeFailure");
      }
      server.client().closeInput();
      assertThat(server.awaitExit()).as(server.errors()).isZero();
    }
  }

  private static List<String> listed(Talk talk) {
    return Talk.objects(
            talk.client().request("thread/list", "{\"limit\":100}").getAsJsonArray("data"))
        .stream()
        .map(thread -> thread.get("id").getAsString())
        .toList();
  }
}
