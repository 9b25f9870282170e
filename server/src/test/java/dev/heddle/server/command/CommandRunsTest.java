package dev.heddle.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcesses;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandRunsTest {
  @TempDir Path folder;
  private final ChildProcesses processes = new ChildProcesses();
  private final CommandRuns runs = new CommandRuns(processes, Thread::startVirtualThread);

  @AfterEach
  void endAll() {
    processes.close();
  }

  private ChildCommand command(Runnable afterwards) {
    return command(afterwards, "read line");
  }

  private ChildCommand command(Runnable afterwards, String script) {
    return new ChildCommand(
        List.of("/bin/sh", "-c", script),
        folder.toString(),
        ChildEnvironment.inherited(),
        null,
        true,
        false,
        afterwards);
  }

  @Test
  void aCommandWhoseNameIsTakenIsDoneWithThoughItNeverRan() throws Exception {
    CommandRuns.Name name = new CommandRuns.Name(this, "same");
    AtomicInteger done = new AtomicInteger();
    assertThat(runs.start(name, command(() -> {}), 1, null, null)).isNotNull();
    assertThat(runs.start(name, command(done::incrementAndGet), 1, null, null)).isNull();
    assertThat(done).hasValue(1);
  }

  @Test
  void aCommandThatDoesNotReadIsGivenOnlySoMuch() throws Exception {
    CommandRuns.Name name = new CommandRuns.Name(this, "deaf");
    runs.start(name, command(() -> {}, "sleep 1000"), 1, null, null);
    CommandRun run = runs.find(name);
    byte[] more = new byte[1 << 20]; // than fits into a pipe
    int taken = 0;
    while (taken < 1000 && run.write(more, false) != null) {
      taken++;
    }
    assertThat(taken).isBetween(1, 20);
  }
}
