package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.CommandExecOutputDeltaNotification;
import dev.heddle.protocol.v2.CommandExecOutputStream;
import dev.heddle.protocol.v2.CommandExecParams;
import dev.heddle.protocol.v2.CommandExecResizeParams;
import dev.heddle.protocol.v2.CommandExecResizeResponse;
import dev.heddle.protocol.v2.CommandExecResponse;
import dev.heddle.protocol.v2.CommandExecTerminalSize;
import dev.heddle.protocol.v2.CommandExecTerminateParams;
import dev.heddle.protocol.v2.CommandExecTerminateResponse;
import dev.heddle.protocol.v2.CommandExecWriteParams;
import dev.heddle.protocol.v2.CommandExecWriteResponse;
import dev.heddle.protocol.v2.SandboxPolicy;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.server.command.CommandOutput;
import dev.heddle.server.command.CommandRuns;
import dev.heddle.server.config.ServerConfig;
import dev.heddle.server.connection.ClientConnection;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.process.ChildCommand;
import dev.heddle.server.process.ChildEnvironment;
import dev.heddle.server.process.Programs;
import dev.heddle.server.process.TerminalSize;
import dev.heddle.server.sandbox.Sandbox;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code command/exec} and what belongs to it: commands that a client runs for itself, as it may
 * read and write files. A sandbox that the client asks for is there or the command is refused; the
 * configured one is used where this machine has one.
 *
 * <p><b>Thread-safety:</b> thread-safe. The answer comes when a command has ended; until then it
 * holds no worker.
 */
public final class CommandHandlers {
  private static final ClientPrograms.Words WORDS =
      new ClientPrograms.Words(
          "command/exec", "command", "command/exec", "process id", "command/exec process id");

  private final ClientPrograms programs;
  private final Supplier<ServerConfig> config;
  private final Supplier<Sandbox> sandbox;
  private final String cwd;

  /**
   * Handlers.
   *
   * @param sandbox looked for by the first command that wants one
   * @param cwd the server's working directory, absolute
   * @param maxCapBytes how much of a stream an answer can hold
   */
  public CommandHandlers(
      CommandRuns runs,
      Supplier<ServerConfig> config,
      Supplier<Sandbox> sandbox,
      String cwd,
      long maxCapBytes) {
    this.programs = new ClientPrograms(runs, WORDS, maxCapBytes);
    this.config = config;
    this.sandbox = sandbox;
    this.cwd = cwd;
  }

  public Reply<CommandExecResponse> exec(CommandExecParams params, RequestContext context) {
    check(params);
    ChildCommand command = command(params);
    String processId = params.processId();
    boolean streams = params.tty() || params.streamStdoutStderr();
    return Reply.ofProgram(
        programs
            .start(
                context.connection(),
                processId,
                command,
                capBytes(params),
                timeout(params),
                streams && processId != null ? told(context.connection(), processId) : null)
            .thenApply(result ->
                Reply.of(
                    new CommandExecResponse(
                        result.exitCode(), result.stdout().text(), result.stderr().text()))));
  }

  public Reply<CommandExecWriteResponse> write(
      CommandExecWriteParams params, RequestContext context) {
    return programs.write(
        context.connection(),
        "command/exec/write",
        params.processId(),
        params.deltaBase64(),
        params.closeStdin(),
        new CommandExecWriteResponse());
  }

  public Reply<CommandExecResizeResponse> resize(
      CommandExecResizeParams params, RequestContext context) {
    TerminalSize size = programs.size(params.size().rows(), params.size().cols());
    return programs.resize(
        context.connection(), params.processId(), size, new CommandExecResizeResponse());
  }

  public Reply<CommandExecTerminateResponse> terminate(
      CommandExecTerminateParams params, RequestContext context) {
    return programs.terminate(
        context.connection(), params.processId(), new CommandExecTerminateResponse());
  }

  private void check(CommandExecParams params) {
    ClientPrograms.checkCommand(params.command());
    programs.checkSize(params.size(), params.tty());
    if (params.disableOutputCap() && params.outputBytesCap() != null) {
      throw RpcException.invalidParams(
          "command/exec cannot set both outputBytesCap and disableOutputCap");
    }
    Long timeoutMs = params.timeoutMs();
    if (timeoutMs != null && params.disableTimeout()) {
      throw RpcException.invalidParams("command/exec cannot set both timeoutMs and disableTimeout");
    }
    programs.checkTimeout(timeoutMs);
    if (params.permissionProfile() != null && params.sandboxPolicy() != null) {
      throw RpcException.invalidRequest(
          "`permissionProfile` cannot be combined with `sandboxPolicy`");
    }
    boolean needsName = params.tty() || params.streamStdin() || params.streamStdoutStderr();
    if (needsName && params.processId() == null) {
      throw RpcException.invalidRequest(
          "command/exec tty or streaming requires a client-supplied processId");
    }
  }

  private ChildCommand command(CommandExecParams params) {
    String directory = Programs.directory(cwd, params.cwd());
    Map<String, String> environment =
        config.get().environmentPolicy().of(ChildEnvironment.inherited());
    ClientPrograms.change(environment, params.env());
    CommandExecTerminalSize asked = params.size();
    TerminalSize size =
        asked == null ? TerminalSize.DEFAULT : programs.size(asked.rows(), asked.cols());
    programs.checkExists(params.command(), directory, environment);
    Sandbox.Confined run = confined(params, directory, environment);
    return new ChildCommand(
        run.argv(),
        directory,
        environment,
        params.tty() ? size : null,
        params.tty() || params.streamStdin(),
        false,
        run.afterwards());
  }

  /** The command in the sandbox that was asked for, or is configured. */
  private Sandbox.Confined confined(
      CommandExecParams params, String directory, Map<String, String> environment) {
    SandboxPolicy asked = SandboxPolicies.checked(params.sandboxPolicy());
    String profile = params.permissionProfile();
    if (profile != null) {
      asked = SandboxPolicies.ofCommand(config.get(), profile);
    }
    SandboxPolicy policy = asked == null ? SandboxPolicies.configured(config.get()) : asked;
    Sandbox.Confined plain = new Sandbox.Confined(params.command(), () -> {});
    if (!Sandbox.confines(policy)) {
      return plain;
    }
    Sandbox found = sandbox.get();
    if (found.available()) {
      return found.confine(policy, directory, List.of(), directory, environment, params.command());
    }
    if (asked != null) {
      throw RpcException.of(
          RpcException.INTERNAL,
          ErrorKind.UNSUPPORTED,
          "failed to spawn command: no sandbox: " + found.problem());
    }
    return plain;
  }

  private static long capBytes(CommandExecParams params) {
    if (params.disableOutputCap()) {
      return Long.MAX_VALUE;
    }
    Long asked = params.outputBytesCap();
    return asked == null ? ClientPrograms.DEFAULT_CAP_BYTES : asked;
  }

  private static @Nullable Duration timeout(CommandExecParams params) {
    if (params.disableTimeout()) {
      return null;
    }
    Long timeoutMs = params.timeoutMs();
    return timeoutMs == null ? ClientPrograms.DEFAULT_TIMEOUT : Duration.ofMillis(timeoutMs);
  }

  private static CommandOutput told(ClientConnection client, String processId) {
    return ClientPrograms.slowedBy(
        client,
        (error, bytes, last) ->
            client.notify(
                ServerNotifications.COMMAND_EXEC_OUTPUT_DELTA,
                new CommandExecOutputDeltaNotification(
                    processId,
                    error ? CommandExecOutputStream.STDERR : CommandExecOutputStream.STDOUT,
                    Base64.getEncoder().encodeToString(bytes),
                    last)));
  }
}
