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
import dev.heddle.server.command.CommandResult;
import dev.heddle.server.command.CommandRun;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
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
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final long DEFAULT_CAP_BYTES = 1 << 20;

  private final CommandRuns runs;
  private final Supplier<ServerConfig> config;
  private final Supplier<Sandbox> sandbox;
  private final String cwd;
  private final long maxCapBytes;

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
    this.runs = runs;
    this.config = config;
    this.sandbox = sandbox;
    this.cwd = cwd;
    this.maxCapBytes = maxCapBytes;
  }

  public Reply<CommandExecResponse> exec(CommandExecParams params, RequestContext context) {
    check(params);
    ChildCommand command = command(params);
    String processId = params.processId();
    boolean streams = params.tty() || params.streamStdoutStderr();
    CompletableFuture<CommandResult> ended;
    try {
      ended =
          runs.start(
              processId == null ? null : new CommandRuns.Name(context.connection(), processId),
              command,
              capBytes(params, streams),
              timeout(params),
              streams && processId != null ? told(context.connection(), processId) : null);
    } catch (IOException e) {
      throw notStarted(e.getMessage());
    } catch (RejectedExecutionException e) {
      throw overloaded("too many commands run; retry when one has ended");
    }
    if (ended == null) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT, "duplicate active command/exec process id: \"" + processId + "\"");
    }
    return Reply.ofProgram(ended.thenApply(result -> Reply.of(response(result))));
  }

  public Reply<CommandExecWriteResponse> write(
      CommandExecWriteParams params, RequestContext context) {
    String delta = params.deltaBase64();
    if (delta == null && !params.closeStdin()) {
      throw RpcException.invalidParams("command/exec/write requires deltaBase64 or closeStdin");
    }
    byte[] bytes;
    try {
      bytes = delta == null ? new byte[0] : Base64Text.decode(delta);
    } catch (IllegalArgumentException e) {
      throw RpcException.invalidParams("invalid deltaBase64: " + e.getMessage());
    }
    CommandRun run = find(params.processId(), context);
    if (!run.takesInput()) {
      throw RpcException.invalidRequest("stdin streaming is not enabled for this command/exec");
    }
    CompletableFuture<Void> written = run.write(bytes, params.closeStdin());
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
          return Reply.of(new CommandExecWriteResponse());
        }));
  }

  public Reply<CommandExecResizeResponse> resize(
      CommandExecResizeParams params, RequestContext context) {
    TerminalSize size = size(params.size());
    CommandRun run = find(params.processId(), context);
    if (!run.hasTerminal()) {
      throw RpcException.invalidRequest("failed to resize PTY: process is not attached to a PTY");
    }
    run.resize(size);
    return Reply.of(new CommandExecResizeResponse());
  }

  public Reply<CommandExecTerminateResponse> terminate(
      CommandExecTerminateParams params, RequestContext context) {
    CommandRun run = find(params.processId(), context);
    return Reply.of(new CommandExecTerminateResponse()).andThen(run::terminate);
  }

  private CommandRun find(String processId, RequestContext context) {
    CommandRun run = runs.find(new CommandRuns.Name(context.connection(), processId));
    if (run == null) {
      throw RpcException.invalidRequest(
          ErrorKind.CONFLICT, "no active command/exec for process id \"" + processId + "\"");
    }
    return run;
  }

  private static void check(CommandExecParams params) {
    if (params.command().isEmpty()) {
      throw RpcException.invalidRequest("command must not be empty");
    }
    if (params.size() != null && !params.tty()) {
      throw RpcException.invalidParams("command/exec size requires tty: true");
    }
    if (params.disableOutputCap() && params.outputBytesCap() != null) {
      throw RpcException.invalidParams(
          "command/exec cannot set both outputBytesCap and disableOutputCap");
    }
    Long timeoutMs = params.timeoutMs();
    if (timeoutMs != null && params.disableTimeout()) {
      throw RpcException.invalidParams("command/exec cannot set both timeoutMs and disableTimeout");
    }
    if (timeoutMs != null && timeoutMs < 0) {
      throw RpcException.invalidParams(
          "command/exec timeoutMs must be non-negative, got " + timeoutMs);
    }
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
    Map<String, @Nullable String> changes = params.env();
    if (changes != null) {
      changes.forEach((name, value) -> {
        if (value == null) {
          environment.remove(name);
        } else {
          environment.put(name, value);
        }
      });
    }
    CommandExecTerminalSize asked = params.size();
    TerminalSize size = asked == null ? TerminalSize.DEFAULT : size(asked);
    if (params.command().get(0).isEmpty()) {
      throw notStarted("missing program for pipe spawn");
    }
    if (!Programs.exist(params.command().get(0), directory, environment)) {
      throw notStarted("No such file or directory (os error 2)");
    }
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
    SandboxPolicy asked = SettingsResolver.checked(params.sandboxPolicy());
    String profile = params.permissionProfile();
    if (profile != null) {
      asked = SettingsResolver.profilePolicy(config.get(), profile);
    }
    SandboxPolicy policy = asked == null ? SettingsResolver.policy(config.get()) : asked;
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

  private static TerminalSize size(CommandExecTerminalSize size) {
    if (size.rows() == 0 || size.cols() == 0) {
      throw RpcException.invalidParams("command/exec size rows and cols must be greater than 0");
    }
    return new TerminalSize(size.cols(), size.rows());
  }

  private long capBytes(CommandExecParams params, boolean streams) {
    if (params.disableOutputCap()) {
      return streams ? Long.MAX_VALUE : maxCapBytes;
    }
    Long asked = params.outputBytesCap();
    long cap = asked == null ? DEFAULT_CAP_BYTES : asked;
    return streams ? cap : Math.min(cap, maxCapBytes);
  }

  private static @Nullable Duration timeout(CommandExecParams params) {
    if (params.disableTimeout()) {
      return null;
    }
    Long timeoutMs = params.timeoutMs();
    return timeoutMs == null ? DEFAULT_TIMEOUT : Duration.ofMillis(timeoutMs);
  }

  private static CommandOutput told(ClientConnection client, String processId) {
    return (error, bytes, last) -> {
      try {
        client.awaitRoom();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      client.notify(
          ServerNotifications.COMMAND_EXEC_OUTPUT_DELTA,
          new CommandExecOutputDeltaNotification(
              processId,
              error ? CommandExecOutputStream.STDERR : CommandExecOutputStream.STDOUT,
              Base64.getEncoder().encodeToString(bytes),
              last));
    };
  }

  private static CommandExecResponse response(CommandResult result) {
    return new CommandExecResponse(
        result.exitCode(),
        new String(result.stdout(), StandardCharsets.UTF_8),
        new String(result.stderr(), StandardCharsets.UTF_8));
  }

  private static RpcException overloaded(String message) {
    return RpcException.of(RpcException.OVERLOADED, ErrorKind.OVERLOADED, message);
  }

  private static RpcException notStarted(@Nullable String problem) {
    return RpcException.of(
        RpcException.INTERNAL, ErrorKind.FILE_FAILURE, "failed to spawn command: " + problem);
  }
}
