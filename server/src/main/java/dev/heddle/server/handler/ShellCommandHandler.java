package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ThreadShellCommandParams;
import dev.heddle.protocol.v2.ThreadShellCommandResponse;
import dev.heddle.server.config.WorkingDirectory;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.tool.TurnTask;
import dev.heddle.server.turn.TurnEngine;
import java.util.function.Function;

/**
 * {@code thread/shellCommand}: a command of the user, in a turn of its own or beside the one that
 * runs.
 */
public final class ShellCommandHandler
    implements Handler<ThreadShellCommandParams, ThreadShellCommandResponse> {
  private final ThreadAccess threads;
  private final TurnEngine engine;
  private final StartedTurns startedTurns;
  private final Function<ThreadShellCommandParams, TurnTask> commands;

  ShellCommandHandler(
      ThreadAccess threads,
      TurnEngine engine,
      StartedTurns startedTurns,
      Function<ThreadShellCommandParams, TurnTask> commands) {
    this.threads = threads;
    this.engine = engine;
    this.startedTurns = startedTurns;
    this.commands = commands;
  }

  @Override
  public Reply<ThreadShellCommandResponse> handle(
      ThreadShellCommandParams params, RequestContext context) {
    Long timeoutMs = params.timeoutMs();
    if (timeoutMs != null && timeoutMs < 0) {
      throw RpcException.invalidParams(
          "thread/shellCommand timeoutMs must be non-negative, got " + timeoutMs);
    }
    LiveThread live = threads.loaded(params.threadId());
    if (params.command().isBlank()) {
      throw RpcException.invalidRequest("command must not be empty");
    }
    String cwd = live.settings().cwd();
    if (!WorkingDirectory.isPath(cwd)) {
      throw RpcException.invalidRequest("the thread's folder is no path: " + cwd);
    }
    return startedTurns.reply(
        engine.startTask(live, commands.apply(params)),
        () -> Reply.of(new ThreadShellCommandResponse()));
  }
}
