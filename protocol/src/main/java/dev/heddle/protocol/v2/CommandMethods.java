package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.onHandle;
import static dev.heddle.protocol.v2.MethodForms.onProcess;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about programs that a client runs. */
public final class CommandMethods {
  public static final MethodSpec<CommandExecParams, CommandExecResponse> COMMAND_EXEC =
      onProcess(
          "command/exec",
          CommandExecParams.class,
          CommandExecResponse.class,
          CommandExecParams::processId);

  public static final MethodSpec<CommandExecWriteParams, CommandExecWriteResponse>
      COMMAND_EXEC_WRITE =
          onProcess(
              "command/exec/write",
              CommandExecWriteParams.class,
              CommandExecWriteResponse.class,
              CommandExecWriteParams::processId);

  public static final MethodSpec<CommandExecTerminateParams, CommandExecTerminateResponse>
      COMMAND_EXEC_TERMINATE =
          onProcess(
              "command/exec/terminate",
              CommandExecTerminateParams.class,
              CommandExecTerminateResponse.class,
              CommandExecTerminateParams::processId);

  public static final MethodSpec<CommandExecResizeParams, CommandExecResizeResponse>
      COMMAND_EXEC_RESIZE =
          onProcess(
              "command/exec/resize",
              CommandExecResizeParams.class,
              CommandExecResizeResponse.class,
              CommandExecResizeParams::processId);

  public static final MethodSpec<ProcessSpawnParams, ProcessSpawnResponse> PROCESS_SPAWN =
      onHandle(
              "process/spawn",
              ProcessSpawnParams.class,
              ProcessSpawnResponse.class,
              ProcessSpawnParams::processHandle)
          .gated();

  public static final MethodSpec<ProcessWriteStdinParams, ProcessWriteStdinResponse>
      PROCESS_WRITE_STDIN =
          onHandle(
                  "process/writeStdin",
                  ProcessWriteStdinParams.class,
                  ProcessWriteStdinResponse.class,
                  ProcessWriteStdinParams::processHandle)
              .gated();

  public static final MethodSpec<ProcessKillParams, ProcessKillResponse> PROCESS_KILL =
      onHandle(
              "process/kill",
              ProcessKillParams.class,
              ProcessKillResponse.class,
              ProcessKillParams::processHandle)
          .gated();

  public static final MethodSpec<ProcessResizePtyParams, ProcessResizePtyResponse>
      PROCESS_RESIZE_PTY =
          onHandle(
                  "process/resizePty",
                  ProcessResizePtyParams.class,
                  ProcessResizePtyResponse.class,
                  ProcessResizePtyParams::processHandle)
              .gated();

  private CommandMethods() {}
}
