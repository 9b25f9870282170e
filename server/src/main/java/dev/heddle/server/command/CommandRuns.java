package dev.heddle.server.command;

import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildProcess;
import dev.heddle.server.process.ChildProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The commands that clients have running, by the name that a client gave: names of one client and
 * of another have nothing to do with each other.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
public final class CommandRuns {
  private final ChildProcesses processes;
  private final Executor workers;
  private final Semaphore places;
  private final Semaphore unreadBytes;
  private final Map<Name, Named> named = new ConcurrentHashMap<>();

  /**
   * No commands yet.
   *
   * @param processes runs them, and ends them with the server
   * @param workers a thread per task
   * @param bounds how many there may be, and how much may wait for them
   */
  public CommandRuns(ChildProcesses processes, Executor workers, CommandBounds bounds) {
    this.processes = processes;
    this.workers = workers;
    this.places = new Semaphore(bounds.commands());
    this.unreadBytes = new Semaphore(bounds.unreadBytes());
  }

  /**
   * The name of a command.
   *
   * @param client who gave it; identity counts
   * @param method what it was started with: names of one and of another have nothing to do with
   *     each other
   */
  public record Name(Object client, String method, String name) {}

  /** The place of a command under its name, taken before it is started. */
  private static final class Named {
    private volatile @Nullable CommandRun run;
  }

  /**
   * Starts a command. What it leaves running is ended when it has ended.
   *
   * @param name null for one that nobody speaks of later
   * @param capBytes how much of each stream is kept or handed on
   * @param timeout null for none
   * @param output takes what is printed; null to keep it for the result
   * @return completes when it has ended and all that it printed was handed on; null when there is a
   *     command of that name
   * @throws IOException when it cannot be started
   * @throws RejectedExecutionException when as many run as may
   */
  public @Nullable CompletableFuture<CommandResult> start(
      @Nullable Name name,
      ChildCommand command,
      long capBytes,
      @Nullable Duration timeout,
      @Nullable CommandOutput output)
      throws IOException {
    Named place = new Named();
    if (name != null && named.putIfAbsent(name, place) != null) {
      command.afterwards().run(); // as for any command that is not started
      return null;
    }
    if (!places.tryAcquire()) {
      forget(name, place);
      command.afterwards().run();
      throw new RejectedExecutionException("too many commands run");
    }
    KeptOutput stdout = new KeptOutput(false, capBytes, output);
    KeptOutput stderr = new KeptOutput(true, capBytes, output);
    ChildProcess child;
    try {
      child = processes.start(command, (error, bytes) -> (error ? stderr : stdout).append(bytes));
    } catch (IOException | RuntimeException | Error e) {
      ended(name, place);
      throw e;
    }
    var unused = child.ended().thenRunAsync(() -> processes.end(child), workers);
    place.run = new CommandRun(processes, child, command.terminal() != null, workers, unreadBytes);
    return exitCode(child, timeout)
        .whenComplete((code, failure) -> ended(name, place))
        .thenApply(code -> new CommandResult(code, stdout.kept(), stderr.kept()));
  }

  /** A running command; null when none has that name. */
  public @Nullable CommandRun find(Name name) {
    Named place = named.get(name);
    return place == null ? null : place.run;
  }

  private CompletableFuture<Integer> exitCode(ChildProcess child, @Nullable Duration timeout) {
    if (timeout == null) {
      return child.ended();
    }
    return child
        .ended()
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> {
          if (failure instanceof TimeoutException) {
            workers.execute(() -> processes.end(child));
            return child.ended().thenApply(code -> CommandRun.TIMED_OUT);
          }
          return CompletableFuture.failedFuture(failure);
        });
  }

  private void ended(@Nullable Name name, Named place) {
    places.release();
    forget(name, place);
  }

  private void forget(@Nullable Name name, Named place) {
    if (name != null) {
      named.remove(name, place);
    }
  }
}
