package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.v2.ProcessExitedNotification;
import dev.heddle.protocol.v2.ProcessKillParams;
import dev.heddle.protocol.v2.ProcessKillResponse;
import dev.heddle.protocol.v2.ProcessOutputDeltaNotification;
import dev.heddle.protocol.v2.ProcessOutputStream;
import dev.heddle.protocol.v2.ProcessResizePtyParams;
import dev.heddle.protocol.v2.ProcessResizePtyResponse;
import dev.heddle.protocol.v2.ProcessSpawnParams;
import dev.heddle.protocol.v2.ProcessSpawnResponse;
import dev.heddle.protocol.v2.ProcessTerminalSize;
import dev.heddle.protocol.v2.ProcessWriteStdinParams;
import dev.heddle.protocol.v2.ProcessWriteStdinResponse;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.command.CommandOutput;
import dev.heddle.server.command.CommandResult;
import dev.heddle.server.command.CommandRuns;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.TerminalSize;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code process/spawn} and what belongs to it: processes of the client, which knows best what they
 * may do: they are in no sandbox, and have the environment of the server. Unlike {@code
 * command/exec}, the request is answered when the process has begun. As there, what a process
 * leaves running is ended with it.
 *
 * <p><b>Thread-safety:</b> thread-safe. What a process prints, and that it has ended, comes behind
 * the answer; a process that runs holds no worker.
 */
public final class ProcessHandlers {
  private static final ClientPrograms.Words WORDS =
      new ClientPrograms.Words(
          "process/spawn", "process", "process", "process handle", "process handle");

  private final ClientPrograms programs;

  /**
   * Handlers.
   *
   * @param maxCapBytes how much of a stream one message can hold
   */
  public ProcessHandlers(CommandRuns runs, long maxCapBytes) {
    this.programs = new ClientPrograms(runs, WORDS, maxCapBytes);
  }

  public Reply<ProcessSpawnResponse> spawn(ProcessSpawnParams params, RequestContext context) {
    check(params);
    ClientConnection client = context.connection();
    String handle = params.processHandle();
    boolean streams = params.tty() || params.streamStdoutStderr();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    CompletableFuture<CommandResult> ended =
        programs.start(
            client,
            handle,
            command(params),
            orDefault(params.outputBytesCap(), ClientPrograms.DEFAULT_CAP_BYTES, Long.MAX_VALUE),
            timeout(params.timeoutMs()),
            streams ? told(client, handle, answered) : null);
    ended.thenAcceptBoth(
        answered,
        (result, ok) -> client.notify(ServerNotifications.PROCESS_EXITED, exited(handle, result)));
    return Reply.of(new ProcessSpawnResponse())
        .andThen(() -> answered.complete(null))
        .orElse(() -> {
          programs.giveUp(client, handle);
          answered.complete(null);
        });
  }

  public Reply<ProcessWriteStdinResponse> writeStdin(
      ProcessWriteStdinParams params, RequestContext context) {
    return programs.write(
        context.connection(),
        "process/writeStdin",
        params.processHandle(),
        params.deltaBase64(),
        params.closeStdin(),
        new ProcessWriteStdinResponse());
  }

  public Reply<ProcessResizePtyResponse> resizePty(
      ProcessResizePtyParams params, RequestContext context) {
    TerminalSize size = programs.size(params.size().rows(), params.size().cols());
    return programs.resize(
        context.connection(), params.processHandle(), size, new ProcessResizePtyResponse());
  }

  public Reply<ProcessKillResponse> kill(ProcessKillParams params, RequestContext context) {
    return programs.terminate(
        context.connection(), params.processHandle(), new ProcessKillResponse());
  }

  private void check(ProcessSpawnParams params) {
    AbsolutePath.of(params.cwd());
    ClientPrograms.checkCommand(params.command());
    if (params.processHandle().isEmpty()) {
      throw RpcException.invalidRequest("processHandle must not be empty");
    }
    programs.checkSize(params.size(), params.tty());
    programs.checkTimeout(params.timeoutMs().value());
  }

  private ChildCommand command(ProcessSpawnParams params) {
    Map<String, String> environment = ChildEnvironment.inherited();
    ClientPrograms.change(environment, params.env());
    ProcessTerminalSize asked = params.size();
    TerminalSize size =
        asked == null ? TerminalSize.DEFAULT : programs.size(asked.rows(), asked.cols());
    programs.checkExists(params.command(), params.cwd(), environment);
    return new ChildCommand(
        params.command(),
        params.cwd(),
        environment,
        params.tty() ? size : null,
        params.tty() || params.streamStdin(),
        false);
  }

  private static @Nullable Duration timeout(Settable<Long> timeoutMs) {
    Long asked = timeoutMs.value();
    if (asked != null) {
      return Duration.ofMillis(asked);
    }
    return timeoutMs.isPresent() ? null : ClientPrograms.DEFAULT_TIMEOUT;
  }

  private static long orDefault(Settable<Long> asked, long absent, long cleared) {
    Long value = asked.value();
    if (value != null) {
      return value;
    }
    return asked.isPresent() ? cleared : absent;
  }

  private static CommandOutput told(
      ClientConnection client, String handle, CompletableFuture<Void> answered) {
    CommandOutput output =
        ClientPrograms.slowedBy(
            client,
            (error, bytes, last) ->
                client.notify(
                    ServerNotifications.PROCESS_OUTPUT_DELTA,
                    new ProcessOutputDeltaNotification(
                        handle,
                        error ? ProcessOutputStream.STDERR : ProcessOutputStream.STDOUT,
                        Base64.getEncoder().encodeToString(bytes),
                        last)));
    return (error, bytes, last) -> {
      answered.join();
      output.accept(error, bytes, last);
    };
  }

  private static ProcessExitedNotification exited(String handle, CommandResult result) {
    return new ProcessExitedNotification(
        handle,
        result.exitCode(),
        false,
        result.stdout().text(),
        result.stdout().capped(),
        result.stderr().text(),
        result.stderr().capped());
  }
}
