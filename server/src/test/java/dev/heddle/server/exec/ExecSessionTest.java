package dev.heddle.server.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.model.Cancellation;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcesses;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A command that goes on behind its call. */
@Timeout(60)
class ExecSessionTest {
  @TempDir Path folder;
  private final ChildProcesses processes = new ChildProcesses();

  @AfterEach
  void endAll() {
    processes.close();
  }

  @Test
  void itsExitCodeIsToldBehindTheEndOfItsItem() throws Exception {
    List<String> argv = List.of("/bin/sh", "-c", "read line; exit 4");
    CommandItem item =
        new CommandItem("call_1", "1001", argv, "read", folder.toString(), CommandItem.RUNNING);
    ExecSession session = new ExecSession("thread", "turn", item, text -> {});
    session.started(
        processes.start(
            new ChildCommand(
                argv, folder.toString(), ChildEnvironment.inherited(), null, true, true),
            (error, bytes) -> session.printed(bytes)));
    CountDownLatch itemMayEnd = new CountDownLatch(1);
    session.beforeItIsOver(() -> {
      try {
        assertThat(itemMayEnd.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
    session.child().write("end\n".getBytes(StandardCharsets.UTF_8));
    // A copy: who waits for the future itself may be given what hangs on it to do.
    assertThat(session.child().ended().copy().get(30, TimeUnit.SECONDS)).isEqualTo(4);

    Cancellation never = new Cancellation();
    assertThat(session.await(Duration.ofMillis(1), never)).isNull();
    assertThat(session.finalForm().get("exit_code").getAsInt()).isEqualTo(4);
    itemMayEnd.countDown();
    assertThat(session.await(Duration.ofSeconds(30), never)).isEqualTo(4);
  }

  @Test
  void oneThatHasEndedGoesForANewOneBeforeOneThatRuns() throws Exception {
    ExecSessions sessions = new ExecSessions(processes);
    ExecSession running = started(sessions, "read line");
    sessions.keep(running);
    ExecSession ended = started(sessions, "exit 0");
    ended.child().ended().get(30, TimeUnit.SECONDS);
    sessions.keep(ended);
    for (int i = 0; i < 31; i++) {
      sessions.keep(started(sessions, "read line"));
    }
    assertThat(sessions.find("thread", running.sessionId())).isSameAs(running);
    assertThat(sessions.find("thread", ended.sessionId())).isNull();
    sessions.keep(started(sessions, "read line"));
    assertThat(sessions.find("thread", running.sessionId())).isNull();
    assertThat(running.child().isAlive()).isFalse();
  }

  private ExecSession started(ExecSessions sessions, String script) throws Exception {
    List<String> argv = List.of("/bin/sh", "-c", script);
    CommandItem item =
        new CommandItem(
            "call", sessions.nextId(), argv, script, folder.toString(), CommandItem.RUNNING);
    ExecSession session = new ExecSession("thread", "turn", item, text -> {});
    session.started(
        processes.start(
            new ChildCommand(
                argv, folder.toString(), ChildEnvironment.inherited(), null, true, true),
            (error, bytes) -> session.printed(bytes)));
    return session;
  }
}
