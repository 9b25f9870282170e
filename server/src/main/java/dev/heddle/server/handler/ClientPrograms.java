package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.server.command.CommandOutput;
import dev.heddle.server.command.CommandResult;
import dev.heddle.server.command.CommandRun;
import dev.heddle.server.command.CommandRuns;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.Programs;
import dev.heddle.server.process.TerminalSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the two ways have in common in which a client runs programs for itself.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
final class ClientPrograms {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  static final long DEFAULT_CAP_BYTES = 1 << 20;

  private final CommandRuns runs;
  private final Words words;
  private final long maxCapBytes;

  /**
   * How a method speaks of what it runs.
   *
   * @param method that starts it
   * @param program what it is called when it cannot be started
   * @param subject what it is called else
   * @param name what its name is called
   * @param duplicate what is called a duplicate when its name is taken
   */
  record Words(String method, String program, String subject, String name, String duplicate) {}

  /**
   * @param maxCapBytes how much of a stream one message can hold
   */
  ClientPrograms(CommandRuns runs, Words words, long maxCapBytes) {
    this.runs = runs;
    this.words = words;
    this.maxCapBytes = maxCapBytes;
  }

  /**
   * Starts a program.
   *
   * @param name null for one that nobody speaks of later
   * @param capBytes how much of each stream is wanted
   * @param output takes what is printed; null to keep it
   * @return as {@link CommandRuns#start}
   * @throws RpcException when it cannot be started, or the name is taken
   */
  CompletableFuture<CommandResult> start(
      ClientConnection client,
      @Nullable String name,
      ChildCommand command,
      long capBytes,
      @Nullable Duration timeout,
      @Nullable CommandOutput output) {
    CompletableFuture<CommandResult> ended;
    try {
      ended =
          runs.start(
              name == null ? null : name(client, name),
              command,
              output == null ? Math.min(capBytes, maxCapBytes) : capBytes,
              timeout,
              output);
    } catch (IOException e) {
      throw notStarted(e.getMessage());
    } catch (RejectedExecutionException e) {
      throw overloaded("too many commands run; retry when one has ended");
    }
    if (ended == null) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT, "duplicate active " + words.duplicate() + ": \"" + name + '"');
    }
    return ended;
  }

  /** Refuses what is no program. */
  static void checkCommand(List<String> command) {
    if (command.isEmpty()) {
      throw RpcException.invalidRequest("command must not be empty");
    }
  }

  /** Refuses a program that is not there. */
  void checkExists(List<String> command, String directory, Map<String, String> environment) {
    if (command.get(0).isEmpty()) {
      throw notStarted("missing program for pipe spawn");
    }
    if (!Programs.exist(command.get(0), directory, environment)) {
      throw notStarted("No such file or directory (os error 2)");
    }
  }

  /** Refuses a time that is none. */
  void checkTimeout(@Nullable Long timeoutMs) {
    if (timeoutMs != null && timeoutMs < 0) {
      throw RpcException.invalidParams(
          words.method() + " timeoutMs must be non-negative, got " + timeoutMs);
    }
  }

  /** Refuses the size of a terminal that is not wanted. */
  void checkSize(@Nullable Object size, boolean tty) {
    if (size != null && !tty) {
      throw RpcException.invalidParams(words.method() + " size requires tty: true");
    }
  }

  /** The size of a terminal. */
  TerminalSize size(int rows, int cols) {
    if (rows == 0 || cols == 0) {
      throw RpcException.invalidParams(
          words.subject() + " size rows and cols must be greater than 0");
    }
    return new TerminalSize(cols, rows);
  }

  /** Changes an environment as a client asks; null takes a variable away. */
  static void change(
      Map<String, String> environment, @Nullable Map<String, @Nullable String> changes) {
    if (changes != null) {
      changes.forEach((name, value) -> {
        if (value == null) {
          environment.remove(name);
        } else {
          environment.put(name, value);
        }
      });
    }
  }

  /**
   * Writes to a program's input.
   *
   * @param method of the request
   */
  <R> Reply<R> write(
      ClientConnection client,
      String method,
      String name,
      @Nullable String deltaBase64,
      boolean closeStdin,
      R result) {
    if (deltaBase64 == null && !closeStdin) {
      throw RpcException.invalidParams(method + " requires deltaBase64 or closeStdin");
    }
    byte[] bytes;
    try {
      bytes = deltaBase64 == null ? new byte[0] : Base64Text.decode(deltaBase64);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("invalid deltaBase64: " + e.getMessage());
    }
    CommandRun run = find(client, name);
    if (!run.takesInput()) {
      throw RpcException.invalidRequest(
          "stdin streaming is not enabled for this " + words.subject());
    }
    CompletableFuture<Void> written = run.write(bytes, closeStdin);
    if (written == null) {
      throw overloaded("too much input waits for the command; retry when it has read some");
    }
    return Reply.ofProgram(
        written.handle((done, failure) -> {
          Throwable cause = failure instanceof CompletionException late ? late.getCause() : failure;
          if (cause instanceof UncheckedIOException e) {
            throw RpcException.invalidRequest(
                ErrorKind.CONFLICT, "stdin is closed: " + e.getMessage());
          }
          return Reply.of(result);
        }));
  }

  /** Tells a program's terminal a new size. */
  <R> Reply<R> resize(ClientConnection client, String name, TerminalSize size, R result) {
    CommandRun run = find(client, name);
    if (!run.hasTerminal()) {
      throw RpcException.invalidRequest("failed to resize PTY: process is not attached to a PTY");
    }
    run.resize(size);
    return Reply.of(result);
  }

  /** Ends a program; the answer does not wait for that. */
  <R> Reply<R> terminate(ClientConnection client, String name, R result) {
    CommandRun run = find(client, name);
    return Reply.of(result).andThen(run::terminate);
  }

  /** Ends a program of which the client cannot be told that it began. */
  void giveUp(ClientConnection client, String name) {
    CommandRun run = runs.find(name(client, name));
    if (run != null) {
      run.terminate();
    }
  }

  /** Hands on what is printed no faster than the client reads. */
  static CommandOutput slowedBy(ClientConnection client, CommandOutput output) {
    return (error, bytes, last) -> {
      try {
        client.awaitRoom();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      output.accept(error, bytes, last);
    };
  }

  private CommandRun find(ClientConnection client, String name) {
    CommandRun run = runs.find(name(client, name));
    if (run == null) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT,
          "no active " + words.subject() + " for " + words.name() + " \"" + name + '"');
    }
    return run;
  }

  private CommandRuns.Name name(ClientConnection client, String name) {
    return new CommandRuns.Name(client, words.method(), name);
  }

  private static RpcException overloaded(String message) {
    return RpcException.of(RpcException.OVERLOADED, ErrorKind.OVERLOADED, message);
  }

  private RpcException notStarted(@Nullable String problem) {
    return RpcException.of(
        RpcException.INTERNAL,
        ErrorKind.FILE_FAILURE,
        "failed to spawn " + words.program() + ": " + problem);
  }
}
