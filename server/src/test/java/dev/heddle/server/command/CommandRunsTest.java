package dev.heddle.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.ChildProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandRunsTest {
  @TempDir Path folder;
  private final ChildProcesses processes = new ChildProcesses();
  private final CommandRuns runs =
      new CommandRuns(processes, Thread::startVirtualThread, new CommandBounds(3, 16 << 20));

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
    CommandRuns.Name name = new CommandRuns.Name(this, "test", "same");
    AtomicInteger done = new AtomicInteger();
    assertThat(runs.start(name, command(() -> {}), 1, null, null)).isNotNull();
    assertThat(runs.start(name, command(done::incrementAndGet), 1, null, null)).isNull();
    assertThat(done).hasValue(1);
  }

  @Test
  void aCommandThatDoesNotReadIsGivenOnlySoMuch() throws Exception {
    CommandRuns.Name name = new CommandRuns.Name(this, "test", "deaf");
    runs.start(name, command(() -> {}, "sleep 1000"), 1, null, null);
    CommandRun run = runs.find(name);
    byte[] more = new byte[1 << 20]; // than fits into a pipe
    int taken = 0;
    while (taken < 1000 && run.write(more, false) != null) {
      taken++;
    }
    assertThat(taken).isBetween(1, 20);
  }

  @Test
  void whatWaitsForAllCommandsIsBounded() throws Exception {
    CommandRuns.Name deaf = new CommandRuns.Name(this, "test", "deaf");
    CommandRuns.Name other = new CommandRuns.Name(this, "test", "other");
    runs.start(deaf, command(() -> {}, "sleep 1000"), 1, null, null);
    CompletableFuture<CommandResult> otherEnds =
        runs.start(other, command(() -> {}, "wc -c"), 100, null, null);
    assertThat(runs.find(deaf).write(new byte[17 << 20], false)).as("even alone").isNull();
    CompletableFuture<Void> written = runs.find(deaf).write(new byte[16 << 20], false);
    assertThat(written).isNotNull();
    assertThat(runs.find(other).write(new byte[1], false)).as("beside it").isNull();
    runs.find(deaf).terminate();
    written.handle((done, failure) -> done).get(30, TimeUnit.SECONDS);
    byte[] much = new byte[16 << 20];
    CompletableFuture<Void> taken = null;
    // There is room again when the pipe has broken, a moment behind the end.
    while (taken == null && !Thread.currentThread().isInterrupted()) {
      taken = runs.find(other).write(much, true);
      Thread.onSpinWait();
    }
    assertThat(taken).isNotNull();
    assertThat(otherEnds.get(30, TimeUnit.SECONDS).stdout().text().strip()).isEqualTo("16777216");
  }

  @Test
  void onlySoManyRunAtOnce() throws Exception {
    CompletableFuture<CommandResult> first =
        runs.start(null, command(() -> {}, "sleep 1000"), 1, Duration.ofSeconds(2), null);
    runs.start(null, command(() -> {}, "sleep 1000"), 1, null, null);
    runs.start(null, command(() -> {}, "sleep 1000"), 1, null, null);
    CommandRuns.Name name = new CommandRuns.Name(this, "test", "beyond");
    AtomicInteger done = new AtomicInteger();
    assertThatThrownBy(() -> runs.start(name, command(done::incrementAndGet), 1, null, null))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(done).as("it is done with").hasValue(1);
    assertThat(first.get(30, TimeUnit.SECONDS).exitCode()).isEqualTo(CommandRun.TIMED_OUT);
    assertThat(runs.start(name, command(() -> {}), 1, null, null)).as("there is room").isNotNull();
  }
}
